"""The long run's two sizes are asked by turns, each on its own store, and judged by who was sought."""

from types import SimpleNamespace
from typing import Any

import pytest

from benchmarks.long import imports, matching
from plait.matching.model import current


def test_both_sizes_are_asked_by_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str]] = []

    def search(query: str, store: str, _model: Any) -> Any:
        asked.append((store, query))
        return SimpleNamespace(candidates=[SimpleNamespace(person="ann" if store == "small" else "bo")])

    monkeypatch.setattr(matching, "search", search)
    monkeypatch.setattr(matching, "WARM_UP", 0)
    sides = [
        ("small", [("exact", "one", "ann"), ("typo", "two", "ann")]),
        ("large", [("exact", "three", "bo"), ("typo", "four", "x")]),
    ]
    (less, found), (more, missed) = matching.latencies(sides, current())
    assert asked == [("small", "one"), ("large", "three"), ("small", "two"), ("large", "four")]
    assert (len(less), len(more)) == (2, 2)
    assert (found, missed) == (1.0, 0.5)


def test_each_row_of_an_extract_is_told_of_once() -> None:
    said = "Imported the surgery: 9,854 rows; 9,840 new, 3 changed, 7 as before, 4 left out, 321 doubtful, 32 to look at."
    assert imports.told_of(said) == 9_854
