"""Names, dates, numbers and places made plain: what is kept, what is emptied, and that doing it twice changes nothing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plait.matching import dates, numbers, places, spelling
from plait.matching.standardise import NAMES, RAW, Standards, standardise, standardise_columns

TEXT = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "Mary Jane",
            "O’Neil",
            "baby of Kelly",
            "van der Berg",
            "bin Abdullah",
            "Mc Donald",
            "García López",
            "St",
            "al",
            "de la",
        ]
    ),
    st.text(alphabet="abeil -'stmcdenov", max_size=80),
)


@pytest.mark.parametrize(
    ("typed", "first", "further"),
    [
        ("Mary Jane", "mary", "jane"),
        ("Anna-Maria", "anna-maria", ""),
        ("Mr Zoë", "zoe", ""),
        ("Ben", "ben", ""),
        ("Владимир", "vladimir", ""),
        ("李", "李", ""),
        ("baby of Kelly", "", ""),
        ("Twin 2", "", ""),
        ("Unborn", "", ""),
        ("not known", "", ""),
        ("N/K", "", ""),
        ("x", "", ""),
    ],
)
def test_first_names(typed: str, first: str, further: str) -> None:
    assert spelling.forename(typed) == (first, further)


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("O’Neil", "oneil"),
        ("Mc Donald", "mcdonald"),
        ("Van der Berg", "vanderberg"),
        ("García López", "garcia-lopez"),
        ("Smith–Jones", "smith-jones"),
        ("bin Abdullah", "abdullah"),
        ("Child", "child"),
        ("Unknown", ""),
        ("Łukasz", "lukasz"),
    ],
)
def test_surnames(typed: str, plain: str) -> None:
    assert spelling.surname(typed) == plain


def test_two_hundred_letters_are_cut_and_nothing_is_lost_but_length() -> None:
    plain = standardise({"forename": "a" * 200, "surname": "b" * 200})
    assert plain.forename == "a" * spelling.LONGEST
    assert plain.surname == "b" * spelling.LONGEST


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("2019-02-03", "2019-02-03"),
        ("03/02/2019", "2019-02-03"),
        ("2019-02-30", ""),
        ("1900-01-01", ""),
        ("soon", ""),
        ("2019-01-01", "2019-01-01"),
    ],
)
def test_dates(typed: str, plain: str) -> None:
    assert dates.born(typed) == plain


def test_the_first_of_january_is_kept_and_known_for_a_default() -> None:
    assert dates.is_default("2019-01-01")
    assert not dates.is_default("2019-01-02")


@pytest.mark.parametrize("typed", ["0000000000", "9999999999", "999 000 0019", "12345", ""])
def test_numbers_that_name_nobody(typed: str) -> None:
    assert numbers.nhs(typed) == ""


def test_an_nhs_number_with_spaces() -> None:
    assert numbers.nhs("999 000 0018") == "9990000018"


def test_a_pupil_number_is_checked_by_its_letter() -> None:
    assert numbers.upn("E007200018614") == "E007200018614"
    assert numbers.upn("F007200018614") == ""


def test_nowhere_is_no_postcode_and_a_shared_address_is_none() -> None:
    assert places.postcode("ZZ99 3VZ") == ""
    assert places.postcode("ew12ab") == "EW1 2AB"
    plain = standardise({"street": "Refuge House", "postcode": "EW1 2AB"}, shared_address=True)
    assert (plain.street, plain.postcode) == ("", "")


def test_streets_are_short_and_unknown_ones_empty() -> None:
    assert places.street("Flat 2, 14 Mill Road") == "2 14 mill rd"
    assert places.street("No fixed abode") == ""


@settings(max_examples=150, deadline=None)
@given(st.fixed_dictionaries({name: TEXT for name in RAW}))
def test_doing_it_twice_changes_nothing(typed: dict[str, str]) -> None:
    once = standardise(typed)
    assert standardise(once.as_typed()) == once


@settings(max_examples=60, deadline=None)
@given(st.lists(st.fixed_dictionaries({name: TEXT for name in RAW}), min_size=1, max_size=6), st.booleans())
def test_a_column_is_what_its_rows_are(rows: list[dict[str, str]], shared: bool) -> None:
    flags = np.full(len(rows), shared)
    columns = standardise_columns({name: [row[name] for row in rows] for name in RAW}, shared_address=flags)
    alone = [standardise(row, shared_address=shared) for row in rows]
    assert [columns.one(place) for place in range(len(rows))] == alone
    assert columns.rows() == [tuple(getattr(one, name) for name in NAMES) for one in alone]
    assert Standards.of(alone).rows() == columns.rows()
