"""The gate against Cedar and against a table written by itself: twenty thousand answers each, and not one that differs."""

import sys

import pytest

from benchmarks.gate.agreeing import Agreement, against_cedar, against_table

ANSWERS = 20_000


@pytest.mark.slow
@pytest.mark.parametrize("oracle", [against_cedar, against_table], ids=["cedar", "table"])
def test_no_answer_differs(oracle: object, capsys: pytest.CaptureFixture[str]) -> None:
    found: Agreement = oracle(ANSWERS, seed=20261127)  # type: ignore[operator]
    with capsys.disabled():
        sys.stdout.write(
            f"\n{found.compared:,} answers against {oracle.__name__.removeprefix('against_')}: "  # type: ignore[attr-defined]
            f"{found.allowed:,} allowed, {len(found.differing)} differ\n"
        )
    assert found.compared >= ANSWERS
    assert found.differing[:3] == []
    assert ANSWERS * 0.05 < found.allowed < ANSWERS * 0.95, "a world of one answer proves nothing"
