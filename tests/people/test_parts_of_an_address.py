"""Any part of a protected address that still leads there is taken out, however it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plait.people.rules import PROTECTED, Whereabouts, address_key, veil
from plait.people.rules.parts import address_parts, school_parts

FLAT = Whereabouts(
    lines=frozenset({"Flat 3, Heron House, 12 Mill Row, Ellowmere"}),
    towns=frozenset({"Ellowmere"}),
    schools=frozenset({"Larkfield Primary School"}),
)
UNITS = st.sampled_from(["", "Flat 3, ", "Flat B ", "Apt 12, ", "Ground Floor Flat, ", "Room 4, "])
NUMBERS = st.sampled_from(["", "12 ", "12a ", "7B, ", "120-122 "])
NAMES = st.sampled_from(["Mill", "Church", "King's", "Old Dock", "St Mary's", "Heron Quay", "Ångström"])
KINDS = st.sampled_from(["Row", "Road", "Street", "Lane", "Court", "Rise", "Gardens"])
BUILDINGS = st.sampled_from(["", "Heron House, ", "The Old Forge, "])
BETWEEN = st.sampled_from([" ", "  ", "-", ". ", ", ", "\n", "\u00a0", "_"])


@pytest.mark.parametrize(
    "said",
    ["12 Mill Row", "Mill Row", "14 mill-row", "7a, MILL ROW", "Heron House",
     "heron hse", "Larkfield Primary", "Larkfield school"],
)  # fmt: skip
def test_each_part_is_found(said: str) -> None:
    assert veil(f"Kid next door at {said}: shouting", FLAT) == f"Kid next door at {PROTECTED}: shouting"


def test_what_leads_nowhere_alone_stays() -> None:
    for text in ("They left Ellowmere.", "Flat 3", "In a flat with a row of shoes", "Larkfield", "The house"):
        assert veil(text, FLAT) == text


def test_the_parts_of_an_address() -> None:
    assert address_parts("Flat 3 12 Mill Row") == [["Mill", "Row"]]
    assert address_parts("Hillcrest, 12 Broadway, Ellowmere") == [["Hillcrest"], ["Broadway"]]
    assert address_parts("12 King's Row, King's Lynn") == [["King", "s", "Row"]]
    assert address_parts("Ground Floor Flat") == address_parts("Ellowmere", towns=["ellowmere"]) == []
    assert ["Alder", "Lane"] in school_parts("Alder Lane Primary School")


@given(UNITS, BUILDINGS, NUMBERS, NAMES, KINDS, NUMBERS, BETWEEN, st.booleans(), st.booleans())
def test_no_part_of_any_address_stays(
    unit: str,
    building: str,
    number: str,
    name: str,
    kind: str,
    other: str,
    between: str,
    upper: bool,
    short: bool,
) -> None:
    hidden = Whereabouts(lines=frozenset({f"{unit}{building}{number}{name} {kind}, Ellowmere"}))
    street = f"{name} {kind}"
    if short:
        street = street.replace("Road", "Rd").replace("Street", "St").replace("Gardens", "Gdns")
    for part in (street, building.rstrip(", ")):
        said = part.upper() if upper else part
        shown = veil(f"Seen at {other}{between.join(said.split())} on Monday.", hidden)
        assert not part or address_key(part) not in address_key(shown)


def test_of_the_whole_nothing_is_left_that_leads_there() -> None:
    shown = veil("At Flat 3, Heron House, 12 Mill Row now", FLAT)
    assert shown == f"At Flat {PROTECTED}, {PROTECTED} now"
