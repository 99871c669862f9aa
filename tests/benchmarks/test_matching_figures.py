"""What the matching benchmark judges by, on cases small enough to count by hand."""

import xml.etree.ElementTree as ET

import numpy as np
import pytest

from benchmarks.figures import Figure
from benchmarks.matching.pairs import pair_precision_recall
from benchmarks.matching.plots import latency
from benchmarks.matching.public_sets import fake_1000, historical


def test_clusters_are_judged_by_their_pairs() -> None:
    truth = np.array([0, 0, 0, 1, 1])
    label = np.array([0, 0, 3, 3, 3])
    # found: 1 + 3 pairs, of which 1 + 1 true; true: 3 + 1
    assert pair_precision_recall(label, truth) == pytest.approx((0.5, 0.5))
    assert pair_precision_recall(truth, truth) == (1.0, 1.0)


def test_the_picture_shows_each_database_and_is_sound_svg() -> None:
    figures = [
        Figure(f"search in process at {size}, p95, {kind}", value, "ms", "", 6, 4)
        for size, kind, value in (
            ("100,000", "sqlite", 2.0),
            ("1,000,000", "sqlite", 3.5),
            ("1,000,000", "postgres", 5.25),
        )
    ]
    drawn = ET.fromstring(latency(figures))  # noqa: S314 - made here
    words = [one.text for one in drawn.iter() if one.text and one.text.strip()]
    assert {"sqlite", "postgres", "2.0 ms", "3.5 ms", "5.2 ms", "1,000,000"} <= set(words)


def test_the_public_sets_are_whole_and_their_truth_is_no_column() -> None:
    old = historical()
    assert (len(old.plain), len(set(old.truth.tolist()))) == (50_578, 5_156)
    new, labels = fake_1000()
    assert (len(new.plain), len(labels)) == (1000, 3176)
    assert not {"cluster", "truth"} & {*old.records.column_names, *new.records.column_names}
    assert sum(1 for born in old.plain.born.texts() if born and born < "1880") > 10_000, "old dates are read"
