"""Handovers in words for the screen: the list, one of them whole, and the way in from a referral."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.http import HttpRequest
from django.template.loader import render_to_string

from plait.agencies.roles import may
from plait.base.access.counting import Later
from plait.base.access.request import PlaitRequest
from plait.base.audit.actor import Actor
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import clocks_for, standing_of
from plait.base.federation.models import Peer
from plait.base.packs import NotInPack, Pack
from plait.handover.access.handing import DECIDES, last_of_concern, speaks, waiting_handovers
from plait.handover.access.offering import held_by, may_hand_over
from plait.handover.life import HANDOVER, LIVE, QUERIED, VERBS
from plait.handover.models import Handover, HandoverWord
from plait.handover.presenters.legs import LegsShown, legs_shown
from plait.handover.queries.handing import (
    added_to,
    core_or_none,
    held_on,
    is_over,
    names_by_contact,
    offered_facts,
    words_on,
)
from plait.handover.queries.late import late_legs
from plait.handover.queries.legs import legs_on
from plait.handover.rules.deciding import who_has_hold
from plait.handover.rules.offering import may_add
from plait.handover.wire.package import ASK_CUSTODIAN, Core, Item
from plait.handover.wire.saying import GATEWAY, LocalWords, Section, Told, told, told_added
from plait.referrals.models import Referral
from plait.stepdown.models import StepDown

SIGNS = {
    "offered": ("clock", "grey"), "received": ("question", "blue"), "triage": ("dot", "blue"),
    "queried": ("question", "orange"), "declined": ("alert", "red"), "conference": ("clock", "blue"),
    "accepted": ("tick", "green"), "returned": ("alert", "orange"), "withdrawn": ("dot", "grey"),
    "failed": ("alert", "red"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    id: str
    reference: str
    theirs: str
    names: str
    area: str
    status: str
    sign: str
    colour: str
    at: datetime
    late: int

    @property
    def late_words(self) -> str:
        """How many legs are late."""
        return "One leg is late" if self.late == 1 else f"{self.late} legs are late"


def rows_of(found: Sequence[Handover], *, at: datetime) -> list[Row]:
    """Lines in the order given; one query for the names, one for legs that are late."""
    names = names_by_contact([one.contact_id for one in found])
    late = Counter(late_legs(at).filter(handover__in=found).values_list("handover_id", flat=True))
    return [
        Row(
            str(one.pk), one.reference, one.their_reference, names.get(one.contact_id, "Name not known"), one.peer.name,
            one.get_status_display(), *SIGNS[one.status], one.at, late[one.pk],
        )
        for one in found
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class SaidWord:
    """One word, by whom."""

    what: str
    who: str
    words: str
    code: str
    day: Any
    at: datetime
    late: bool
    sent: bool
    held: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One handover whole."""

    sign: str
    colour: str
    ours: bool
    told: Told
    away: bool
    added: list[tuple[str, str, datetime, tuple[Section, ...], bool]]
    words: list[SaidWord]
    clocks: list[tuple[str, str, Any, datetime]]
    counted: str
    hold: str
    question: str
    crossed: str
    led_by: str
    able: list[str]
    may_answer: bool
    may_speak: bool
    speaks: list[str]
    erased: bool
    legs: LegsShown


def shown(handover: Handover, *, pack: Pack, by: Actor, at: datetime) -> Shown:
    """Everything on the page, in a fixed number of queries."""
    ours = handover.side == Handover.Side.OUT
    core = core_or_none(handover)
    added = added_to(handover) if core else []
    said = words_on(handover)
    facts = offered_facts(handover)
    able = (
        []
        if ours
        else [verb for verb in VERBS if verb != "take back" and HANDOVER.may(verb, now=handover.status)]
    )
    if handover.status == "withdrawn":
        able = []
    if handover.unread_at is not None and not ours:
        able = ["read", *able]
    question = next((one.words for one in reversed(said) if one.verb == "query" and one.counted), "")
    areas = (pack.area.authority_name, handover.peer.name)
    holder = areas[1] if ours == (who_has_hold(handover.status) == "receiver") else areas[0]
    here = local_words(core, [item for _, one in added for item in one.items], pack) if core else {}
    process = pack.handover
    held = held_on(handover)
    return Shown(
        *SIGNS[handover.status],
        ours=ours,
        told=told(core, here=here) if core else _erased(),
        away=handover.peer.state != Peer.State.TRUSTED,
        added=[
            (
                row.by_name,
                "Put right" if row.kind == "correction" else "Added",
                row.at,
                told_added(one, core, here=here),
                f"{handover.ref}:added:{row.supplement}" in held,
            )
            for row, one in added
            if core
        ],
        words=[_word(one, handover, held) for one in said],
        clocks=[
            _clock(one, pack, at)
            for one in clocks_for([handover.ref])
            if one.state == RunningClock.State.RUNNING and not one.key.startswith("leg:")
        ],
        counted=process.conference_words if process and not ours else "",
        hold=holder,
        question=question if handover.status == QUERIED else "",
        crossed=handover.peer.name if facts.crossed else "",
        led_by="" if ours else facts.led_by,
        able=able,
        may_answer=bool(able) and bool(may(by, DECIDES)),
        may_speak=ours and speaks(handover, by) and bool(_speaks(handover)),
        speaks=_speaks(handover),
        erased=core is None,
        legs=legs_shown(handover, legs_on(handover), pack=pack, at=at),
    )


def _erased() -> Told:
    return Told("Erased when its time had come", "", "", (), "", (), ())


def _speaks(handover: Handover) -> list[str]:
    found = ["read"] if handover.unread_at is not None else []
    found += ["answer"] if handover.status == QUERIED else []
    for word, corrects in (("add", False), ("correct", True)):
        if may_add(handover.status, corrects=corrects, erased=not handover.core):
            found.append(word)
    return [*found, "back"] if HANDOVER.may("take back", now=handover.status) else found


def _word(one: HandoverWord, handover: Handover, keys: set[str]) -> SaidWord:
    held = one.ours and f"{handover.ref}:word:{one.number}" in keys
    who = ", ".join(
        part for part in (one.by_name, one.by_job, "" if one.ours else handover.peer.name) if part
    )
    if one.verb == ASK_CUSTODIAN:
        return SaidWord("Ask the custodian", who, one.by_phone, "", None, one.at, False, one.sent, held)
    return SaidWord(
        VERBS.get(one.verb, one.verb), who, one.words, one.code, one.day, one.at, not one.counted, one.sent, held
    )  # fmt: skip


def _clock(one: RunningClock, pack: Pack, at: datetime) -> tuple[str, str, Any, datetime]:
    try:
        label = pack.clock_rule(one.rule).label
    except NotInPack:
        label = one.rule
    return label, one.start_event, standing_of(one, at), one.due_at


def local_words(core: Core, items: Sequence[Item], pack: Pack) -> LocalWords:
    """What this area calls the shared codes of a package."""
    found: LocalWords = {}
    if core.gateway in pack.gateways:
        found[(GATEWAY, core.gateway)] = pack.gateways[core.gateway].title
    for item in (*core.items, *items):
        for row in item.rows:
            if row.code and (row.system, row.code) not in found:
                try:
                    found[(row.system, row.code)] = pack.code_label(row.system, row.code)
                except (NotInPack, KeyError):
                    continue
    return found


def count_waiting(request: HttpRequest) -> Later:
    """For the navigation: what waits for us."""
    asking = cast(PlaitRequest, request)
    return waiting_handovers.later(asking.actor, at=asking.at)


def on_stepdown(request: HttpRequest, context: Mapping[str, Any]) -> str | None:
    """Fills `holding` (given `subject`, a step down): the same, for whoever holds the family of a closed referral."""
    by, at, step = getattr(request, "actor", None), getattr(request, "at", None), context.get("subject")
    if by is None or at is None or not isinstance(step, StepDown):
        return None
    held = held_by(by, str(step.referral_id), at=at)
    return (
        on_referral(request, {"subject": held.referral}) if held is not None and held.pk == step.pk else None
    )


def on_referral(request: HttpRequest, context: Mapping[str, Any]) -> str | None:
    """Fills `responsibility` (given `subject`, a referral): its handovers, and the way to offer it to another area."""
    by, at, referral = getattr(request, "actor", None), getattr(request, "at", None), context.get("subject")
    if by is None or at is None or not isinstance(referral, Referral):
        return None
    found: list[Handover] = last_of_concern.rows(by, referral.contact_id, at=at)
    live = any(one.side == Handover.Side.OUT and one.status in LIVE for one in found)
    may_offer = not live and not is_over(referral) and bool(may_hand_over(referral, by=by, at=at))
    if not found and not may_offer:
        return None
    given = {"found": found, "may": may_offer, "referral": referral}
    return render_to_string("handover/on_referral.html", given, request=request)
