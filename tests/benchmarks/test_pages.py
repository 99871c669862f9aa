"""The benchmark of the pages at a size that takes seconds: every figure is there, whatever its time. No time is judged."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KEYS = {"name", "value", "unit", "compared_with", "floor", "aim", "better", "holds"}


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    """`./run bench pages` without setting up, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.pages", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)


@pytest.mark.slow
def test_seven_figures_of_one_database_one_json_object_a_line(lane: str) -> None:
    done = bench("--json", "--sizes", "30,60", "--rounds", "1", "--requests", "1", "--database", lane)
    figures = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(figures) == 7, done.stderr
    assert all(set(figure) == KEYS for figure in figures)
    assert all(figure["name"].startswith(f"{lane}: ") for figure in figures)
    counts = [figure for figure in figures if figure["unit"] == "queries"]
    assert len(counts) == 3
    assert all(figure["holds"] and figure["value"] == figure["compared_with"] for figure in counts), counts
    assert done.returncode == (0 if all(figure["holds"] for figure in figures) else 1)


@pytest.mark.parametrize("wrong", [["--sizes", "50000"], ["--sizes", "20,10"], ["--database", "mysql"]])
def test_what_makes_no_sense_is_refused_before_anything_is_filled(wrong: list[str]) -> None:
    assert bench(*wrong).returncode == 2
