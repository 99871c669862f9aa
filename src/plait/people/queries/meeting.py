"""Who may be shown in one answer of the search: whoever the reader may meet, and nobody across an identity shield."""

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar
from uuid import UUID

from plait.people.models import Description
from plait.people.rules.identity import crosses, may_hold
from plait.people.store.identity import ids_under, shields_in_force


class Numbered(Protocol):
    """A record by its number, and whose it is."""

    @property
    def number(self) -> int: ...
    @property
    def person_id(self) -> UUID: ...


N = TypeVar("N", bound=Numbered)

# Of the records with these numbers, those of people who may be met (`people.access.described_to` of the reader).
Known = Callable[[Iterable[int]], Iterable[Description]]
KnownAlone = Callable[[Iterable[int]], Iterable[Numbered]]  # the same, and nothing of what they say


def met(rows: Iterable[N], besides: Iterable[object], traits: frozenset[str]) -> dict[int, N]:
    """Of these records, by their number, those that may stand in an answer about somebody with these `traits` (as an identity
    shield knows them), none of the people `besides` whom it is asked, and nobody across a shield from those."""
    asked = frozenset(map(str, besides))
    found = {row.number: row for row in rows if str(row.person_id) not in asked}
    shields = (
        shields_in_force()
    )  # also where nobody is found: whoever may not be shown must cost what nobody costs
    if not shields:
        return found
    own = frozenset().union(*(ids_under(one) for one in asked)) if asked else frozenset()
    may: dict[UUID, bool] = {}
    for row in found.values():
        if row.person_id not in may:
            ids = ids_under(str(row.person_id))
            may[row.person_id] = not crosses(shields, own, ids) and may_hold(shields, ids, traits)
    return {ref: row for ref, row in found.items() if may[row.person_id]}
