"""`plait people import` and `plait people dispose`: 0 done, 1 refused with a sentence, 2 called wrongly."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from typer.testing import CliRunner, Result

from plait.people.models import DisposalCertificate, Extract, Person
from plait.site.cli import app
from plait.site.demo.cast import Cast
from tests.people.extracts import HEAD, LEANNE, PERSONS

pytestmark = pytest.mark.django_db(transaction=True)
AGENCY = "Brook Street Surgery"
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def files(tmp_path: Path, cast: Cast, pack: Any) -> Path:
    (tmp_path / "map.toml").write_text(PERSONS)
    (tmp_path / "people.csv").write_text(HEAD + LEANNE)
    (tmp_path / "bad.csv").write_text(HEAD + LEANNE + "2,Bo,Lee,never,M,,,\n")
    (tmp_path / "cut.csv").write_text(HEAD + LEANNE + "2,Bo,L")
    (tmp_path / "thin.csv").write_text("id,first\n1,Ann\n")
    (tmp_path / "latin.csv").write_bytes((HEAD + "1,Zoë,Lee,,F,,,\n").encode("latin-1"))
    return tmp_path


def imports(
    files: Path, name: str = "people.csv", *more: str, agency: str = AGENCY, mapping: str = ""
) -> Result:
    words = ["people", "import", str(files / name), "--agency", agency,
             "--mapping", mapping or str(files / "map.toml"),
             "--agreement", "PARTNERSHIP-1 clause 5", "--dpia", "DPIA-7"]  # fmt: skip
    with time_machine.travel(NOON, tick=True):
        return CliRunner().invoke(app, [*words, *more], env={"COLUMNS": "300"})


def test_a_file_comes_in_once(files: Path) -> None:
    first = imports(files)
    assert (first.exit_code, "1 rows; 1 new" in first.output) == (0, True), first.output
    again = imports(files)
    assert (again.exit_code, "was imported before, on 23 November 2026" in again.output) == (0, True), (
        again.output
    )
    assert Extract.objects.count() == Person.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("bad.csv", "Row 3: the date of birth is no date that can be read."),
        ("cut.csv", "The file ends in the middle of row 3"),
        ("thin.csv", "The file has no column “last”"),
        ("latin.csv", "some letters cannot be read"),
    ],
)
def test_a_file_that_cannot_be_imported_whole_is_refused_with_sentences(
    files: Path, name: str, sentence: str
) -> None:
    result = imports(files, name)
    assert (result.exit_code, sentence in result.output) == (1, True), result.output
    assert not Person.objects.exists()


def test_bad_rows_are_left_out_and_told_of_in_the_report(files: Path) -> None:
    report = files / "report.csv"
    result = imports(files, "bad.csv", "--skip-bad", "--report", str(report))
    assert (result.exit_code, "1 left out" in result.output) == (0, True), result.output
    assert report.read_text().splitlines()[1].startswith("3,bad,")


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"agency": "Nobody"}, "There is no agency called Nobody"),
        ({"mapping": "nothing.toml"}, "There is no mapping nothing.toml"),
    ],
)
def test_what_is_not_there_is_said(files: Path, more: dict[str, str], sentence: str) -> None:
    result = imports(files, **more)
    assert (result.exit_code, sentence in result.output) == (1, True), result.output


def test_without_its_agreement_nothing_comes_in(files: Path) -> None:
    result = imports(files, "people.csv", "--agreement", "")
    assert (result.exit_code, "clause of the agreement" in result.output) == (1, True), result.output


@pytest.mark.parametrize(
    "words", [("import",), ("import", "no-such-file.csv", "--agency", "x", "--mapping", "y")]
)
def test_called_wrongly(words: tuple[str, ...]) -> None:
    assert CliRunner().invoke(app, ["people", *words]).exit_code == 2


def test_whoever_is_linked_to_nothing_is_disposed_of_after_six_months(files: Path) -> None:
    imports(files)
    with time_machine.travel(NOON + timedelta(days=100), tick=True):
        early = CliRunner().invoke(app, ["people", "dispose"])
    assert "0 people disposed of" in early.output and Person.objects.count() == 1
    with time_machine.travel(NOON + timedelta(days=182), tick=True):
        would = CliRunner().invoke(app, ["people", "dispose", "--dry-run"])
        done = CliRunner().invoke(app, ["people", "dispose"])
    assert (would.exit_code, "1 people would be" in would.output) == (0, True), would.output
    assert (done.exit_code, "1 people disposed of, 1 certificates" in done.output) == (0, True), done.output
    assert not Person.objects.exists()
    assert DisposalCertificate.objects.get().people == 1
