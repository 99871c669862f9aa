"""Keys: stable for ever, the same for a record alone and in a crowd, and asked for by every spelling that may be meant."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from plait.matching.hashing import mixed, text_hash
from plait.matching.keys import Kind, near_spellings, query_keys, query_variants, record_keys
from plait.matching.sounds import roots, variants
from plait.matching.standardise import Standard, Standards, standardise
from tests.matching.conftest import person

ANN = "Ann Lee, 2015-03-04, 2, 4 Mill Road, EW1 2AB"


def test_a_key_never_changes() -> None:
    """Stored keys are compared with tomorrow's: whoever changes the hash has to file every record again."""
    assert text_hash("smith") == 1451469306211877299
    assert mixed(Kind.NAMES, np.array([text_hash("ann")]), np.array([text_hash("lee")])).tolist() == [
        -3618155705844404857
    ]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from([ANN, "Bo Li", "Mo Khan, 1990-01-01", ", 2019-05-06, 1, , EW1 2AB"]),
        min_size=1,
        max_size=5,
    )
)
def test_a_record_alone_has_the_keys_it_has_in_a_crowd(texts: list[str]) -> None:
    people = [person(text) for text in texts]
    key, row = record_keys(Standards.of(people))
    for place, one in enumerate(people):
        alone, _ = record_keys(Standards.of([one]))
        assert sorted(key[row == place].tolist()) == alone.tolist()


def test_what_is_not_known_makes_no_key() -> None:
    assert len(record_keys(Standards.of([Standard()]))[0]) == 0
    assert len(query_keys(Standard(), {})) == 0


def _meet(known: str, asked: str) -> bool:
    one, other = person(known), person(asked)
    vocabulary: dict[int, list[str]] = {}
    for name in {one.forename, one.middle, one.surname, one.previous} - {""}:
        for key in variants(name):
            vocabulary.setdefault(key, []).append(name)
    wanted = set(query_variants(other))
    near = near_spellings(other, {key: names for key, names in vocabulary.items() if key in wanted})
    return bool(np.isin(query_keys(other, near), record_keys(Standards.of([one]))[0]).any())


def test_slips_still_meet() -> None:
    assert _meet(ANN, "Anne Lee, 2015-03-04")  # another spelling
    assert _meet(ANN, "Ann Lea")  # one letter, no date
    assert _meet(ANN, "Lee Ann")  # changed over
    assert _meet(ANN, "Ann Brown, 2015-04-03")  # renamed, and day and month changed over
    assert _meet("Alexander Lee", "Sandy Lee")  # a short form
    assert _meet("Mary Ann Lee", "Ann Lee")  # known by the middle name
    assert _meet("Ann Khan-Lee, 2015-03-04", "Zoe Lee, 2015-03-04")  # half of a double name, whoever it is
    assert _meet("Mohammed Khan, 1990-01-01, 1, , EW1 2AB", "Mohamad Khan, , 1, , EW1 2AB")


def test_nobody_meets_a_stranger() -> None:
    assert not _meet(ANN, "Zbigniew Nowak, 1980-10-11, 1, 9 High Street, HW1 1AA")


def test_previous_names_are_found() -> None:
    assert _meet("Ann Lee, , , , , , Brown", "Ann Brown")
    assert _meet("Ann Brown", "Ann Lee, , , , , , Brown")


def test_short_names_stand_for_long_ones_and_spellings_for_one() -> None:
    assert "alexander" in roots("sandy")
    assert set(roots("muhammad")) & set(roots("mohamed"))
    assert set(roots("mo")) & set(roots("mohamed"))


def test_a_hundred_thousand_copies_of_a_name_make_few_keys_each() -> None:
    plain = Standards.of([standardise({"forename": "Ann", "surname": "Lee"})] * 1000)
    assert len(record_keys(plain)[0]) == 1000
