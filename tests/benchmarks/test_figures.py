"""A figure holds or does not, and says so in one line of JSON."""

import io
import json
import math
from pathlib import Path

import pytest

from benchmarks.figures import Figure, p95, ratio_of_rounds, read, show


def test_a_slower_page_within_its_floor_holds_and_one_beyond_does_not() -> None:
    def slower(value: float) -> Figure:
        return Figure("hub desk", value, "times", "p95 at 5,000 referrals, 40 ms", 1.5, 1.2)

    assert slower(1.4).holds and not slower(1.4).reaches_aim
    assert slower(1.1).reaches_aim
    assert not slower(1.6).holds
    assert not slower(math.nan).holds


def test_a_count_that_is_fixed_may_be_neither_more_nor_fewer() -> None:
    def counted(value: float) -> Figure:
        return Figure("queries", value, "queries", 14.0, 14.0, 14.0)

    assert counted(14.0).holds
    assert not counted(15.0).holds
    assert not counted(13.0).holds


def test_a_count_that_claims_nothing_holds_and_is_shown_bare(tmp_path: Path) -> None:
    one, fixed = Figure.counted("messages", 1_000, "messages"), Figure.counted("faults", 1, "faults", 0)
    assert one.holds and not fixed.holds
    kept, told = tmp_path / "kept.jsonl", io.StringIO()
    kept.write_text(one.as_json() + "\n")
    show(read(kept), title="kept", to=told)
    assert "1000 messages" in told.getvalue() and "yes" not in told.getvalue()


def test_a_line_of_json_says_all_eight_things_and_is_read_back(tmp_path: Path) -> None:
    one = Figure("answers a second", 120.0, "answers", 100.0, 90.0, 110.0, "higher")
    names = ["name", "value", "unit", "compared_with", "floor", "aim", "better", "holds"]
    assert list(json.loads(one.as_json())) == names
    kept = tmp_path / "kept.jsonl"
    kept.write_text(one.as_json() + "\n")
    assert read(kept) == [one]


def test_p95_lies_between_neighbours() -> None:
    assert p95([float(number) for number in range(1, 101)]) == pytest.approx(95.05)
    assert p95([7.0]) == 7.0
    with pytest.raises(ValueError, match="no values"):
        p95([])


def test_a_machine_that_slows_down_for_a_round_slows_both_sides_of_it() -> None:
    assert ratio_of_rounds([11.0, 110.0, 12.0], [10.0, 100.0, 10.0]) == pytest.approx(1.1)
