"""What a search costs where it is used: the hub's page over HTTP, and one more person filed. Both in a served database."""

import json
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE

from benchmarks.figures import Figure, p95, percentile
from benchmarks.harness.databases import Databases, spawn

INSERTS = 200


def measured(records: int, kind: str, each: int, *, databases: Databases) -> Iterator[Figure]:
    """The figures of one database; `each`: queries of each kind."""
    size = f"{records:,}"
    address = databases.make(kind, records + 7)
    with tempfile.TemporaryFile("w+", encoding="utf-8") as complaints:
        process = spawn(
            "benchmarks.matching.served",
            [str(records)],
            database=address,
            stdin=PIPE,
            stdout=PIPE,
            stderr=complaints,
        )
        assert process.stdin is not None and process.stdout is not None

        def hear() -> dict[str, list[float]]:
            line = process.stdout.readline() if process.stdout else ""
            if not line:
                complaints.seek(0)
                sys.exit(f"{kind} at {size}: no answer.\n{complaints.read()[-4000:]}")
            found: dict[str, list[float]] = json.loads(line)
            return found

        def ask(**wanted: object) -> dict[str, list[float]]:
            assert process.stdin is not None
            process.stdin.write(json.dumps(wanted) + "\n")
            process.stdin.flush()
            return hear()

        try:
            hear()
            yield _page(ask(do="look", each=each), kind, size)
            yield _insert(ask(do="insert", count=INSERTS), kind, size)
        finally:
            process.stdin.close()
            try:
                process.wait(20)
            except Exception:  # whatever holds it, this measurement is over
                process.kill()
    if kind == "sqlite":
        Path(address).unlink(missing_ok=True)


def _page(said: dict[str, list[float]], kind: str, size: str) -> Figure:
    took = said["took"]
    beside = (
        f"p50 {percentile(took, 0.5):.1f} ms, {len(took)} answers of the hub’s page with access, audit, household and "
        f"evidence; {said['found']} of them with the person sought; p95 of this process at work {p95(said['worked']):.1f} ms"
    )
    return Figure(f"search through HTTP at {size}, p95, {kind}", p95(took), "ms", beside, 30, 15)


def _insert(said: dict[str, list[float]], kind: str, size: str) -> Figure:
    bare, filed, deed = (statistics.median(said[one]) for one in ("bare", "filed", "deed"))
    beside = f"one bare audited insert {bare:.2f} ms, filed {filed:.2f} ms; the whole deed of describing {deed:.2f} ms"
    return Figure(
        f"insert seen by the next search at {size}, {kind}", filed / bare, "times", beside, 3.0, 2.0
    )
