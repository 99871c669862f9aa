"""What a partner finds among their own agency's records."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from plait.people.queries import name_of
from plait.people.queries.finding import Likely
from plait.people.rules.evidence import Shown, shown


@dataclass(frozen=True, slots=True)
class OwnRow:
    """One of the agency's own records."""

    number: str
    name: str
    born: date | None
    sent_at: datetime
    sum: Shown


def own_rows(found: Sequence[Likely]) -> list[OwnRow]:
    """Each with the agency's own number for it, best first."""
    return [
        OwnRow(
            number=one.description.record.agency_record if one.description.record else "",
            name=name_of(one.description),
            born=one.description.born_on,
            sent_at=one.description.stated_at,
            sum=shown(one.explanation, score=one.score),
        )
        for one in found
    ]
