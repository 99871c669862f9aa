"""Possible known people for somebody whom a concern describes: why each may be the same, or is not, in plain words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from plait.agencies.queries import agency_names
from plait.matching.answers import Says
from plait.people.models import Description, LinkRuling
from plait.people.queries import name_of
from plait.people.queries.finding import Finding, Likely
from plait.people.queries.households import Household
from plait.people.rules.evidence import Shown, shown
from plait.referrals.models import ContactPerson

HEADINGS = {
    Says.KNOWN: "known to us, very likely",
    Says.POSSIBLE: "possibly known to us",
    Says.FAMILY: "The family is known; this person is not",
    Says.NOTHING: "Nobody like this is known to us",
}


SAID_APART = "Nobody else like this is known to us"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody Plait knows who may be the person meant. `said_by` is the agency whose record agrees best, and when it said so."""

    person_id: str
    name: str
    also: str
    born: date | None
    age: str
    said_by: str
    said_at: datetime
    sum: Shown
    by_family: bool = False


@dataclass(frozen=True, slots=True)
class FamilyPair:
    """One of those asked about together, and the known person they look like."""

    asked: str
    name: str
    born: date | None


@dataclass(frozen=True, slots=True)
class FamilyShown:
    """A known household that looks like those of the concern, asked together."""

    pairs: tuple[FamilyPair, ...]
    sure: bool


@dataclass(frozen=True, slots=True)
class Apart:
    """Somebody known of whom it was said that they are not the person meant: no choice until that is taken back."""

    candidate: Candidate
    ruling_id: str
    at: datetime
    because: str


@dataclass(frozen=True, slots=True)
class Answered:
    """Everything the page says of who it may be. `apart` are no choice."""

    heading: str
    people: list[Candidate]
    relatives: list[Candidate]
    families: list[FamilyShown]
    dropped: int
    apart: list[Apart] = field(default_factory=list)


def answered(
    found: Finding,
    homes: Sequence[Household],
    told: Sequence[ContactPerson],
    *,
    by_family: Sequence[Likely],
    rulings: Mapping[str, LinkRuling],
) -> Answered:
    """The engine's answer for the page. `by_family`: known people whom only their household leads to. `rulings`: by person,
    who said that they are not the one meant."""
    shown = (*found.people, *by_family, *found.relatives)
    names = agency_names(one.description.agency_id for one in shown)
    ids = {one.person_id for one in found.people}
    people = [_candidate(one, names) for one in found.people]
    people += [_candidate(one, names, by_family=True) for one in by_family if one.person_id not in ids]
    ids |= {one.person_id for one in by_family}
    apart = [_apart(one, rulings[one.person_id]) for one in people if one.person_id in rulings]
    people = [one for one in people if one.person_id not in rulings]
    count = f"{len(people)} {'person' if len(people) == 1 else 'people'} who may be the same"
    return Answered(
        heading=count if people else SAID_APART if apart else HEADINGS[found.says],
        people=people,
        relatives=[_candidate(one, names) for one in found.relatives if one.person_id not in ids],
        families=[_family(one, told) for one in homes],
        dropped=found.dropped,
        apart=apart,
    )


def _apart(one: Candidate, said: LinkRuling) -> Apart:
    return Apart(one, str(said.pk), said.at, said.because)


def candidate(one: Likely) -> Candidate:
    """One known person, for the question why they were not found."""
    return _candidate(one, agency_names([one.description.agency_id]))


def _candidate(one: Likely, names: dict[str, str], *, by_family: bool = False) -> Candidate:
    told = one.description
    return Candidate(
        person_id=one.person_id,
        name=name_of(told),
        also=told.other_names,
        born=told.born_on,
        age=told.age_said,
        said_by=names.get(told.agency_id, "A concern"),
        said_at=told.stated_at,
        sum=shown(one.explanation, score=one.score),
        by_family=by_family,
    )


def _family(home: Household, told: Sequence[ContactPerson]) -> FamilyShown:
    pairs = tuple(_pair(told[one.asked].description, one.likely) for one in home.members)
    return FamilyShown(pairs, home.sure)


def _pair(asked: Description, likely: Description) -> FamilyPair:
    return FamilyPair(name_of(asked), name_of(likely), likely.born_on)
