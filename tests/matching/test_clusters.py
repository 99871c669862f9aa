"""Clusters: the strongest edges first, no guard crossed, no two numbers in one, whatever the order they come in."""

import random
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plait.matching.cluster import Clusters, clusters

Pair = tuple[int, int, float]


def _codes(column: Sequence[str]) -> np.ndarray:
    return np.array([ord(number) if number else -1 for number in column], np.int64)


def cluster(
    count: int,
    edges: list[Pair],
    apart: Sequence[tuple[int, int]] = (),
    numbers: Sequence[Sequence[str]] = (),
    **more: int,
) -> Clusters:
    one, other, score = (
        (np.array(column) for column in zip(*edges, strict=True)) if edges else ([np.empty(0)] * 3)
    )
    left, right = (np.array(column) for column in zip(*apart, strict=True)) if apart else ([np.empty(0)] * 2)
    return clusters(
        count,
        (one.astype(np.int64), other.astype(np.int64), score.astype(np.float64)),
        (left.astype(np.int64), right.astype(np.int64)),
        [_codes(column) for column in numbers],
        **more,
    )


def test_edges_join() -> None:
    assert cluster(4, [(0, 1, 9.0), (2, 1, 8.0)]).label.tolist() == [0, 0, 0, 3]


def test_a_guard_between_two_keeps_their_clusters_apart() -> None:
    """A twin's record lies near to both: it goes to the nearer, and the other edge becomes a question."""
    found = cluster(3, [(0, 1, 9.0), (1, 2, 8.0)], apart=[(0, 2)])
    assert found.label.tolist() == [0, 0, 2]
    assert [(one.one, one.other) for one in found.refused] == [(1, 2)]
    assert "guard" in found.refused[0].reason


def test_two_numbers_are_two_people() -> None:
    found = cluster(3, [(0, 1, 9.0), (1, 2, 8.0)], numbers=[["1", "", "2"]])
    assert found.label.tolist() == [0, 0, 2]
    assert found.refused[0].reason == "their numbers disagree"


def test_a_shared_number_holds_where_one_of_them_was_typed_wrongly() -> None:
    assert cluster(3, [(0, 1, 9.0), (1, 2, 8.0)], numbers=[["1", "1", "1"]]).label.tolist() == [0, 0, 0]


def test_the_biggest_are_for_somebody_to_look_at() -> None:
    chain = [(place, place + 1, 9.0) for place in range(13)]
    assert cluster(14, chain).review == (0,)
    assert cluster(14, chain, biggest=14).review == ()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.sampled_from([6.0, 7.0, 8.0])), max_size=20),
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=6),
    st.integers(0, 99),
)
def test_any_order_gives_the_same_and_no_guard_is_crossed(
    edges: list[Pair], apart: list[tuple[int, int]], seed: int
) -> None:
    apart = [(one, other) for one, other in apart if one != other]
    numbers = [["", "a", "", "b", "", "", "a", "", "c", ""]]
    found = cluster(10, edges, apart, numbers)
    random.Random(seed).shuffle(edges)
    assert cluster(10, edges, apart, numbers).label.tolist() == found.label.tolist()
    assert all(found.label[one] != found.label[other] for one, other in apart)
    for label in set(found.label.tolist()):
        assert len({numbers[0][place] for place in range(10) if found.label[place] == label} - {""}) <= 1


def test_nothing_to_join() -> None:
    assert cluster(3, []).label.tolist() == [0, 1, 2]
    with pytest.raises(IndexError):
        cluster(1, [(0, 5, 9.0)])
