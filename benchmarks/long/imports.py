"""An extract of a million rows imported in one go, beside one of a hundred thousand. `./run long imports`: by hand.

The command that an agency's officer types (`plait people import --skip-bad`), on a database with the fictional area in it. The
rows are the held-out population's, with its misspellings. What is judged: that every row is told of, that the same file again
changes nothing, and that a row costs and needs no more when there are ten times as many. Processor time and memory are the
command's own, as the kernel counts them. The result goes to benchmarks/results/imports-KIND-DATE.jsonl.
"""

import argparse
import csv
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.figures import Figure, show
from benchmarks.harness.databases import KINDS, ROOT, Databases, environment
from benchmarks.matching.frozen import held_out
from benchmarks.matching.world import SETS
from plait.population import make

RESULTS = Path(__file__).resolve().parents[1] / "results"
COLUMNS = {
    "record": "record_id", "forename": "forename", "surname": "surname", "previous_surname": "previous_surname",
    "born_on": "born_on", "sex": "sex", "nhs_number": "nhs_number", "upn": "upn", "address_line": "street",
    "postcode": "postcode", "address_from": "valid_from",
}  # fmt: skip
SENT = ("--agency", "Brook Street Surgery", "--agreement", "PARTNERSHIP-1 clause 5", "--dpia", "DPIA-7")
SAID = re.compile(r"([\d,]+) (?:new|changed|as before|left out)\b")


@dataclass
class Done:
    """One run of the command: seconds by the clock and of the processor, the most memory (MB), and what it said."""

    took: float
    busy: float
    memory: float
    said: str


def extract(records: int, folder: Path) -> tuple[Path, Path, int]:
    """The file, its mapping, and its rows."""
    parameters, _ = held_out(SETS[records])
    made = make(parameters).records
    file, mapping = folder / f"{records}.csv", folder / "mapping.toml"
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(COLUMNS.values())
        rows.writerows(zip(*(made[one].tolist() for one in COLUMNS.values()), strict=True))
    lines = [f'{one} = "{column}"' for one, column in COLUMNS.items()]
    mapping.write_text("\n".join(['kind = "persons"', "[columns]", *lines]) + "\n", encoding="utf-8")
    return file, mapping, len(made["record_id"])


def plait(*words: str, database: str) -> Done:
    """The command, as somebody types it."""
    command = [str(Path(sys.executable).with_name("plait")), *words]
    began = time.perf_counter()
    with tempfile.TemporaryFile("w+") as said:
        run = subprocess.Popen(command, cwd=ROOT, env=environment(database), stdout=said, stderr=said)
        _, status, used = os.wait4(run.pid, 0)
        run.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        words_said = " ".join(said.read().split())
    if run.returncode:
        raise SystemExit(f"plait {' '.join(words)} ended with {run.returncode}: {words_said[-2_000:]}")
    return Done(
        time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1_024, words_said
    )


def imported(records: int, kind: str, databases: Databases, folder: Path) -> tuple[Done, Done, int]:
    """The import, the same file again, and how many rows the file has."""
    database = databases.make(kind, records)
    plait("demo", "--once", database=database)
    file, mapping, rows = extract(records, folder)
    words = ("people", "import", str(file), "--skip-bad", "--mapping", str(mapping), *SENT)
    first = plait(*words, database=database)
    print(f"{rows:,} rows in {first.took:.0f} s: {first.said[-200:]}", file=sys.stderr, flush=True)
    return first, plait(*words, database=database), rows


def told_of(said: str) -> int:
    """How many rows the command's last sentence accounts for: new, changed, as before or left out. Each is one of them."""
    return sum(int(one.replace(",", "")) for one in SAID.findall(said))


def figures(small: int, large: int, kind: str) -> Iterator[Figure]:
    """Every row is kept, once; and a row costs no more."""
    databases = Databases()
    with tempfile.TemporaryDirectory() as folder:
        less, _, few = imported(small, kind, databases, Path(folder))
        more, again, many = imported(large, kind, databases, Path(folder))
    yield Figure.counted(
        f"rows of the extract that became something, {kind}", told_of(more.said), "rows", many
    )
    replayed = int("was imported before" in again.said)
    yield Figure.counted(f"the same file again changes nothing, {kind}", replayed, "of 1", 1)
    told = f"{more.took:.0f} s ({more.busy:.0f} of the processor) at {many:,}, {less.took:.0f} s ({less.busy:.0f}) at {few:,}"
    yield Figure(
        f"a row's cost at {many:,} / at {few:,}, {kind}", more.busy / many / (less.busy / few), "times", told, 1.5, 1.1
    )  # fmt: skip
    told = f"{more.memory:.0f} MB at {many:,}, {less.memory:.0f} MB at {few:,}"
    yield Figure(f"the command's memory, {kind}", more.memory / less.memory, "times", told, 3.0, 1.5)


def main() -> int:
    """Measure, keep and show; 1 unless every figure holds."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--small", type=int, default=100_000, choices=sorted(SETS))
    ask.add_argument("--large", type=int, default=1_000_000, choices=sorted(SETS))
    ask.add_argument("--kind", default="sqlite", choices=KINDS)
    ask.add_argument("--keep", type=Path, help="where the figures go instead of benchmarks/results")
    wanted = ask.parse_args()
    found = list(figures(wanted.small, wanted.large, wanted.kind))
    kept = wanted.keep or RESULTS / f"imports-{wanted.kind}-{datetime.now(tz=UTC):%Y-%m-%d}.jsonl"
    kept.write_text("".join(f"{one.as_json()}\n" for one in found), encoding="utf-8")
    show(found, title="An extract in one go")
    return 0 if all(one.holds for one in found) else 1


if __name__ == "__main__":
    sys.exit(main())
