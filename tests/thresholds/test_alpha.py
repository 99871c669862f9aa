"""Krippendorff's alpha: the published examples, and what must hold of any scores."""

from itertools import permutations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from plait.thresholds.rules.alpha import DRAWS, Agreement, Metric, Units, agreement, reading


def units(*scorers: str) -> Units:
    """Each line is one scorer; a point or a star is no score. Columns are the units."""
    rows = [line.split() for line in scorers]
    return tuple(tuple(int(one) for one in unit if one not in ".*") for unit in zip(*rows, strict=True))


# K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), D: any number of observers, missing data.
FOUR_OBSERVERS = units(
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
# The example of the encyclopedias: three observers, fifteen units.
THREE_OBSERVERS = units(
    "* * * * * 3 4 1 2 1 1 3 3 * 3",
    "1 * 2 1 3 3 4 3 * * * * * * *",
    "* * 2 1 3 4 4 * 2 1 1 3 3 * 4",
)
# The same paper, A: binary data, two observers.
BINARY = units("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")


@pytest.mark.parametrize(
    ("what", "metric", "alpha"),
    [
        (FOUR_OBSERVERS, "nominal", 0.743),
        (FOUR_OBSERVERS, "ordinal", 0.815),
        (FOUR_OBSERVERS, "interval", 0.849),
        (THREE_OBSERVERS, "nominal", 0.691),
        (THREE_OBSERVERS, "interval", 0.811),
        (BINARY, "nominal", 0.095),
    ],
)
def test_published_examples(what: Units, metric: Metric, alpha: float) -> None:
    assert agreement(what, metric).alpha == pytest.approx(alpha, abs=0.0006)


def test_a_unit_with_one_scorer_says_nothing() -> None:
    alone = agreement(((1,), (4,), ()), "ordinal")
    assert alone == Agreement(None, None, None, 0, 0, "no-pairs")
    assert reading(alone) == "A vignette with one scorer says nothing yet."
    assert agreement((*FOUR_OBSERVERS, (5,)), "ordinal") == agreement(FOUR_OBSERVERS, "ordinal")


def test_no_variation_is_said_and_not_called_agreement() -> None:
    same = agreement(((3, 3), (3, 3, 3)), "ordinal")
    assert same.alpha is None and same.why == "no-variation" and "Vignettes that differ" in reading(same)


def test_few_units_have_no_interval_and_more_have_one() -> None:
    assert agreement(((1, 1), (4, 3)), "ordinal").low is None
    three = agreement(((1, 1), (4, 3), (2, 4)), "ordinal")
    assert three.low is not None and three.high is not None and three.alpha is not None
    assert three.low <= three.alpha <= three.high


def test_the_same_scores_give_the_same_bounds_on_every_day() -> None:
    many = tuple((one % 4 + 1, one % 3 + 1) for one in range(20))
    first = agreement(many, "ordinal")
    agreement.cache_clear()
    assert agreement(many, "ordinal") == first and DRAWS == 1_000


scores = st.lists(
    st.lists(st.integers(1, 6), max_size=6).map(tuple), min_size=1, max_size=5
).map(tuple)  # fmt: skip
metrics = st.sampled_from(["nominal", "ordinal", "interval"])


@given(scores, metrics)
def test_alpha_never_passes_one_and_lies_inside_its_bounds_of_all_draws(what: Units, metric: Metric) -> None:
    found = agreement(what, metric)
    if found.alpha is None:
        assert found.why and found.low is found.high is None
        return
    assert found.alpha <= 1 + 1e-9
    if found.low is not None and found.high is not None:
        assert found.low <= found.high <= 1 + 1e-9


@given(scores, metrics)
def test_neither_the_order_of_scorers_nor_of_texts_matters(what: Units, metric: Metric) -> None:
    turned = tuple(tuple(reversed(unit)) for unit in reversed(what))
    assert agreement(turned, metric).alpha == pytest.approx(agreement(what, metric).alpha)


@given(st.lists(st.tuples(st.integers(1, 6), st.integers(2, 5)), min_size=2, max_size=6), metrics)
def test_who_always_agree_have_one(what: list[tuple[int, int]], metric: Metric) -> None:
    assume(len({value for value, _ in what}) > 1)
    found = agreement(tuple((value,) * count for value, count in what), metric)
    assert found.alpha == 1


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=2, max_size=6))
def test_ordinal_knows_only_the_order(what: list[tuple[int, int]]) -> None:
    """Levels numbered 1 to 5 or 10, 20, 40, 70, 99: the ordinal number is the same."""
    stretched = {1: 10, 2: 20, 3: 40, 4: 70, 5: 99}
    other = tuple(tuple(stretched[one] for one in unit) for unit in what)
    assert agreement(other, "ordinal").alpha == pytest.approx(agreement(tuple(what), "ordinal").alpha)


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3)), min_size=2, max_size=6))
def test_nominal_knows_no_order(what: list[tuple[int, int]]) -> None:
    alphas = []
    for turned in permutations((1, 2, 3)):
        other = tuple(tuple(turned[one - 1] for one in unit) for unit in what)
        alphas.append(agreement(other, "nominal").alpha)
    assert all(one == pytest.approx(alphas[0]) for one in alphas)


@pytest.mark.parametrize(
    ("alpha", "says"),
    [
        (0.9, "Read alike so far. Too few vignettes to be sure."),
        (0.7, "nearly alike"),
        (0.4, "Not read alike"),
        (0.0, "by chance"),
    ],
)
def test_what_the_number_says(alpha: float, says: str) -> None:
    assert says in reading(Agreement(alpha, None, None, 5, 20))


def test_read_alike_is_only_said_where_the_bounds_say_it_too() -> None:
    assert reading(Agreement(0.9, 0.7, 0.98, 9, 40)) == "Read alike."
    assert "Too few" in reading(Agreement(0.9, 0.2, 1.0, 9, 40))
