"""Can I share this? Which gateways are open to this holder towards this recipient today, and what that means for each kind
of information. Pure, over facts handed in; nothing here looks anything up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

RULE = "sharing.advice/2"  # in 1, doubt about harm to the child came before certain danger to an adult victim

ForHolder = Literal["must", "must_if_asked", "may", "on_balance"]
Outcome = Literal["share", "part", "withhold", "ask_first"]
Sure = Literal["no", "yes", "unsure"]
WhyNot = Literal[
    "not_yet", "ended", "not_to_them", "holder_not_under_contract", "recipient_not_under_contract"
]
WayOn = Literal["share_now", "ask_adviser", "ask_family", "decide_and_record", "ring_hub"]
# How much a gateway asks of the holder: the strongest is said first.
STRENGTH: dict[ForHolder, int] = {"must": 0, "must_if_asked": 1, "may": 2, "on_balance": 3}


@dataclass(frozen=True, slots=True)
class GatewayFacts:
    """What the pack says of one gateway. Empty `holders` or `recipients`: everybody. Empty `reasons`: every reason."""

    code: str
    effective_from: date
    effective_to: date | None
    holders: frozenset[str]
    recipients: frozenset[str]
    not_recipients: frozenset[str]
    under_contract: frozenset[str]
    agreement_needed: bool
    for_holder: ForHolder
    reasons: frozenset[str]


@dataclass(frozen=True, slots=True)
class Party:
    """An agency: its kind, and whether it delivers services for a listed body under contract."""

    kind: str
    under_contract: bool = False


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """A kind of information, and what the reason alone says of it. `leads_to`: it may lead somebody to a victim."""

    code: str
    usual: Outcome
    leads_to: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """The question: who holds it, who would receive it, for which reason, what, on which day; and the two tests, apart."""

    holder: Party
    recipient: Party
    reason: str
    items: Sequence[ItemFacts]
    on: date
    detriment: Sure = "no"
    adult_victim: Sure = "no"


@dataclass(frozen=True, slots=True)
class Open:
    """A gateway that this holder can use towards this recipient today."""

    code: str
    for_holder: ForHolder
    agreement_needed: bool


@dataclass(frozen=True, slots=True)
class Nearly:
    """A gateway that would be open but for one thing."""

    code: str
    why_not: WhyNot


@dataclass(frozen=True, slots=True)
class ItemAdvice:
    """What to do with one kind of information, and the reason as a code for the screen and the record."""

    code: str
    outcome: Outcome
    because: str


@dataclass(frozen=True, slots=True)
class Advice:
    """The answer. `asks`: the two tests, which every answer asks; `way_on`: what one does now, never empty."""

    open: tuple[Open, ...]
    elsewhere: tuple[Open, ...]
    nearly: tuple[Nearly, ...]
    items: tuple[ItemAdvice, ...]
    outcome: Outcome
    way_on: tuple[WayOn, ...]
    asks: tuple[str, ...] = ("detriment", "adult_victim")

    @property
    def best(self) -> Open | None:
        """The gateway to rest on: without agreement before with it, duty before power."""
        return self.open[0] if self.open else None


def advise(asked: Asked, gateways: Iterable[GatewayFacts]) -> Advice:
    """A gateway is named only if it is in force that day and open to this pair. Harm to the child holds everything back, danger
    to an adult victim what could lead to her, whatever else is in doubt; doubt asks first. What does not bear on it stays."""
    here: list[Open] = []
    elsewhere: list[Open] = []
    nearly: list[Nearly] = []
    for gateway in gateways:
        failing = list(_failing(gateway, asked))
        fits = not gateway.reasons or asked.reason in gateway.reasons
        if not failing:
            (here if fits else elsewhere).append(
                Open(gateway.code, gateway.for_holder, gateway.agreement_needed)
            )
        elif len(failing) == 1 and fits and failing[0] is not None:
            nearly.append(Nearly(gateway.code, failing[0]))
    here.sort(key=lambda one: (one.agreement_needed, STRENGTH[one.for_holder]))
    items = tuple(_item(item, asked=asked, gateways=here) for item in asked.items)
    outcome = whole(item.outcome for item in items if item.because != "not_needed")
    return Advice(
        open=tuple(here),
        elsewhere=tuple(elsewhere),
        nearly=tuple(nearly),
        items=items,
        outcome=outcome,
        way_on=tuple(_way_on(items, gateways=here)),
    )


def _failing(gateway: GatewayFacts, asked: Asked) -> Iterable[WhyNot | None]:
    """Everything that shuts this gateway; None is a holder whose kind it does not speak of at all."""
    if asked.on < gateway.effective_from:
        yield "not_yet"
    if gateway.effective_to is not None and asked.on > gateway.effective_to:
        yield "ended"
    holder, recipient = asked.holder, asked.recipient
    if holder.kind in gateway.under_contract:
        if not holder.under_contract:
            yield "holder_not_under_contract"
    elif gateway.holders and holder.kind not in gateway.holders:
        yield None
    if recipient.kind in gateway.not_recipients:
        yield "not_to_them"
    elif recipient.kind in gateway.under_contract:
        if not recipient.under_contract:
            yield "recipient_not_under_contract"
    elif gateway.recipients and recipient.kind not in gateway.recipients:
        yield "not_to_them"


def _item(item: ItemFacts, *, asked: Asked, gateways: Sequence[Open]) -> ItemAdvice:
    if item.usual == "withhold":
        return ItemAdvice(item.code, "withhold", "not_needed")
    if asked.detriment == "yes":
        return ItemAdvice(item.code, "withhold", "detriment")
    if item.leads_to and asked.adult_victim == "yes":
        return ItemAdvice(item.code, "withhold", "adult_victim")
    if not gateways:
        return ItemAdvice(item.code, "ask_first", "no_gateway")
    if asked.detriment == "unsure":
        return ItemAdvice(item.code, "ask_first", "detriment_unsure")
    if item.leads_to and asked.adult_victim == "unsure":
        return ItemAdvice(item.code, "ask_first", "adult_victim_unsure")
    if all(one.agreement_needed for one in gateways):
        return ItemAdvice(item.code, "ask_first", "agreement")
    return ItemAdvice(
        item.code, item.usual, {"share": "bears_on_it", "part": "only_what_bears"}.get(item.usual, "careful")
    )


def whole(several: Iterable[Outcome]) -> Outcome:
    """Several outcomes in one word: share all, part of it, ask first, or nothing."""
    outcomes = set(several)
    if outcomes <= {"share"} and outcomes:
        return "share"
    if outcomes & {"share", "part"}:
        return "part"
    return "ask_first" if "ask_first" in outcomes else "withhold"


def _way_on(items: Sequence[ItemAdvice], *, gateways: Sequence[Open]) -> Iterable[WayOn]:
    becauses = {item.because for item in items}
    if any(item.outcome in ("share", "part") for item in items):
        yield "share_now"
    if gateways and becauses & {"agreement"}:
        yield "ask_family"
    if becauses & {
        "no_gateway", "detriment", "detriment_unsure", "adult_victim", "adult_victim_unsure", "careful"
    }:  # fmt: skip
        yield "ask_adviser"
    yield "decide_and_record"
    yield "ring_hub"
