"""The answer to "Can I share this?" in plain words: what applies to them, what to do with each thing, whom to ask."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from plait.agencies.models import Adviser
from plait.base.packs import Pack
from plait.base.packs.schema.advice import Limit, Rule
from plait.base.packs.schema.gateways import Gateway
from plait.sharing.forms.advice import ItemDecision
from plait.sharing.queries.advice import limits_on, said_by
from plait.sharing.rules.advice import Advice, Asked, Nearly, Open

HEADLINES = {
    "share": "Yes: share it",
    "part": "Share part of it",
    "ask_first": "Ask first, today",
    "withhold": "Hold it back, and write down why",
}
FORCE = {
    "must": "You must share what bears on this",
    "must_if_asked": "You must, when they ask you",
    "may": "You may",
    "on_balance": "You may, where a child’s safety outweighs confidence",
}
AGREEMENT = {
    "no": "No agreement is needed to share.",
    "agreement": "Sharing does not rest on agreement. The help does: ask for that.",
    "yes": "Needs the family’s agreement first.",
}
WHY_NOT = {
    "not_yet": "Not in force yet. It begins on {begins}.",
    "ended": "It ended on {ends}.",
    "not_to_them": "It does not reach them.",
    "holder_not_under_contract": "It reaches your kind of agency only where it delivers services for a listed body under "
    "contract, and nobody has said that yours does. Your administrator can.",
    "recipient_not_under_contract": "It reaches them only where they deliver services for a listed body under contract. "
    "Ask them; if they do, choose them by name once their administrator has said so.",
}
BECAUSE = {
    "bears_on_it": "Bears on this.",
    "only_what_bears": "Only the part that bears on the child.",
    "careful": "Ask first: it can hurt somebody, or is not needed by most.",
    "not_needed": "Not needed for this.",
    "detriment": "You said that it would harm the child more.",
    "detriment_unsure": "You are not sure that it is safe for the child.",
    "adult_victim": "It could lead somebody to the adult at risk.",
    "adult_victim_unsure": "Could it lead somebody to the adult at risk? Settle that first.",
    "agreement": "Needs the family’s agreement first.",
    "no_gateway": "No power is open to you towards them today.",
}
WAY_ON = {
    "share_now": "Share what is marked below. Waiting can do harm too.",
    "ask_family": "Ask the family for their agreement, each adult and competent child by themselves, if asking is safe.",
    "ask_adviser": "Ask one of the people named here today about what you hold back. Do not let it lie.",
    "decide_and_record": "Keep the record of your decision, whichever it is.",
    "ring_hub": "Still not sure? Ring the hub and talk it through without names.",
}


@dataclass(frozen=True, slots=True)
class Way:
    """One gateway as the holder reads it."""

    code: str
    title: str
    statute: str
    force: str
    agreement: str
    agreement_needed: bool
    help_text: str
    record_fields: Sequence[str]
    source: str
    source_url: str
    verified: bool
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of information with its advice and its little form."""

    code: str
    label: str
    hint: str
    outcome: str
    because: str
    form: ItemDecision


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything that the page of the answer shows."""

    headline: str
    sentence: str
    outcome: str
    to: str
    reason: str
    ways: Sequence[Way]
    elsewhere: Sequence[Way]
    nearly: Sequence[Way]
    lines: Sequence[Line]
    way_on: Sequence[str]
    limits: Sequence[Limit]
    rules: Sequence[Rule]
    advisers: Sequence[Adviser]
    tests: Sequence[tuple[str, str, str]]


def shown(
    advice: Advice,
    asked: Asked,
    *,
    pack: Pack,
    to: str,
    forms: Mapping[str, ItemDecision],
    advisers: Sequence[Adviser],
) -> Shown:
    """The answer in words. `to`: the recipient as the holder chose it."""
    said = said_by(pack)
    kinds = {one.code: one for one in said.items}
    reason = next(one for one in said.reasons if one.code == asked.reason)
    return Shown(
        headline=headline_of(advice),
        sentence=sentence_of(advice, pack),
        outcome=advice.outcome,
        to=to,
        reason=reason.label,
        ways=[way_of(one, pack) for one in advice.open],
        elsewhere=[way_of(one, pack) for one in advice.elsewhere],
        nearly=[nearly_of(one, pack) for one in advice.nearly],
        lines=[
            Line(
                one.code,
                kinds[one.code].label,
                kinds[one.code].hint,
                one.outcome,
                BECAUSE[one.because],
                forms[one.code],
            )
            for one in advice.items
        ],
        way_on=[WAY_ON[one] for one in advice.way_on],
        limits=[
            one.model_copy(update={"source": in_readers_words(one.source)})
            for one in limits_on(pack, holder=asked.holder.kind, recipient=asked.recipient.kind)
        ],
        rules=said.golden_rules,
        advisers=advisers,
        tests=tests_of(asked.detriment, asked.adult_victim),
    )


def headline_of(advice: Advice) -> str:
    """The answer in a few words."""
    if advice.items and all(one.because == "not_needed" for one in advice.items):
        return "They do not need this for that"
    return HEADLINES[advice.outcome]


def sentence_of(advice: Advice, pack: Pack) -> str:
    """The answer in one sentence, resting on the gateway that asks most of the holder without agreement."""
    if advice.best is None:
        return (
            "No power or duty is open to you towards them today. That is not the end: ask, and ring the hub."
        )
    best = way_of(advice.best, pack)
    return f"{best.force}. {best.title} ({best.statute}). {best.agreement}"


def way_of(one: Open, pack: Pack) -> Way:
    """An open gateway in words: must or may, unless, agreement."""
    found = pack.gateway(one.code)
    force = FORCE[one.for_holder]
    if one.agreement_needed:
        force = "You must, once they agree" if one.for_holder != "may" else "You may, once they agree"
    if found.unless:
        force = f"{force}, unless {found.unless}"
    return _way(found, force)


def nearly_of(one: Nearly, pack: Pack) -> Way:
    """A gateway that would be open but for one thing, and that thing."""
    found = pack.gateway(one.code)
    why = WHY_NOT[one.why_not].format(
        begins=_day(found.effective_from), ends=_day(found.effective_to or found.effective_from)
    )
    return _way(found, "", why)


def _way(found: Gateway, force: str, why_not: str = "") -> Way:
    return Way(
        code=found.code,
        title=found.title,
        statute=found.statute,
        force=force,
        agreement=AGREEMENT[found.consent_required],
        agreement_needed=found.consent_required == "yes",
        help_text=found.help_text,
        record_fields=found.record_fields,
        source=in_readers_words(found.source),
        source_url=found.source_url,
        verified=found.verified,
        why_not=why_not,
    )


def in_readers_words(source: str) -> str:
    """A source without the marks of the notes that the pack was written from ("[L18]"), which lead a reader nowhere."""
    return re.sub(r"\s*\[[A-Z]\d+\]", "", source).strip(" ,;")


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


SURE_WORDS = {"no": "You said no.", "yes": "You said yes.", "unsure": "You are not sure."}


def tests_of(detriment: str, adult_victim: str) -> list[tuple[str, str, str]]:
    """The two tests, apart: what was asked, what was said, what follows."""
    return [
        (
            "Harm to the child",
            SURE_WORDS[detriment],
            {
                "no": "If that changes, come back: the duty to share ends where sharing would harm the child more.",
                "yes": "Nothing leaves on your own judgement alone: say why, and ask somebody to agree, today.",
                "unsure": "Ask today. If the child may be harmed meanwhile, ring the hub now.",
            }[detriment],
        ),
        (
            "Danger to an adult victim, and through her to the child",
            SURE_WORDS[adult_victim],
            {
                "no": "Even so: say nothing that tells who spoke, or where they are, to anybody who need not know.",
                "yes": "Where she is, how to reach her and who spoke stay back. Agree with her, or her adviser, what goes.",
                "unsure": "Ask a domestic abuse adviser before anything goes that could lead to her.",
            }[adult_victim],
        ),
    ]
