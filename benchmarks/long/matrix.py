"""Every page of a person's record x reader x way in x conflict x state x proof, all of it: `./run long matrix [PARTS [PART...]]`.

The same questions as tests/matrix/test_every_way_in.py, which asks a part of them on every run. Split in PARTS (64 if it is
not said), each a process of its own; with PART only those. Prints each part's counts, writes a dated result once all parts were
asked, and ends with 1 if a cell is wrong.
"""

import os
import subprocess
import sys
import time
from datetime import UTC, datetime

from benchmarks.long.sabotage import ROOT
from tests.matrix.rules_again import AXES, SEED

WHOLE = "tests/matrix/test_every_way_in.py::test_the_whole_set"


def asked(part: int, parts: int) -> tuple[bool, str]:
    """One part: is it all right, and what it says."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-s", "-n0", "--tb=short", "--show-capture=no", WHOLE],
        cwd=ROOT, env={**os.environ, "PLAIT_TEST_MATRIX": f"{part}/{parts}"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    said = [line for line in done.stdout.splitlines() if f"part {part} of {parts}" in line]
    return done.returncode == 0, said[-1] if said else (done.stdout + done.stderr)[-400:]


def main(arguments: list[str]) -> int:
    """Ask them one after the other."""
    parts = int(arguments[0]) if arguments else 64
    wanted = [int(one) for one in arguments[1:]] or list(range(parts))
    began, started, wrong, lines = datetime.now(UTC), time.monotonic(), 0, []
    for part in wanted:
        right, line = asked(part, parts)
        wrong += not right
        lines.append(line)
        print(line, flush=True)
    cells = 1
    for axis in AXES:
        cells *= len(axis)
    took = (time.monotonic() - started) / 60
    summary = f"{len(wanted)} of {parts} parts of {cells:,} cells, {wrong} parts with a wrong cell, {took:,.0f} minutes."
    print(summary)
    if len(wanted) == parts:
        there = ROOT / "benchmarks" / "results" / f"matrix-{began:%Y-%m-%d}.md"
        head = (
            f"# Who may see, every cell, {began:%d %B %Y}\n\n`./run long matrix` (seed {SEED}). {summary}\n\n"
        )
        there.write_text(head + "".join(f"- {line}\n" for line in lines), encoding="utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
