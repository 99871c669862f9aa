"""What areas asked each other, in words for the screen; and what a form offers to whoever asks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from plait.agencies.roles import may
from plait.base.audit.actor import Actor
from plait.handover.access import discovery as access
from plait.handover.models import AreaAsked, AskReceived, FamilyAsk
from plait.handover.presenters.requests import Standing, standing_of
from plait.handover.queries.discovery import (
    areas_believed,
    asked_about,
    interest_of,
    limits,
    lived_in,
    looked_at,
    received_about,
    word_is_late,
)
from plait.handover.queries.looking import safety_of
from plait.handover.rules.discovery import Looked, areas_to_ask, homes_may_be_told, second_area
from plait.people.access import may_be_named, may_be_opened
from plait.people.models import Person
from plait.people.places import household_of
from plait.people.queries import current_description, name_of, names_of

NOTHING = "Nothing by this route"
BECAUSE = {"lived": "They lived there", "told": "Somebody spoke of it", "wide": "Every area was asked"}


@dataclass(frozen=True, slots=True)
class Told:
    """One area that was asked: what it answered, with its sign, and whom to ring."""

    area: str
    because: str
    words: str
    sign: str
    colour: str
    says: str
    ring: Mapping[str, str]
    at: datetime | None
    id: str = ""
    request: Standing | None = None  # of what we wanted to know, the newest
    late: bool = False  # of *possible*: somebody there should have looked by now


def told(one: AreaAsked, *, at: datetime) -> Told:
    """The answer in words."""
    sign, colour, words = {
        "": ("clock", "grey", "Has not answered yet"),
        "known": ("tick", "green", "They know this family"),
        "possible": ("question", "blue", "They may know them: somebody looks"),
        "nothing": ("ring", "grey", NOTHING),
    }[one.says]
    late = word_is_late(one, at=at)
    if late:
        sign, colour, words = "late", "red", "They may know them, and nobody there has said yet"
    wanted = max(one.requests.all(), key=lambda row: row.at, default=None)
    return Told(
        one.name, BECAUSE.get(one.because, ""), words, sign, colour, one.says, one.ring, one.answered_at, str(one.pk),
        standing_of(wanted, at=at) if wanted else None, late,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of ours with its answers."""

    ask: FamilyAsk
    name: str
    areas: tuple[Told, ...]


def asked(rows: Iterable[FamilyAsk], by: Actor, *, at: datetime) -> list[Asked]:
    """Our questions; of a child whom the reader may not meet the name is not shown."""
    found = list(rows)
    met = may_be_named(by, {str(one.person) for one in found}, at=at) if found else []
    names = names_of(met) if met else {}
    return [
        Asked(one, names.get(str(one.person), ""), tuple(told(area, at=at) for area in one.areas.all()))
        for one in found
    ]


def other_areas(person: Person, by: Actor, *, at: datetime) -> dict[str, Any]:
    """Of a child that the reader has opened: who asked about them, and what we asked, openly. What went quietly stands here for
    nobody, whoever asked it: others see this page on a screen, and it would say beside the two lines where somebody hides."""
    came = list(received_about([str(person.pk)]))
    looked = [Looked(one.code, one.arrived_at) for one in came]
    return {
        "came": came,
        "second": second_area(looked, lately=_lately(at), now=at),
        "days": limits(at).lately_days,
        "interest_days": limits(at).interest_days,
        "interest": interest_of(by.id, str(person.pk)).filter(until__gt=at).first(),
        "asked": asked(asked_about(str(person.pk)), by, at=at),
    }


def _lately(at: datetime) -> timedelta:
    return timedelta(days=limits(at).lately_days)


def choices(person: Person, by: Actor, *, at: datetime) -> dict[str, Any]:
    """What the form offers: where they lived first, unless anybody of them hides, since that would tell; and who lives with the
    child now, of whom the reader may open."""
    safety = safety_of(str(person.pk), fleeing="not_asked")
    lived = lived_in([str(person.pk)], at=at) if homes_may_be_told(safety) else {}
    areas = areas_to_ask(areas_believed(at=at), lived_in=lived, told=(), wide=True)
    home = may_be_opened(by, [str(one.pk) for one in household_of(person)], at=at)
    names = names_of(sorted(home)) if home else {}
    return {
        "areas": [
            (
                one.area.code,
                f"{one.area.name} – they lived there" if one.because == "lived" else one.area.name,
            )
            for one in areas
        ],
        "household": sorted(names.items(), key=lambda one: one[1]),
        "interest_days": limits(at).interest_days,
        "senior": bool(may(by, "discovery:wide")),
    }


def person_link(request: HttpRequest, context: Mapping[str, Any]) -> str | None:
    """Fills the slot `person-pages` (given `person_id`): for practitioners who may open the record."""
    if getattr(getattr(request, "actor", None), "kind", "") != "practitioner":
        return None
    return render_to_string("handover/person_link.html", {"person_id": context.get("person_id")})


@dataclass(frozen=True, slots=True)
class Row:
    """One question of another area, on the list."""

    ask: AskReceived
    words: str
    sign: str
    colour: str
    waits: bool


def listed(rows: Sequence[AskReceived], *, waiting: frozenset[str]) -> list[Row]:
    """What waits first."""
    found = [_row(one, str(one.pk) in waiting) for one in rows]
    return sorted(found, key=lambda one: not one.waits)


def _row(one: AskReceived, waits: bool) -> Row:
    if waits and one.ring == AskReceived.Ring.OWED:
        return Row(one, "Ring them", "late", "red", waits)
    if waits and one.state == AskReceived.State.UNLOOKED:
        return Row(one, "Nobody has looked: they ask about very many", "question", "blue", waits)
    if waits and one.state == AskReceived.State.UNTAKEN:
        return Row(one, "Known here, and nobody works with them by name", "question", "blue", waits)
    if waits and one.state != AskReceived.State.CONFIRM:
        return Row(one, "They want to know something", "question", "blue", waits)
    if waits:
        return Row(one, "Is it this family?", "question", "blue", waits)
    if one.ring == AskReceived.Ring.RUNG:
        return Row(one, "Somebody has rung", "tick", "green", waits)
    if one.says == "known":
        return Row(one, "Known here", "tick", "green", waits)
    return Row(one, "Nothing was given", "ring", "grey", waits)


@dataclass(frozen=True, slots=True)
class Shown:
    """Somebody as they were described."""

    name: str
    born: date | None
    more: str = ""
    href: str = ""


def described(said: Mapping[str, str]) -> Shown | None:
    """Somebody as another area described them; None where nothing is kept."""
    name = " ".join(filter(None, (said.get("forename"), said.get("surname"))))
    born = said.get("born_on")
    number = said.get("nhs_number")
    if not (name or number):
        return None
    former = said.get("previous_surname")
    more = ", ".join(
        filter(None, (f"before: {former}" if former else "", f"NHS number {number}" if number else ""))
    )
    return Shown(name or "Name not given", date.fromisoformat(born) if born else None, more)


def received_shown(one: AskReceived, by: Actor, *, at: datetime) -> dict[str, Any]:
    """One question of another area: who asks about whom, who here it may be, and what this reader can do."""
    waits = access.waits_for(by).filter(pk=one.pk).exists()
    ids = [*([str(one.person)] if one.person else []), *one.all_kept]
    met = set(may_be_named(by, ids, at=at)) if ids else set()
    opens = may_be_opened(by, ids, at=at) if ids else set()
    kept_by_us = access.keeps(by)

    def here(pk: Any) -> Shown | None:
        key = str(pk)
        if pk is None or (key not in met and not kept_by_us):
            return None
        row = current_description(key)
        return Shown(name_of(row), row.born_on if row else None, href=key if key in opens else "")

    return {
        "one": one,
        "row": _row(one, waits),
        "child": described(one.child),
        "household": [found for said in one.household if (found := described(said))],
        "person": here(one.person),
        "kept": [found for pk in one.all_kept if (found := here(pk))] if kept_by_us else [],
        "second": kept_by_us
        and one.person is not None
        and second_area(looked_at(str(one.person), quiet=True), lately=_lately(at), now=at),
        "settles": waits and one.state == AskReceived.State.CONFIRM,
        "looks": waits and one.state == AskReceived.State.UNLOOKED,
        "takes": waits and one.state == AskReceived.State.UNTAKEN,
        "rings": waits and one.ring == AskReceived.Ring.OWED and kept_by_us,
        "rung": one.rung_because if kept_by_us else "",
    }
