"""Every kind of error happens, at the rate asked for, and a slip never breaks what it slips in."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plait.population import Fault, Population, slips
from plait.population.errors import Mangler
from plait.population.parameters import Errors

NAMES = st.text(alphabet="abcdefghijklmnopqrstuvwxyzäöłşéABCDEFGHIJKL-’ ", max_size=30)
NUMBERS = st.integers(0, 2**31 - 1)
WORDS = (
    slips.typo, slips.keyboard, slips.phonetic, slips.nickname, slips.transliteration, slips.plain_letters,
    slips.misread_letters, slips.surname_cut,
)  # fmt: skip


@pytest.mark.parametrize("kind", list(Fault))
def test_every_kind_of_error_happens(population: Population, kind: Fault) -> None:
    assert 0 < (population.faults & kind > 0).sum() < len(population.faults) / 3


def columns(count: int) -> dict[str, np.ndarray]:
    values = {
        "forename": "Catherine", "middle": "Łucja", "surname": "Oakley-Ford", "previous_surname": "", "born_on": "2012-03-04",
        "sex": "2", "nhs_number": "9990000018", "upn": "", "street": "1 Mill Lane", "postcode": "EW1 1AA",
    }  # fmt: skip
    return {name: np.full(count, value, dtype=object) for name, value in values.items()}


def mangled(
    errors: Errors, careless: float = 1.0, count: int = 20_000
) -> tuple[dict[str, np.ndarray], np.ndarray]:
    made, none = columns(count), np.zeros(count, dtype=bool)
    mangler = Mangler(made, np.full(count, careless), errors, np.random.default_rng(7))
    near, before = np.full(count, "9990000026", dtype=object), np.full(count, "Marsh", dtype=object)
    return made, mangler.run(none, none, near, before)


NONE = {name: 0.0 for name in Errors.model_fields}


def test_with_all_rates_at_nothing_nothing_happens() -> None:
    made, faults = mangled(Errors(**NONE))
    assert not faults.any()
    assert all((made[name] == value).all() for name, value in columns(20_000).items())


@pytest.mark.parametrize(
    ("rate", "fault", "field"),
    [
        ("typo", Fault.TYPO, ""), ("keyboard", Fault.KEYBOARD, ""), ("phonetic", Fault.PHONETIC, ""),
        ("nickname", Fault.NICKNAME, "forename"), ("transposed", Fault.TRANSPOSED, "forename"),
        ("middle_used", Fault.MIDDLE_USED, "forename"), ("previous_surname", Fault.PREVIOUS_SURNAME, "surname"),
        ("day_month", Fault.DAY_MONTH, "born_on"), ("default_date", Fault.DEFAULT_DATE, "born_on"),
        ("no_surname", Fault.NO_SURNAME, "surname"), ("one_field", Fault.ONE_FIELD, "surname"),
        ("surname_cut", Fault.SURNAME_CUT, "surname"), ("number_placeholder", Fault.NUMBER_PLACEHOLDER, "nhs_number"),
        ("number_borrowed", Fault.NUMBER_BORROWED, "nhs_number"), ("sex", Fault.SEX, "sex"),
        ("middle_in_forename", Fault.MIDDLE_IN_FORENAME, "forename"), ("postcode", Fault.POSTCODE, "postcode"),
    ],
)  # fmt: skip
def test_a_rate_is_kept_and_the_mark_tells_the_truth(rate: str, fault: Fault, field: str) -> None:
    made, faults = mangled(Errors(**{**NONE, rate: 0.1}), careless=0.5)
    assert faults[faults > 0].tolist() == [int(fault)] * int((faults > 0).sum())
    assert (faults > 0).mean() == pytest.approx(0.05, abs=0.008)
    before = columns(20_000)
    differs = np.zeros(20_000, dtype=bool)
    for name in [field] if field else ["forename", "surname"]:
        differs |= made[name] != before[name]
    assert (differs == (faults > 0)).all()


def test_who_has_no_name_yet_is_baby_of(population: Population) -> None:
    rows = population.faults & Fault.BABY_OF > 0
    names = {name.casefold() for name in population.records["forename"][rows]}
    assert "baby of" in names
    days = population.records["valid_from"][rows].astype("datetime64[D]")
    born = population.people["born_on"][population.records["person_id"][rows]].astype("datetime64[D]")
    assert (days - born < np.timedelta64(14, "D")).all()


def test_some_people_have_one_name_and_some_letters_are_not_ascii(population: Population) -> None:
    people = population.world.society.people
    assert people.single.any()
    single = people.single[population.records["person_id"]] & ((population.faults & ~Fault.STALE) == 0)
    assert set(population.records["surname"][single]) == {""}
    assert any(not name.isascii() for name in population.records["surname"])
    assert any("-" in name for name in population.records["surname"])


@given(name=NAMES, number=NUMBERS)
def test_a_slip_is_repeatable_and_keeps_a_name_a_name(name: str, number: int) -> None:
    for slip in WORDS:
        after = slip(name, number)
        assert after == slip(name, number)
        assert bool(after.strip()) or not name.strip() or len(name) < 4
        assert len(after) <= len(name) * 2 + 10


@given(born=st.dates(date(1930, 1, 1), date(2026, 12, 31)), number=NUMBERS)
def test_a_wrong_date_is_still_a_date_and_another_one(born: date, number: int) -> None:
    text = born.isoformat()
    wrong = date.fromisoformat(slips.date_digit(text, number))
    assert 1901 <= wrong.year <= 2027
    swapped = date.fromisoformat(slips.day_month(text, number))
    assert swapped == born or (swapped.day, swapped.month) == (born.month, born.day)


@given(number=st.integers(9990000000, 9999999999), chosen=NUMBERS)
def test_a_wrong_digit_leaves_ten_digits(number: int, chosen: int) -> None:
    after = slips.digit(str(number), chosen)
    assert len(after) == 10 and after.isdigit()
    assert sum(a != b for a, b in zip(after, str(number), strict=True)) <= 2


def test_what_people_are_called_at_home() -> None:
    assert {slips.nickname("William", number) for number in range(9)} >= {"Will", "Bill", "Liam"}
    assert slips.nickname("WILLIAM", 0).isupper()
    assert slips.transliteration("Muhammad Yusuf", 0).split()[1] == "Yusuf"
    assert slips.plain_letters("Łukasz Öztürk", 1) == "Lukasz Ozturk"
    assert slips.plain_letters("Öztürk", 3) == "Oeztuerk"
    assert slips.surname_cut("Oakley-Ford", 2) == "Oakley Ford"
