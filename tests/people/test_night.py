"""The night's comparison: questions only, read in a fixed number of statements, each asked once, none that was settled."""

import importlib.util
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from typer.testing import CliRunner

from plait.base.access.verdict import Refused
from plait.base.audit.actor import Actor
from plait.matching import batch
from plait.matching.health import Why
from plait.matching.model import current, save, use
from plait.people.actions.ask_about_night import ask_about_night
from plait.people.actions.rule_on_link import cannot_link
from plait.people.models import Assertion, Description, LinkRuling, Merge, ReviewItem, SourceRecord
from plait.people.queries.finding import model_in_use
from plait.people.queries.nightly import Difference, differences, everybody, households_now
from plait.people.store.identity import settle
from plait.site.cli import app
from tests.people.extracts import COMMAND, HEAD, Desk

pytestmark = pytest.mark.django_db
FIRST = "Isolde Caspian Rosalind Ottoline Peregrine Clementine Barnaby Wilhelmina Lysander Araminta".split()
LAST = "Tarrant Quill Vane Marlow Fenwick Ashby Thorne Lister Penrose Kerrigan".split()


def rows(start: int, count: int) -> str:
    """So many people unlike each other."""
    return "".join(
        f"{place},{FIRST[place % 10]},{LAST[(place * 7 + place // 10) % 10]},{1950 + place * 3 % 50}-{1 + place % 12:02d}-"
        f"{3 + place * 5 % 24:02d},,,{place + 2} Weir Bank,EW{1 + place % 9} {place % 9}AB\n"
        for place in range(start, start + count)
    )


def night(at: datetime) -> list[Difference]:
    return differences(everybody(lambda _: None), current(), at=at, say=lambda _: None)


def statements(do: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as asked:
        do()
    return len([row for row in asked.captured_queries if "SAVEPOINT" not in row["sql"]])


def asks(found: list[Difference], at: datetime) -> dict[str, int]:
    return dict(ask_about_night(found=found, households=households_now(at=at), model="m", by=COMMAND, at=at))


def test_the_statements_do_not_grow_with_the_differences(desk: Desk) -> None:
    def twice(start: int, count: int) -> None:
        for agency in ("surgery", "police"):
            desk.imports(HEAD + rows(start, count), agency=agency)

    counts = []
    for start, count in ((0, 3), (3, 30)):
        twice(start, count)
        found: list[Difference] = []
        reading = statements(lambda found=found: found.extend(night(desk.at)))  # type: ignore[misc]
        asking = statements(lambda found=found: asks(found, desk.at))  # type: ignore[misc]
        counts.append((len(found), reading, asking))
    (few, *before), (many, *after) = counts
    assert few >= 3
    assert many >= 10 * few / 2
    assert after == before


def test_asked_a_second_time_nothing_is_new_and_nothing_is_written(desk: Desk) -> None:
    for agency in ("surgery", "police"):
        desk.imports(HEAD + rows(0, 5), agency=agency)
    assert asks(night(desk.at), desk.at) == {"merge": 5}
    assert asks(night(desk.at), desk.at) == {}
    assert ReviewItem.objects.count() == 5
    assert Merge.objects.count() == 0


def test_what_somebody_said_of_two_people_or_of_a_record_is_not_asked(desk: Desk) -> None:
    for agency in ("surgery", "police"):
        desk.imports(HEAD + rows(0, 3), agency=agency)
    by = desk.cast.actor("screener", at=desk.at)
    pairs = sorted((one.one, one.other) for one in night(desk.at))
    assert len(pairs) == 3
    cannot_link(one_id=pairs[0][0], other_id=pairs[0][1], because="Cousins", by=by, at=desk.at)
    record = SourceRecord.objects.get(person_id=pairs[1][0])
    cannot_link(one_id=pairs[1][1], record_id=str(record.pk), because="Undone once", by=by, at=desk.at)
    assert [(one.one, one.other) for one in night(desk.at)] == pairs[2:]
    LinkRuling.objects.update(lifted_at=desk.at)
    assert len(night(desk.at)) == 3


def joined(desk: Desk, *lines: str) -> None:
    """Records that the engine joined to one person, however unlike."""
    for place, line in enumerate(lines):
        desk.imports(HEAD + f"{place},{line}\n", agency=("surgery", "police")[place % 2])
    first, *rest = SourceRecord.objects.order_by("first_seen_at", "agency_record")
    assert first.person
    for record in rest:
        assert record.person
        said = Assertion.objects.create(
            record=record, person=first.person, was=record.person, decided="engine", score=9.0, by="worker",
            at=desk.at,
        )  # fmt: skip
        Merge.objects.create(
            survivor=first.person, loser=record.person, assertion=said, by="worker", at=desk.at, because="The best",
        )  # fmt: skip
    settle([str(first.person_id)])


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (("Isolde,Tarrant,2016-05-04,F,9990000018,,", "Isolde,Tarrant,2016-05-04,F,9990000026,,"), Why.NUMBERS),
        (("Alex,Tarrant,2016-05-04,F,,8 Weir Bank,EW2 4AB", "Alex,Tarrant,2016-05-14,M,,8 Weir Bank,EW2 4AB"), Why.TWO_PEOPLE),
    ],
)  # fmt: skip
def test_a_person_whose_records_do_not_hold_together_is_a_question_once(
    desk: Desk, lines: tuple[str, ...], why: Why
) -> None:
    joined(desk, *lines)
    found = [one for one in night(desk.at) if one.kind == "broken"]
    assert [one.why for one in found] == [why]
    assert asks(found, desk.at) == {"broken": 1}
    item = ReviewItem.objects.get(kind="broken")
    assert item.evidence["why"] == why
    assert asks([one for one in night(desk.at) if one.kind == "broken"], desk.at) == {}
    assert ReviewItem.objects.filter(kind="broken").count() == 1


def test_only_the_newest_version_of_a_record_counts(desk: Desk) -> None:
    desk.imports(HEAD + "1,Alex,Tarrant,2016-05-04,F,,8 Weir Bank,EW2 4AB\n")
    desk.imports(HEAD + "1,Alex,Tarrant,2016-05-14,M,,8 Weir Bank,EW2 4AB\n")
    assert Description.objects.count() == 2
    assert [one for one in night(desk.at) if one.kind == "broken"] == []


def test_nobody_asks_by_hand(desk: Desk) -> None:
    by: Actor = desk.cast.actor("manager", at=desk.at)
    with pytest.raises(Refused):
        ask_about_night(found=[], households={}, model="m", by=by, at=desk.at)


def test_spark_that_is_not_there_is_said_before_anything_is_read(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both what is missing and how to get it; and no question stands afterwards."""
    for agency in ("surgery", "police"):
        desk.imports(HEAD + rows(0, 3), agency=agency)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    ran = CliRunner().invoke(app, ["people", "link", "--engine", "spark"])
    assert ran.exit_code == 1
    assert 'pip install "plait[spark]"' in plain(ran.output)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name)
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    ran = CliRunner().invoke(app, ["people", "link", "--engine", "spark"])
    assert ran.exit_code == 1
    assert "Java 17" in plain(ran.output)
    assert "Nothing was compared" in plain(ran.output)
    assert not ReviewItem.objects.exists()


def test_one_model_serves_day_and_night_and_another_is_said(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "ours"
    save(replace(current(), id="trained-here"), folder, card="")
    ran = CliRunner().invoke(app, ["people", "link", "--dry-run", "--model", str(folder)])
    assert "and this time by trained-here" in plain(ran.output)
    try:
        use(folder)
        assert current().id == model_in_use() == "trained-here"
        ran = CliRunner().invoke(app, ["people", "link", "--dry-run", "--model", str(folder)])
        assert "By day" not in ran.output
        with pytest.raises(OSError):
            use(tmp_path / "nothing")
        assert current().id == "trained-here"
    finally:
        use(None)


def test_another_engine_gives_the_same_questions_by_its_edges(desk: Desk) -> None:
    for agency in ("surgery", "police"):
        desk.imports(HEAD + rows(0, 3), agency=agency)
    lines: list[float] = []

    def score(records: Any, model: Any, *, line: float) -> Any:
        lines.append(line)
        return batch.score_all(records, model, line=line)

    again = differences(everybody(lambda _: None), current(), at=desk.at, say=lambda _: None, score=score)
    assert again == night(desk.at)
    assert lines == [current().lines.possible]


def plain(text: str) -> str:
    return " ".join(text.split())
