"""Two processes, two databases: what is lent is read at its source over http, and afterwards stands nowhere at the reader."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from plait.base.access.verdict import Refused
from plait.base.announce import bus
from plait.base.audit.actor import Actor
from plait.base.federation import jobs, leases
from plait.base.federation.leases import WordsLent, end_all, lend_to, read_at_source
from plait.base.federation.models import Borrowing
from tests.base.federation.killed import believe
from tests.base.federation.two import Area, clock, copies_of_the_tables, gone, later

SECRET = "She is behind the blue door of the old bakery."
REF = "item:1"
HANDLERS = {leases.LENT: leases.take_lent, leases.ENDED: leases.take_ended}
READER = Actor(id="reader", name="Daniel Obi")


@transaction.atomic
def lend() -> None:
    lend_to(
        to="south",
        ref=REF,
        because="They have her tonight.",
        by=Actor(id="w", name="Esther Lunn"),
        at=clock(),
    )


@transaction.atomic
def take_back() -> int:
    return end_all(ref=REF, by=Actor(id="w", name="Esther Lunn"), at=clock())


def bring() -> None:
    jobs.cross(clock())


def read_newest() -> str:
    """What is shown in south of what was lent last; where nothing is, the reason."""
    newest = Borrowing.objects.latest("since")
    try:
        return read_at_source(borrowing_id=str(newest.pk), by=READER, at=clock()).words
    except Refused as refusal:
        return refusal.verdict.reason


def everything() -> list[str]:
    """Every row of every table that holds the words, however they were put there: also of the cache and the sessions."""
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 (our own tables)
            found += [
                table for row in cursor.fetchall() if "blue door" in repr([as_text(one) for one in row])
            ]
    return found


def as_text(value: Any) -> str:
    return bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_nothing_lent_is_readable_afterwards_in_tables_files_caches_or_logs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], lane: str
) -> None:
    answers: Any = {WordsLent: [lambda question: SECRET if question.ref == REF else None]}
    monkeypatch.setattr(bus, "_answerers", {**bus._answerers, **answers})
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    databases = copies_of_the_tables(tmp_path, ("lender", "reader"))
    north, south = (
        Area(code, one, HANDLERS) for code, one in zip(("north", "south"), databases, strict=True)
    )
    try:
        for one, other in ((north, south), (south, north)):
            one.in_(partial(believe, other))
            one.serve()
        shown = []
        steps: tuple[tuple[Area, Callable[[], Any]], ...] = (
            (north, lend), (north, bring), (south, read_newest), (north, take_back), (south, read_newest), (north, bring),
            (south, read_newest), (north, lend), (north, bring), (south, read_newest),
        )  # fmt: skip
        for area, step in steps:
            came = area.in_(step)
            shown += [came] if step is read_newest else []
        later(15)
        shown.append(south.in_(read_newest))
        north.kill()
        shown.append(south.in_(read_newest))
        assert shown == [SECRET, "nothing-lent", "nothing-lent", SECRET, "nothing-lent", "not-reached"]
        assert (south.in_(everything), north.in_(everything)) == ([], []), (
            "nor in what the lender sends or audits"
        )
        south.kill()
        kept = [path for path in tmp_path.rglob("*") if path.is_file()]
        assert not [path for path in kept if b"blue door" in path.read_bytes()]
        assert lane != "sqlite" or any("reader" in path.name for path in kept), (
            "its database was among the files"
        )
        printed = capfd.readouterr()
        assert "blue door" not in printed.out + printed.err
    finally:
        north.kill()
        south.kill()
        gone(databases)
