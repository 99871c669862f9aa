"""What the benchmark of sameness judges by, on times that are made up. No time is judged."""

import random

import numpy as np
import pytest
import typer

from benchmarks.sameness import WARM_UP, by_turns, difference, figures_of, main, told_apart

CHANCE = np.random.default_rng(1)
SAME = CHANCE.normal(0.02, 0.001, (2, 4_000))
LATER = SAME[0] + 0.0005


def test_both_sides_are_asked_equally_often_and_in_no_fixed_order() -> None:
    asked: list[bool] = []
    hidden, absent = by_turns(asked.append, 50, random.Random(1))
    assert len(hidden) == len(absent) == 50
    assert asked.count(True) == asked.count(False) == 50 + WARM_UP
    firsts = asked[::2]
    assert 10 < firsts.count(True) < len(firsts) - 10


def test_what_is_the_same_lies_round_nothing_and_half_a_millisecond_does_not() -> None:
    _middle, low, high = difference(*SAME)
    assert -100 < low < 0 < high < 100
    middle, low, high = difference(LATER, SAME[1])
    assert 400 < low < middle < high < 600


def test_one_answer_tells_nothing_or_everything() -> None:
    assert told_apart(*SAME) < 0.52
    assert 0.6 < told_apart(LATER, SAME[1]) < 0.7
    assert told_apart(np.array([3.0, 4.0]), np.array([1.0, 2.0])) == 1.0
    assert told_apart(np.array([1.0, 2.0]), np.array([3.0, 4.0])) == 1.0, "whichever of the two is the slower"


def test_both_figures_hold_or_neither_does() -> None:
    assert all(one.holds for one in figures_of("same", *SAME))
    assert not any(one.holds for one in figures_of("later", LATER, SAME[1]))


def test_another_database_is_refused_before_anything_is_made() -> None:
    with pytest.raises(typer.BadParameter):
        main(database="mysql")
