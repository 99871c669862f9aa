"""The search's tables on the suite's own database (SQLite, then PostgreSQL): filed, found, capped, assigned, dropped."""

import gc
import sys
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from django.db import connection

from plait.matching.keys import near_spellings, query_keys, record_keys
from plait.matching.ports import filing
from plait.matching.search import vocabulary_of
from plait.matching.sounds import variants
from plait.matching.standardise import Standard, Standards
from plait.people.store.match_bulk import places_in_lists
from plait.people.store.match_store import MatchStore

pytestmark = pytest.mark.django_db

ELLA = Standard(
    forename="ella", surname="reed", born="2018-07-01", sex="2", street="14 mill rd", postcode="EW1 2AB"
)
FIRST = 9_000_000_000  # numbers no fixture uses, and larger than 32 bits


@pytest.fixture
def store() -> MatchStore:
    return MatchStore(connection.cursor(), vendor=connection.vendor)


def keys(plain: Standard) -> np.ndarray:
    return record_keys(Standards.of([plain]))[0]


def test_what_is_put_is_found_with_its_features(store: MatchStore) -> None:
    store.put(filing(ELLA, [FIRST], ["p1"]))
    found = store.candidates(keys(ELLA), cap_per_key=10)
    assert (found.refs.tolist(), found.dropped) == ([FIRST], 0)
    known = store.features(found.refs)
    assert (known.person, known.forename, known.born, known.postcode) == (
        ("p1",),
        ("ella",),
        ("2018-07-01",),
        ("EW1 2AB",),
    )
    assert known.address[0] != 0
    assert store.near_names(variants("elle"))
    assert {name for names in store.near_names(variants("elle")).values() for name in names} == {"ella"}


def test_a_list_is_capped_at_the_first_filed_and_says_so(store: MatchStore) -> None:
    for number in range(6):
        store.put(filing(Standard(forename="ella", surname="reed"), [FIRST + number]))
    found = store.candidates(keys(Standard(forename="ella", surname="reed")), cap_per_key=4)
    assert (found.refs.tolist(), found.dropped) == ([FIRST, FIRST + 1, FIRST + 2, FIRST + 3], 2)


def test_several_put_at_once_have_each_a_place_in_the_lists_they_share(store: MatchStore) -> None:
    store.put(filing(Standards.of([ELLA]), [FIRST]))
    store.put(filing(Standards.of([ELLA, ELLA, ELLA]), [FIRST + 3, FIRST + 1, FIRST + 2]))
    with connection.cursor() as cursor:
        cursor.execute("select h, n from match_key where r >= %s order by h, n", [FIRST])
        places: dict[int, list[int]] = {}
        for key, place in cursor.fetchall():
            places.setdefault(key, []).append(place)
    assert set(map(tuple, places.values())) == {(0, 1, 2, 3)}
    assert store.candidates(keys(ELLA), cap_per_key=10).refs.tolist() == [FIRST + one for one in range(4)]


def test_what_is_dropped_leaves_no_key_behind(store: MatchStore) -> None:
    store.put(filing(ELLA, [FIRST]))
    store.put(filing(ELLA, [FIRST + 1]))
    store.drop(np.array([FIRST]))
    assert store.candidates(keys(ELLA), cap_per_key=10).refs.tolist() == [FIRST + 1]
    assert len(store.features(np.array([FIRST]))) == 0
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from match_key where r = %s", [FIRST])
        assert cursor.fetchone() == (0,)


def test_a_record_is_assigned_and_a_person_placed(store: MatchStore) -> None:
    store.put(filing(ELLA, [FIRST]))
    store.assign({FIRST: "p7"})
    store.place([("p7", "h1"), ("p7", "h2"), ("p7", "h1")])
    assert store.features(np.array([FIRST])).person == ("p7",)
    assert {name: sorted(homes) for name, homes in store.households(["p7", "p8"]).items()} == {
        "p7": ["h1", "h2"]
    }


def test_nothing_is_asked_for_nothing(store: MatchStore) -> None:
    assert len(store.candidates(np.empty(0, np.int64), cap_per_key=4).refs) == 0
    assert len(store.features(np.empty(0, np.int64))) == 0
    assert store.near_names([]) == {}
    assert store.households([]) == {}


def test_places_in_lists() -> None:
    assert places_in_lists(np.array([3, 3, 5, 9, 9, 9])).tolist() == [0, 1, 0, 0, 1, 2]
    assert places_in_lists(np.empty(0, np.int64)).tolist() == []


def test_a_name_known_of_somebody_costs_no_more_than_one_that_nobody_ever_had(store: MatchStore) -> None:
    """What the clock would tell, counted: rows the vocabulary gives, calls made of them, spellings and keys that are tried."""
    store.put(filing(Standard(forename="thistle", surname="quillfeather"), [FIRST], ["shielded"]))
    told: dict[str, tuple[int, int, list[int], int]] = {}
    for who, query in (
        ("shielded", Standard(forename="thistle", surname="quillfeather")),
        ("nobody", Standard(forename="garbuld", surname="mettrovisken")),
    ):
        for _ in range(2):  # sounds and variants are kept once they were worked out
            counted, reading = _Counted(), _Reading(connection.cursor(), vendor=connection.vendor)
            with counted:
                near = near_spellings(query, vocabulary_of([query], reading))
                asked = query_keys(query, near)
            told[who] = (reading.given, counted.calls, sorted(len(one) for one in near.values()), len(asked))
    assert told["shielded"] == told["nobody"]
    assert told["nobody"][0] == 0


def test_the_names_of_one_household_are_near_spellings_of_each_other(store: MatchStore) -> None:
    one, other = Standard(forename="ella", surname="reed"), Standard(forename="ella", surname="reid")
    for filed in (False, True):
        if filed:
            store.put(filing(Standards.of([one, other]), [FIRST, FIRST + 1]))
        assert near_spellings(one, vocabulary_of([one, other], store))["reed"] == ["reed", "reid"]


class _Counted:
    """Calls of functions, our own and built-in. Not those of the garbage collector, which calls whoever listens (hypothesis
    does) whenever it comes by."""

    calls = 0

    def __enter__(self) -> None:
        gc.disable()
        sys.setprofile(self._called)

    def __exit__(self, *_: object) -> None:
        sys.setprofile(None)
        gc.enable()

    def _called(self, _frame: object, event: str, _given: object) -> None:
        self.calls += event in ("call", "c_call")


class _Reading(MatchStore):
    """The store, with the vocabulary's rows counted."""

    given = 0

    def near_names(self, variants: Sequence[int], *, but: Sequence[str] = ()) -> Mapping[int, Sequence[str]]:
        found = super().near_names(variants, but=but)
        self.given += sum(len(names) for names in found.values())
        return found
