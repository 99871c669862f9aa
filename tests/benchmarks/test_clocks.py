"""The benchmark of the worker's tick at a size that takes seconds: every figure is there. No time is judged."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KEYS = {"name", "value", "unit", "compared_with", "floor", "aim", "better", "holds"}


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    """`./run bench clocks` without setting up, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.clocks", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)


@pytest.mark.slow
def test_every_figure_of_one_database_and_everything_that_was_due_has_fired(lane: str) -> None:
    # Two reports would fill two more databases: their questions are counted in tests/insights.
    small = ("--sizes", "60,300", "--due", "8", "--rounds", "1", "--report", "")
    done = bench("--json", *small, "--database", lane)
    figures = [json.loads(line) for line in done.stdout.splitlines()]
    judged = [figure for figure in figures if figure["floor"] is not None]
    assert len(judged) == 3, done.stderr
    assert all(set(figure) == KEYS and figure["name"].startswith(f"{lane}: ") for figure in figures)
    assert all(figure["floor"] == 1.2 for figure in judged)
    beside = [
        figure["name"] for figure in figures if figure["floor"] is None
    ]  # on a busy machine the clock shows the queue
    assert sum("this process at work" in name for name in beside) == 2
    assert all(figure["value"] > 0 for figure in figures)
    assert done.returncode == (0 if all(figure["holds"] for figure in figures) else 1)


@pytest.mark.parametrize("wrong", [["--sizes", "50000"], ["--sizes", "500,10000"], ["--database", "mysql"]])
def test_what_makes_no_sense_is_refused_before_anything_is_filled(wrong: list[str]) -> None:
    assert bench(*wrong).returncode == 2
