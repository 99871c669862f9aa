"""Nothing in a population can be taken for a real place or a real number."""

import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from plait.population import Fault, Population
from plait.population.chance import chance
from plait.population.numbers import nhs_numbers, upns
from plait.population.places import AREAS, HOSTEL, SHIFT, addresses

# The 124 postcode areas of the United Kingdom and the islands, and those of the forces and of overseas territories.
REAL = set(
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL "
    "GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX "
    "PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR "
    "WS WV YO ZE AI BF BX FI GI GX PC SI TC XX".split()
)


def valid_nhs(number: str) -> bool:
    check = (
        11 - sum(int(digit) * weight for digit, weight in zip(number[:9], range(10, 1, -1), strict=True)) % 11
    )
    return check != 10 and check % 11 == int(number[9])


def test_no_area_has_the_letters_of_a_real_one() -> None:
    assert len(set(AREAS)) == len(AREAS) == 15
    assert not REAL & set(AREAS)
    assert {"EW", "HW"} <= set(AREAS)


def test_every_postcode_of_a_record_is_an_invented_one(population: Population) -> None:
    shape = re.compile(rf"(?:{'|'.join(AREAS)})[1-9] \d[A-Z]{{2}}")
    written = population.records["postcode"][(population.faults & Fault.POSTCODE) == 0]
    assert all(shape.fullmatch(code) for code in written if code)
    assert all(code[:2] in AREAS for code in population.records["postcode"] if code)


@given(area=st.integers(0, 14), number=st.integers(0, 600_000) | st.integers(HOSTEL, HOSTEL + 5))
def test_any_place_has_an_address_and_always_the_same(area: int, number: int) -> None:
    place = np.array([(area << SHIFT) + number] * 2, dtype=np.int64)
    street, code = addresses(place)
    assert street[0] == street[1] and code[0] == code[1]
    assert re.fullmatch(rf"{AREAS[area]}[1-9] \d[A-Z]{{2}}", code[0])
    assert not set(code[0][-2:]) & set("CIKMOV")


def test_numbers_are_valid_and_of_the_test_range(population: Population) -> None:
    given_out = [number for number in population.world.numbers.nhs if number]
    assert len(set(given_out)) == len(given_out) == len(population.people["person_id"])
    assert all(number.startswith("999") and len(number) == 10 and valid_nhs(number) for number in given_out)
    touched = Fault.NUMBER_DIGIT | Fault.NUMBER_PLACEHOLDER | Fault.NUMBER_BORROWED
    clean = (population.faults & touched) == 0
    records = population.records
    assert all(
        number in ("", population.world.numbers.nhs[person])
        for number, person in zip(records["nhs_number"][clean], records["person_id"][clean], strict=True)
    )


def test_the_test_range_ends_and_nobody_shares_a_number_for_it() -> None:
    every = nhs_numbers(2_000_000, np.random.default_rng(1))
    assert len(set(every)) == len(every) == 909_091
    assert every[0] != min(every)


def test_pupil_numbers_are_different_and_check() -> None:
    made = upns(40_000, np.full(40_000, 15_000, dtype=np.int64), np.random.default_rng(1))
    assert len(set(made)) == 40_000
    letters = "ABCDEFGHJKLMNPQRTUVWXYZ"
    for number in made[:300]:
        total = sum(int(digit) * weight for digit, weight in zip(number[1:], range(2, 14), strict=True))
        assert number[0] == letters[total % 23] and 1 <= int(number[1:4]) <= 15


@given(seed=st.integers(0, 2**62), about=st.integers(0, 1000), key=st.integers(0, 2**40))
def test_chance_forgets_nothing_and_stays_in_its_bounds(seed: int, about: int, key: int) -> None:
    keys = np.array([key, key + 1, key], dtype=np.int64)
    drawn = chance(seed, about, keys)
    assert drawn[0] == drawn[2] != drawn[1]
    assert (drawn >= 0).all() and (drawn < 1).all()


def test_chance_is_even() -> None:
    drawn = chance(3, 1, np.arange(100_000, dtype=np.int64))
    counts, _ = np.histogram(drawn, bins=20, range=(0, 1))
    assert abs(counts - 5_000).max() < 350
