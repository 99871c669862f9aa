"""A person's own page: their names and homes over time, who belongs to them, their numbers, and where each fact came from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.safestring import SafeString

from plait.agencies.queries import agencies
from plait.people.models import Description, Person, PersonIdentifier
from plait.people.places import ShownMove, is_shielded, say_moves
from plait.people.presenters.charts import Kin, Span, household, over_time
from plait.people.queries import name_of, names_of
from plait.people.queries.comparing import Whole
from plait.people.queries.identity import versions_of
from plait.people.queries.moving import moving_questions
from plait.people.rules.moves import MoveQuestion


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing somebody said of who this person is."""

    said: str
    born: str
    agency: str
    at: datetime
    standing: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its validity."""

    kind: str
    value: str
    valid: str
    agency: str


@dataclass(frozen=True, slots=True)
class Tie:
    """Somebody who belongs to this person."""

    name: str
    what: str
    lives: str
    responsibility: str
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Joined:
    """A merge that stands or stood."""

    id: str
    who: str
    at: datetime
    because: str
    undone_at: datetime | None
    undone_because: str


@dataclass(frozen=True, slots=True)
class PersonShown:
    """Everything on the page."""

    times: SafeString
    spans: list[Span]
    shielded: bool
    circle: SafeString
    ties: list[Tie]
    numbers: list[Number]
    facts: list[Fact]
    merges: list[Joined]
    apart: int
    questions: list[MoveQuestion]


def person_shown(person: Person, known: Whole, *, at: datetime) -> PersonShown:
    """The page of one person. Where they are, and when they moved, comes from `people.places` alone."""
    names = {str(one.pk): one.name for one in agencies()}
    today = timezone.localdate(at)
    moves = say_moves(person)
    spans = [*_names(known.told), *_homes(moves, person)]
    ties = _ties(person, known, today)
    return PersonShown(
        times=over_time(spans, today=today),
        spans=spans,
        shielded=is_shielded(person),
        circle=household(
            name_of(known.told[0] if known.told else None), [_kin(one) for one in ties if not one.ended]
        ),
        ties=ties,
        numbers=[_number(one, known, names) for one in known.numbers],
        facts=[_fact(one, names) for one in known.told],
        merges=_merges(person, known),
        apart=known.apart,
        questions=moving_questions(person, shielded=is_shielded(person), at=at),
    )


def _names(told: Iterable[Description]) -> list[Span]:
    """Each name once, from when it was first said (or held) until the next took its place."""
    rows = sorted(told, key=lambda one: (one.valid_from or one.stated_at.date(), str(one.pk)))
    seen: dict[str, list[date]] = {}
    former: dict[str, date] = {}
    for row in rows:
        day = row.valid_from or row.stated_at.date()
        seen.setdefault(name_of(row), []).append(day)
        if row.previous_surname and row.previous_surname.casefold() != row.surname.casefold():
            former.setdefault(f"{row.forename} {row.previous_surname}".strip(), day)
    spans = [
        Span(name, days[0], None if days[-1] == _last(seen) else days[-1], True)
        for name, days in seen.items()
    ]
    return spans + [
        Span(f"{name} (earlier name)", day, day, True) for name, day in former.items() if name not in seen
    ]


def _last(seen: dict[str, list[date]]) -> date:
    return max(day for days in seen.values() for day in days)


def _homes(moves: Iterable[ShownMove], person: Person) -> list[Span]:
    return [
        Span(one.words, one.from_on or person.made_at.date(), one.to_on, False)
        for one in sorted(moves, key=lambda move: move.from_on or person.made_at.date())
    ]


def _ties(person: Person, known: Whole, today: date) -> list[Tie]:
    """Each once: as it holds now, or else until when it did."""
    others = {row.pk: row.other_id if row.person_id == person.pk else row.person_id for row in known.ties}
    names = names_of(str(one) for one in others.values())
    found: dict[tuple[object, ...], Tie] = {}
    for row in sorted(known.ties, key=lambda tie: _ended(tie.to_on, today)):
        name = names.get(str(others[row.pk]), "Name not known")
        own = row.person_id == person.pk
        ended = _ended(row.to_on, today)
        until = f", until {_day(row.to_on)}" if row.to_on else ""
        tie = Tie(
            name=name,
            ended=ended,
            what=f"{'is' if not own else 'they are'} the {row.kind}{until}",
            lives={"yes": "Lives with them", "no": "Lives elsewhere"}.get(row.lives_with, "Not known"),
            responsibility={"yes": "Yes", "no": "No"}.get(row.parental_responsibility, "Not known"),
        )
        found.setdefault((others[row.pk], row.kind, own), tie)
    return list(found.values())


def _ended(to_on: date | None, today: date) -> bool:
    return to_on is not None and to_on <= today


def _kin(tie: Tie) -> Kin:
    return Kin(
        tie.name,
        tie.what.removeprefix("is the ").removeprefix("they are the "),
        tie.lives == "Lives with them",
    )


def _number(one: PersonIdentifier, known: Whole, names: dict[str, str]) -> Number:
    since = f"from {_day(one.valid_from)}" if one.valid_from else ""
    until = f"until {_day(one.valid_to)}" if one.valid_to else ""
    whose = next((row.agency_id for row in known.records if row.pk == one.record_id), "")
    return Number(
        kind=PersonIdentifier.Kind(one.kind).label,
        value=one.value,
        valid=" ".join(part for part in (since, until) if part) or "No dates given",
        agency=names.get(whose, "A concern"),
    )


def _fact(one: Description, names: dict[str, str]) -> Fact:
    newer = getattr(one, "superseded_by", None)
    return Fact(
        said=name_of(one),
        born=_day(one.born_on) if one.born_on else one.age_said or "not known",
        agency=names.get(one.agency_id, "A concern"),
        at=one.stated_at,
        standing="Corrected since" if newer is not None else "Stands",
    )


def said_of(person_id: str) -> list[tuple[str, str]]:
    """Everything that was said of who somebody is, each by its id and in a line: to choose from."""
    names = {str(one.pk): one.name for one in agencies()}
    facts = [(str(one.pk), _fact(one, names)) for one in versions_of(person_id)]
    return [(pk, f"{one.said}, born {one.born}. {one.agency}, {_day(one.at.date())}") for pk, one in facts]


def _merges(person: Person, known: Whole) -> list[Joined]:
    rows = known.merges
    came = {str(one.under_id): name_of(one) for one in reversed(known.told) if one.under_id}
    names = names_of(str(one) for row in rows for one in (row.survivor_id, row.loser_id))
    found = []
    for row in rows:
        other = row.loser_id if row.survivor_id == person.pk else row.survivor_id
        who = came.get(str(other)) or names.get(str(other), "A record of theirs")
        found.append(Joined(str(row.pk), who, row.at, row.because, row.undone_at, row.undone_because))
    return found


def _day(day: date | None) -> str:
    return f"{day.day} {day:%b %Y}" if day else ""
