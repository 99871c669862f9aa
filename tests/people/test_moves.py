"""Moves are questions with their harmless reasons: which stand, which do not, and none about somebody who is protected."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from plait.base.audit.models import AuditEntry
from plait.people.models import Person
from plait.people.queries.moving import authority_book, moving_questions
from plait.people.rules.moves import HARMLESS, Book, Facts, Period, moves_of, questions_about_moves
from plait.site.cli import app
from tests.people.extracts import HEAD, Desk

ON = date(2026, 11, 23)
BOOK = Book({"EW1": "Ellowmere", "EW4": "Ellowmere", "HW2": "Harrowfen", "HW9": "Harrowfen"})


def days_ago(count: int) -> date:
    return ON - timedelta(days=count)


def home(line: str, postcode: str, since: int, until: int | None = None, source: str = "x") -> Period:
    return Period(line, postcode, days_ago(since), None if until is None else days_ago(until), source)


FIRST = home("14 Heron Quay", "EW4 2QX", 300, 200, "extract:1")
SECOND = home("2 Mill Lane", "HW2 1AA", 200, 50, "extract:2")
THIRD = home("9 Elm Row", "HW9 3BB", 50, None, "extract:3")


def codes(periods: list[Period], **facts: Any) -> set[str]:
    return {one.code for one in questions_about_moves(periods, BOOK, Facts(**facts), on=ON)}


def test_a_postcode_belongs_to_the_area_that_lists_it_and_to_nobody_else() -> None:
    assert BOOK.of("ew4 2qx") == BOOK.of("EW42QX") == "Ellowmere"
    assert BOOK.of("ZZ1 1ZZ") == BOOK.of("") == ""


def test_beyond_the_areas_a_directory_may_know() -> None:
    book = Book(BOOK.authorities, {"EW42QX": "Somewhere else", "QW11AA": "Quarrow"})
    assert book.of("EW4 2QX") == "Ellowmere", "an area knows its own"
    assert book.of("qw1 1aa") == "Quarrow"


NAMES = "LAD26CD,LAD26NM\nE1,Quarrow\nE2,Upper Vale\n"
DIRECTORY = "pcds,doterm,lad26cd\nQW1 1AA,,E1\nQW1 1AB,202001,E1\nUV2 3CD,,E2\nUV2 3CE,,E9\n"


@pytest.mark.django_db(transaction=True)
def test_a_directory_of_real_postcodes_is_made_and_asked(
    desk: Desk, at: datetime, tmp_path: Path, settings: Any
) -> None:
    (tmp_path / "names.csv").write_text(NAMES, encoding="utf-8-sig")
    (tmp_path / "all.csv").write_text(DIRECTORY, encoding="utf-8-sig")
    made = tmp_path / "postcodes.sqlite3"
    words = [
        "people",
        "postcodes",
        str(tmp_path / "all.csv"),
        "--names",
        str(tmp_path / "names.csv"),
        "--to",
        str(made),
    ]
    ran = CliRunner().invoke(app, words, env={"COLUMNS": "300"})
    assert (ran.exit_code, "3 postcodes" in ran.output) == (0, True), ran.output
    assert AuditEntry.objects.filter(act="postcodes:directory-made").count() == 1
    again = CliRunner().invoke(app, words, env={"COLUMNS": "300"})
    assert (again.exit_code, "already" in again.output) == (1, True), "nothing is written over"
    mapping = """
[columns]
record = "id"
surname = "last"
postcode = "postcode"
address_from = "since"
"""
    for postcode, since in (("QW1 1AB", "2026-02-01"), ("UV2 3CD", "2026-06-01")):
        desk.imports(f"id,last,postcode,since\n1,Marlow,{postcode},{since}\n", mapping)
    person = Person.objects.get()

    def asked() -> set[str]:
        return {one.code for one in moving_questions(person, shielded=False, at=at)}

    assert "two-authorities" not in asked(), "no area lists them"
    settings.PLAIT_POSTCODES = made
    assert "two-authorities" in asked()
    settings.PLAIT_POSTCODES = tmp_path / "gone"
    assert "two-authorities" not in asked()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("directory", "names", "sentence"),
    [
        ("a,b\n1,2\n", NAMES, "no column of postcodes"),
        ("pcds,b\n1,2\n", NAMES, "no column with the codes of authorities"),
        (DIRECTORY, "LAD26CD\nE1\n", "no column with the names of authorities"),
        (DIRECTORY, "LAD26CD,LAD26NM\n", "holds no authority"),
        (DIRECTORY, "", "no column"),
    ],
)
def test_a_file_that_is_no_directory_is_refused_with_a_sentence(
    directory: str, names: str, sentence: str, tmp_path: Path
) -> None:
    (tmp_path / "names.csv").write_text(names)
    (tmp_path / "all.csv").write_text(directory)
    made = tmp_path / "out"
    words = [
        "people",
        "postcodes",
        str(tmp_path / "all.csv"),
        "--names",
        str(tmp_path / "names.csv"),
        "--to",
        str(made),
    ]
    ran = CliRunner().invoke(app, words, env={"COLUMNS": "300"})
    assert (ran.exit_code, sentence in ran.output, made.exists()) == (1, True, False), ran.output


@pytest.mark.parametrize(
    ("periods", "facts", "asked"),
    [
        ([FIRST], {}, set()),
        ([FIRST, SECOND], {}, {"two-authorities"}),
        ([FIRST, SECOND, THIRD], {}, {"two-authorities", "three-addresses"}),
        ([FIRST, SECOND], {"known_to_each_other": frozenset({frozenset({"Ellowmere", "Harrowfen"})})}, set()),
        ([SECOND, THIRD], {"worried": ((days_ago(60), "contact:1"),)}, {"moved-after-worry"}),
        ([SECOND, THIRD], {"worried": ((days_ago(70), "contact:1"),)}, set()),
        ([SECOND, THIRD], {"worried": ((days_ago(40), "contact:1"),)}, set()),
        ([SECOND, THIRD], {"registered": ((days_ago(400), "record:1"),)}, {"no-doctor-yet"}),
        ([SECOND, THIRD], {"registered": ((days_ago(30), "record:1"),)}, set()),
        ([SECOND, THIRD], {}, set()),
        ([FIRST], {"left_school": ((days_ago(9), False, "record:2"),)}, {"off-roll"}),
        ([FIRST], {"left_school": ((days_ago(9), True, "record:2"),)}, set()),
        ([SECOND, THIRD], {"renamed": (("d:1", "d:2"),)}, {"new-spelling"}),
        ([SECOND, THIRD], {"renamed": (("d:1", "d:2"),), "known_to_each_other": frozenset({frozenset({"d:1", "d:2"})})}, set()),
        ([SECOND, THIRD], {"partner_homes": (("p", 3),)}, {"partner-again"}),
        ([SECOND, THIRD], {"partner_homes": (("p", 2),)}, set()),
        ([SECOND, THIRD], {"partner_homes": (("p", 3),), "known_to_each_other": frozenset({frozenset({"p", "q"})})}, set()),
        ([SECOND, THIRD], {"booked_weeks": ((days_ago(20), 26, "r"),)}, {"booked-late"}),
        ([SECOND, THIRD], {"booked_weeks": ((days_ago(20), 10, "r"),)}, set()),
    ],
)  # fmt: skip
def test_each_question_stands_on_its_own_evidence(
    periods: list[Period], facts: dict[str, Any], asked: set[str]
) -> None:
    assert codes(periods, **facts) == asked


def test_one_home_in_two_spellings_is_no_move() -> None:
    again = home("14 Heron Qy".replace("Qy", "Quay"), "ew42qx", 120, None, "extract:9")
    assert moves_of([FIRST, again], BOOK) == []


def test_every_question_brings_the_harmless_reasons() -> None:
    for one in questions_about_moves([FIRST, SECOND, THIRD], BOOK, Facts(), on=ON):
        assert set(HARMLESS) <= set(one.harmless) and one.evidence and one.asks.endswith("?")


homes = st.builds(
    Period,
    line=st.sampled_from(["1 A Road", "1 A Rd", "2 B Lane", "3 C Row", ""]),
    postcode=st.sampled_from(["EW1 1AA", "HW2 1AA", "ZZ9 9ZZ", ""]),
    since=st.none() | st.dates(days_ago(800), ON),
    until=st.none(),
    source=st.sampled_from(["x", "y"]),
)


@given(st.lists(homes, max_size=8), st.randoms())
def test_the_order_of_telling_changes_nothing_and_a_shield_silences_all(periods, random) -> None:  # type: ignore[no-untyped-def]
    other = list(periods)
    random.shuffle(other)
    asked = [questions_about_moves(some, BOOK, Facts(), on=ON) for some in (periods, other)]
    assert [one.code for one in asked[0]] == [one.code for one in asked[1]]
    assert questions_about_moves(periods, BOOK, Facts(partner_homes=(("p", 9),)), on=ON, shielded=True) == []


@pytest.mark.django_db
def test_from_what_agencies_sent(desk: Desk, at: datetime) -> None:
    assert authority_book(at=at).of("HW2 1AA") != authority_book(at=at).of("EW4 2QX") != ""
    mapping = """
kind = "persons"
[columns]
record = "id"
surname = "last"
address_line = "street"
postcode = "postcode"
address_from = "since"
"""
    for street, postcode, since in (("14 Heron Quay", "EW4 2QX", "2026-02-01"), ("2 Mill Lane", "HW2 1AA", "2026-06-01"),
                                    ("9 Elm Row", "HW9 3BB", "2026-10-01")):  # fmt: skip
        desk.imports(f"id,last,street,postcode,since\n1,Marlow,{street},{postcode},{since}\n", mapping)
    person = Person.objects.get()
    found = {one.code for one in moving_questions(person, shielded=False, at=at)}
    assert {"two-authorities", "three-addresses"} <= found
    assert moving_questions(person, shielded=True, at=at) == []
    assert HEAD
