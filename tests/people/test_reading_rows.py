"""A file of an agency, row by row: every kind of bad input has its sentence, and nothing is lost."""

import io

import pytest

from plait.people.rules.mappings import BadMapping, mapping_of, ready_made
from plait.people.rules.rows import CannotRead, Row, Unread, read_rows
from tests.people.extracts import HEAD, PERSONS, TODAY


def read(text: str, mapping: str = PERSONS) -> list[Row | Unread]:
    return list(read_rows(io.StringIO(text, newline=""), mapping_of(mapping), on=TODAY))


def whys(text: str) -> list[str]:
    return [one.why for one in read(text) if isinstance(one, Unread)]


def doubts(cells: str) -> str:
    (row,) = read(HEAD + cells)
    assert isinstance(row, Row), row
    return " ".join(row.notes)


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ("1,Ann,Lee,31/02/2019,F,,,\n", "Row 2: the date of birth is no date that can be read."),
        ("1,Ann,Lee,2031-01-05,F,,,\n", "the date of birth lies in the future"),
        (f"1,{'A' * 201},Lee,,F,,,\n", "the first name has 201 characters"),
        ("1,Ann,Lee,2019-02-03,F\n2,Bo,Lee,,,,,\n", "Row 2 has 5 cells, and the heading has 8."),
        ("1,An\0n,Lee,,F,,,\n", "a NUL character"),
        ("1,An\udce9,Lee,,F,,,\n", "is not written in utf-8"),
        (",Ann,Lee,,F,,,\n", "no record number"),
        (f"{'9' * 129},Ann,Lee,,F,,,\n", "more than 128 characters"),
        ('1,"Ann,Lee,,F,,,\n2,Bo,Lee,,,,,\n', "a quotation mark is never closed"),
        ("1,Ann,Lee,,F,,,\n2,Bo,L", "it was cut off"),
    ],
)
def test_a_row_that_cannot_be_read_has_a_sentence(cells: str, sentence: str) -> None:
    (why,) = whys(HEAD + cells)
    assert sentence in why


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ("1,Ann,Lee,2019-01-01,F,,,\n", "born on 1 January"),
        ("1,Ann,Lee,1900-01-01,F,,,\n", "one that computers write"),
        ("1,Baby of,Lee,2026-11-01,F,,,\n", "stands for a name that is not known"),
        ("1,Unknown,Unknown,,F,,,\n", "stands for a name that is not known"),
        ("1,Ann,Lee,,M/F,,,\n", "names two"),
        ("1,Ann,Lee,,banana,,,\n", "no code that is known"),
        ("1,Ann,Lee,,F,0000000000,,\n", "the NHS number cannot be one"),
        ("1,Ann,Lee,,F,9999999999,,\n", "the NHS number cannot be one"),
        ('1,"Lee, Ann",Lee,,F,,,\n', "may have changed places"),
        ("1,LEE,Ann,,F,,,\n", "may have changed places"),
        ("1,Ann,,,F,,,\n", "only one name is known"),
        ("1,Ann,Lee,,F,,Hope Street Refuge,EW4 2QX\n", "the address is one that many families share"),
        ("1,Ann,Lee,,F,,Room 4 St Bride’s Hostel,EW4 2QX\n", "the address is one that many families share"),
        ("1,Ann,Lee,,F,,No fixed abode,ZZ99 3VZ\n", "the address stands for one that is not known"),
        ("1,Ann,Lee,,F,,14 Heron Quay,ZZ99 3VZ\n", "the postcode is none"),
    ],
)
def test_a_doubtful_row_is_kept_with_a_sentence(cells: str, sentence: str) -> None:
    assert sentence in doubts(cells)


def test_the_sentence_about_a_refuge_does_not_say_where_it_is() -> None:
    said = doubts("1,Ann,Lee,,F,,Hope Street Refuge,EW4 2QX\n")
    assert "Hope" not in said and "EW4" not in said


def test_what_came_is_kept_beside_what_was_made_of_it() -> None:
    (row,) = read(HEAD + "1,Baby of,Ó Néil,1900-01-01,m,9999999999,,\n")
    assert isinstance(row, Row)
    assert (row.cells["forename"], row.cells["surname"], row.cells["sex"]) == ("", "Ó Néil", "M")
    assert row.said == {
        "forename": "Baby of",
        "born_on": "1900-01-01",
        "sex": "m",
        "nhs_number": "9999999999",
    }


@pytest.mark.parametrize("name", ["Ó Néil", "Nguyễn", "Łukasz", "محمد", "王", "Ann" + "a" * 197])
def test_a_name_in_any_letters_is_a_name(name: str) -> None:
    (row,) = read(HEAD + f"1,{name},Lee,2019-02-03,F,,,\n")
    assert isinstance(row, Row)
    assert row.cells["forename"] == name and row.notes == ()


def test_a_mapping_that_misses_a_column_says_which() -> None:
    with pytest.raises(CannotRead, match="no column “nhs”, which the mapping reads as nhs_number"):
        read("id,first,last,dob,sex,street,postcode\n1,A,B,,,,\n")
    with pytest.raises(CannotRead, match="empty"):
        read("")


@pytest.mark.parametrize(
    ("mapping", "sentence"),
    [
        ("[columns]\nforename = 'first'\n", "does not say which column holds “record”"),
        ("[columns]\nrecord = 'id'\n", "names no column with a forename or a surname"),
        (PERSONS + "notes = 'notes'\n", "“notes” cannot be imported"),
        ("kind = 'songs'\n", "kind is “songs”"),
        ("[columns\n", "not TOML"),
        (PERSONS.replace("[columns]", "colour = 'red'\n[columns]"), "does not know “colour”"),
    ],
)
def test_a_mapping_that_cannot_be_used_says_why(mapping: str, sentence: str) -> None:
    with pytest.raises(BadMapping, match=sentence):
        mapping_of(mapping)


def test_the_mappings_that_come_with_plait_can_be_used() -> None:
    assert {mapping_of(text).kind for text in ready_made().values()} == {
        "persons", "addresses", "relationships", "identifiers",
    }  # fmt: skip
