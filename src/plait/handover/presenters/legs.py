"""Legs in words for the screen: on the handover's page, and one of them whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from plait.base.packs import Pack
from plait.handover.access.legs import visible_legs
from plait.handover.life import NOT_NEEDED, OUT_STILL
from plait.handover.models import Handover, Leg, LegWord
from plait.handover.queries.handing import held_on, is_protected, names_of_refs
from plait.handover.queries.legs import still_out, words_of
from plait.handover.rules.legs import OVER, POLICE
from plait.referrals.models import Referral

SIGNS = {
    "due": ("clock", "grey"), "passed": ("question", "blue"), "acknowledged": ("tick", "green"),
    "not_needed": ("dot", "grey"), "nobody_yet": ("alert", "orange"),
}  # fmt: skip
SAID = {
    "due": "To be passed on",
    "pass on": "Passed on",
    "acknowledge": "They have it",
    "not needed": "Not needed",
    "nobody yet": "Nobody there yet",
}
HOW = {
    "telephone": "by telephone, from person to person",
    "secure": "by secure mail",
    "hand": "by hand",
    "system": "by the service’s own system",
}


@dataclass(frozen=True, slots=True)
class LegRow:
    """One leg on the handover's page."""

    id: str
    label: str
    passes: str
    about: str
    team: str
    there: str
    there_phone: str
    there_source: str
    status: str
    sign: str
    colour: str
    late: bool
    before_arrival: bool
    by_voice: bool
    due: datetime | None
    newest: str


@dataclass(frozen=True, slots=True)
class LegsShown:
    """Every leg of a handover: those that nobody there has yet, those that somebody has, and those that nothing calls for."""

    intro: str
    out: list[LegRow]
    done: list[LegRow]
    not_needed: list[LegRow]
    late: int


@dataclass(frozen=True, slots=True)
class LegWordShown:
    """One word on a leg."""

    what: str
    lines: tuple[str, ...]
    words: str
    on: date | None
    who: str
    at: datetime
    sent: bool
    held: bool


@dataclass(frozen=True, slots=True)
class LegShown:
    """One leg whole."""

    row: LegRow
    ours: bool
    doing: str
    words: list[LegWordShown]
    ring: tuple[str, str]
    force: tuple[str, str]  # the police of the area that the family left, for whoever takes it here


def legs_shown(handover: Handover, legs: Sequence[Leg], *, pack: Pack, at: datetime) -> LegsShown:
    """The rows, with one question for the children's names."""
    names = names_of_refs(handover)
    rows = [(one.status, _row(one, handover, names, at)) for one in legs]
    out = [row for status, row in rows if status in OUT_STILL]
    return LegsShown(
        pack.legs.intro if pack.legs else "",
        out,
        [row for status, row in rows if status not in (*OUT_STILL, NOT_NEEDED)],
        [row for status, row in rows if status == NOT_NEEDED],
        sum(row.late for row in out),
    )


def leg_shown(leg: Leg, *, pack: Pack, at: datetime) -> LegShown:
    """The page of one leg: what is to be done on our side, and everything that both sides said."""
    handover = leg.handover
    ours = handover.side == Handover.Side.OUT
    kind = pack.leg_kind(leg.kind)
    words = words_of(leg)
    named = next((one for one in reversed(words) if one.to_name and one.ours == (not ours)), None)
    named = named or next((one for one in reversed(words) if one.to_name), None)
    return LegShown(
        row=_row(leg, handover, names_of_refs(handover), at),
        ours=ours,
        doing=(kind.sender_words if ours else kind.taker_words) if kind else "",
        words=[_word(one, handover, held_on(handover)) for one in words],
        ring=(named.to_name, named.to_phone) if named else ("", ""),
        force=("", "") if ours else _force_they_left(leg),
    )


def _force_they_left(leg: Leg) -> tuple[str, str]:
    handover = leg.handover
    if POLICE not in leg.tells or is_protected(handover):
        return "", ""
    return handover.peer.police_name, handover.peer.police_phone


def _row(leg: Leg, handover: Handover, names: dict[str, str], at: datetime) -> LegRow:
    words = words_of(leg)
    newest = words[-1] if words else None
    out = leg.status in OUT_STILL and handover.status not in OVER
    return LegRow(
        id=str(leg.pk),
        label=leg.label,
        passes=leg.passes,
        about=names.get(leg.about, "") if leg.about else "",
        team=str(leg.team) if leg.team else "",
        there=leg.there,
        there_phone=leg.there_phone,
        there_source=leg.there_source,
        status=leg.get_status_display(),
        sign=SIGNS[leg.status][0],
        colour=SIGNS[leg.status][1],
        late=out and leg.due_at is not None and leg.due_at <= at,
        before_arrival=leg.before_arrival,
        by_voice=leg.by_voice,
        due=leg.due_at if out else None,
        newest=_in_a_line(newest) if newest else "",
    )


def _in_a_line(word: LegWord) -> str:
    to = ", ".join(part for part in (word.to_name, word.service) if part)
    return ". ".join(part for part in (f"{SAID[word.verb]}: {to}" if to else "", word.words) if part)


def _word(one: LegWord, handover: Handover, keys: set[str]) -> LegWordShown:
    who = ", ".join(
        part for part in (one.by_name, one.by_job, "" if one.ours else handover.peer.name) if part
    )
    to = ", ".join(part for part in (one.to_name, one.service) if part)
    lines = (
        f"{'To' if one.verb == 'pass on' else 'There'}: {to}" if to else "",
        f"Telephone: {one.to_phone}" if one.to_phone else "",
        HOW.get(one.how, one.how).capitalize() if one.how else "",
        f"Done by {one.who}" if one.who else "",
    )
    return LegWordShown(
        SAID.get(one.verb, one.verb), tuple(line for line in lines if line), one.words, one.on, who, one.at, one.sent,
        one.ours and f"{one.leg.ref}:word:{one.number}" in keys,
    )  # fmt: skip


def before_closing(request: HttpRequest, context: Mapping[str, Any]) -> str | None:
    """Fills the slot `before-closing` (given `subject`, a referral): the way to each leg that is out, of those that this reader
    may open."""
    by, at, referral = getattr(request, "actor", None), getattr(request, "at", None), context.get("subject")
    if by is None or at is None or not isinstance(referral, Referral):
        return None
    out = still_out(referral.contact_id)
    opens = set(visible_legs(by, at=at).filter(pk__in=[one.pk for one in out]).values_list("pk", flat=True))
    legs = [one for one in out if one.pk in opens]
    return render_to_string("handover/legs_out.html", {"legs": legs}) if legs else None


def names_about(leg: Leg) -> str:
    """The children that a leg is about."""
    names = names_of_refs(leg.handover)
    return (
        names.get(leg.about, "Name not known")
        if leg.about
        else ", ".join(name for ref, name in names.items() if ref.startswith("c"))
    )
