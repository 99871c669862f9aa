"""What the search finds, without what this search may not find: a view of the store for one question."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import Q, QuerySet

from plait.base.access.stand_ins import AS_ONE, some_ids, some_numbers
from plait.base.access.written import Written
from plait.base.db.kept import kept_cursor
from plait.base.db.vendor import is_sqlite
from plait.matching.columns import Hashes
from plait.matching.ports import FEATURES, Features, Found, Refs, features_of
from plait.people.models import Description, Relationship
from plait.people.store.match_store import MatchStore

_PERSON = 1 + FEATURES.index("person")  # the place of it in a row: the record's number comes first


@Written
def _relations(persons: tuple[UUID, ...]) -> QuerySet[Relationship, Any]:
    rows = Relationship.objects.filter(Q(person_id__in=persons) | Q(other_id__in=persons))
    return rows.order_by("pk").values_list("person_id", "other_id")


class AskingStore(MatchStore):
    """The tables, `but` some records: those of the concern that is being asked about must not find themselves. With `agency_id`
    only what that agency itself has sent.

    What is filed of people `unmet` by the reader is laid aside before anybody is scored: a search that finds only them has as
    little to do as one that finds nobody.

    Households are those filed at night, and, for whoever was tied to somebody since, whom their relations tie them to now.
    """

    def __init__(
        self, *, but: Collection[int] = (), agency_id: str = "", unmet: Iterable[object] = ()
    ) -> None:
        super().__init__(kept_cursor(), vendor="sqlite" if is_sqlite() else "postgresql")
        self._agency_id = agency_id
        self._but = np.array(sorted(but), np.int64)
        self._unmet = frozenset(map(str, unmet))

    def candidates_of(self, several: Sequence[Hashes], *, cap_per_key: int) -> list[Found]:
        """See `Store`."""
        found = super().candidates_of(several, cap_per_key=cap_per_key)
        return [self._findable(one) for one in found]

    def _findable(self, found: Found) -> Found:
        if self._agency_id:
            own = Description.objects.filter(agency_id=self._agency_id, record__isnull=False)
            refs = own.filter(number__in=some_numbers(found.refs.tolist(), least=AS_ONE)).values_list(
                "number", flat=True
            )
            found = Found(np.array(sorted(refs), np.int64), found.dropped)
        if not len(self._but) or not len(found.refs):
            return found
        left: Refs = found.refs[~np.isin(found.refs, self._but)]
        return Found(left, found.dropped)

    def features(self, refs: Refs) -> Features:
        """See `Store`."""
        rows = self._rows(self.say.features, self._numbers(some_numbers(refs.tolist(), least=AS_ONE)))
        return features_of([row for row in rows if row[_PERSON] not in self._unmet])

    def households(self, persons: Sequence[str]) -> Mapping[str, Sequence[str]]:
        """See `Store`."""
        known = {one: list(homes) for one, homes in super().households(persons).items()}
        least: dict[str, str] = {}

        def root(one: str) -> str:
            while least.get(one, one) != one:
                one = least[one]
            return one

        for one, other in _relations.rows(some_ids(persons, least=AS_ONE)):
            a, b = sorted((root(str(one)), root(str(other))))
            least.setdefault(a, a)
            least[b] = a
        for person in persons:
            if person in least and not known.get(person):
                known[person] = [root(person)]
        return known
