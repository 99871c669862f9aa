"""Everything that a question about identities, or a person's own page, is made of. Whoever calls has passed `people.access`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from plait.people.models import (
    AddressPeriod,
    Description,
    Merge,
    Person,
    PersonIdentifier,
    Relationship,
    ReviewAnswer,
    ReviewItem,
    SourceRecord,
)
from plait.people.queries.finding import Likely, compare
from plait.people.queries.identity import (
    identifiers_of,
    merges_of,
    records_of,
    rulings_of,
    standing_id,
    versions_of,
)
from plait.people.queries.known import relationships_of


@dataclass(frozen=True, slots=True)
class SideFacts:
    """One side of a question: a person, or one record of theirs."""

    person: Person
    told: list[Description]
    numbers: list[PersonIdentifier]
    records: list[SourceRecord]


@dataclass(frozen=True, slots=True)
class Compared:
    """A question with both sides and the engine's sum; `second` says that somebody has answered, and a second must look."""

    item: ReviewItem
    one: SideFacts
    other: SideFacts | None
    likely: Likely | None
    answers: list[ReviewAnswer]

    @property
    def first(self) -> ReviewAnswer | None:
        """What the first person said, where a second must look."""
        waits = self.item.state == ReviewItem.State.SECOND
        return next((one for one in self.answers if not one.second), None) if waits else None


def compared(item: ReviewItem) -> Compared:
    """Both sides as they stand now; where the question is about one record, that record against the rest of its person."""
    one = _side(standing_id(str(item.one_id)))
    other: SideFacts | None = None
    if item.other_id is not None:
        apart = standing_id(str(item.other_id))
        other = _side(apart) if apart != str(one.person.pk) else None
    elif item.record_id is not None:
        mine = [row for row in one.told if row.record_id == item.record_id]
        theirs = [row for row in one.told if row.record_id != item.record_id]
        kept = [row for row in one.records if row.pk == item.record_id]
        numbers = [row for row in one.numbers if row.record_id == item.record_id]
        if mine and theirs:
            other = SideFacts(one.person, mine, numbers, kept)
            rest = [row for row in one.records if row.pk != item.record_id]
            left = [row for row in one.numbers if row.record_id != item.record_id]
            one = SideFacts(one.person, theirs, left, rest)
    likely = compare(other.told[0], one.told) if other and other.told and one.told else None
    answers = item.answers.filter(undone_at__isnull=True).order_by("-at", "pk")
    return Compared(item, one, other, likely, list(answers))


def _side(person_id: str) -> SideFacts:
    person = Person.objects.get(pk=person_id)
    return SideFacts(
        person, list(versions_of(person_id)), list(identifiers_of(person_id)), list(records_of(person_id))
    )


@dataclass(frozen=True, slots=True)
class Whole:
    """What is known of who one person is."""

    told: list[Description]
    numbers: list[PersonIdentifier]
    records: list[SourceRecord]
    ties: list[Relationship]
    merges: list[Merge]
    apart: int
    periods: list[AddressPeriod] = field(default_factory=list)


def whole(person: Person, *, at: datetime, met: Sequence[str] | None = None) -> Whole:
    """Names, numbers, records, relations and merges of a person. `met`: of those related, the ids that may be named."""
    own = str(person.pk)
    ties = [
        row
        for row in relationships_of(own)
        if met is None or str(row.other_id if str(row.person_id) == own else row.person_id) in met
    ]
    return Whole(
        told=list(versions_of(own)),
        numbers=list(identifiers_of(own)),
        records=list(records_of(own)),
        ties=ties,
        merges=list(merges_of(own)),
        apart=rulings_of(own, at=at).filter(kind="cannot").count(),
    )


def related_ids(person_id: str) -> list[str]:
    """Everybody who is related to this person, by id."""
    rows = relationships_of(person_id).values_list("person_id", "other_id")
    return sorted({str(one) for pair in rows for one in pair} - {person_id})
