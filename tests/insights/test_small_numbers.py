"""No figure that is not told can be worked out, by anybody who knows the rules: proven by looking for other tables that would
be told in just the same way. The search here knows nothing of flows."""

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plait.insights.presenters.page import table_part
from plait.insights.rules.measures import Column, Measure
from plait.insights.rules.small_numbers import LEAST, VALUES, hidden, with_totals
from plait.insights.rules.tables import Counted, Line, Table, told

FEW = st.sampled_from([0, 0, 1, 2, 4, 5, 6, 9])
TABLES = st.sampled_from([(1, 2), (2, 1), (1, 3), (2, 2), (3, 2), (2, 3)]).flatmap(
    lambda size: st.lists(
        st.lists(FEW, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
    )
)
LARGER = st.tuples(st.integers(2, 12), st.integers(2, 6)).flatmap(
    lambda size: st.lists(
        st.lists(st.one_of(FEW, st.integers(0, 400)), min_size=size[1], max_size=size[1]),
        min_size=size[0], max_size=size[0],
    )
)  # fmt: skip


def could_be(
    table: Sequence[Sequence[int]], away: frozenset[tuple[int, int]], at: tuple[int, int], value: int
) -> bool:
    """Is there a table with this value there that would be told in the same way: what is told the same, what is hidden at
    least one, every total the sum of its line?"""
    rows, columns = len(table), len(table[0])
    fixed = {
        (row, column): table[row][column]
        for row in range(rows) for column in range(columns) if (row, column) not in away
    } | {at: value}  # fmt: skip
    most = max(max(row) for row in table) + VALUES

    def of(cell: tuple[int, int]) -> range:
        return range(fixed[cell], fixed[cell] + 1) if cell in fixed else range(1, most + 1)

    def ways(row: int) -> Iterator[tuple[int, ...]]:
        """Every line that adds up."""

        def go(column: int, so_far: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
            if column == columns - 1:
                if sum(so_far) in of((row, column)):
                    yield (*so_far, sum(so_far))
                return
            for one in of((row, column)):
                if sum(so_far) + one < of((row, columns - 1)).stop:
                    yield from go(column + 1, (*so_far, one))

        return go(0, ())

    def fill(row: int, sums: tuple[int, ...]) -> bool:
        if row == rows - 1:
            return all(sums[column] in of((row, column)) for column in range(columns))
        return any(
            fill(row + 1, tuple(a + b for a, b in zip(sums, line, strict=True)))
            for line in ways(row)
            if all(
                a + b < of((rows - 1, column)).stop
                for column, (a, b) in enumerate(zip(sums, line, strict=True))
            )
        )

    return fill(0, (0,) * columns)


def values(table: Sequence[Sequence[int]], away: frozenset[tuple[int, int]], at: tuple[int, int]) -> int:
    """How many values could stand there; no more are looked for than are needed."""
    own, found = table[at[0]][at[1]], 1
    for value in (*range(own + 1, own + VALUES), *range(own - 1, max(0, own - VALUES), -1)):
        found += could_be(table, away, at, value)
        if found >= VALUES:
            break
    return found


@settings(max_examples=60)
@given(TABLES)
def test_every_figure_that_is_not_told_could_be_five_others(counts: list[list[int]]) -> None:
    table, away = with_totals(counts), hidden(counts)
    for row, column in away:
        assert values(table, away, (row, column)) >= VALUES, (table, sorted(away))


@given(LARGER)
def test_no_count_from_one_to_four_is_told_and_nought_is(counts: list[list[int]]) -> None:
    table, away = with_totals(counts), hidden(counts)
    for row, line in enumerate(table):
        for column, value in enumerate(line):
            if 0 < value < LEAST:
                assert (row, column) in away
            if value == 0:
                assert (row, column) not in away


def test_what_is_hidden_beside_a_small_number_is_as_little_as_it_takes() -> None:
    assert hidden([[10, 3, 20], [30, 12, 9]]) == {(0, 1), (0, 2), (1, 1), (1, 2)}, (
        "a square of small ones, no total"
    )
    assert hidden([[10, 30], [12, 9]]) == frozenset(), "nothing small, nothing hidden"
    assert hidden([[9, 6, 0], [0, 0, 0]]) == frozenset(), "nought gives nobody away"


@pytest.mark.parametrize(
    ("counts", "away"),
    [
        ([[100, 3]], {(0, 0), (0, 1), (1, 0), (1, 1)}),  # one line: its totals are itself
        ([[2]], {(0, 0), (0, 1), (1, 0), (1, 1)}),  # nothing but a small number
    ],
)
def test_where_the_totals_would_give_it_away(counts: list[list[int]], away: set[tuple[int, int]]) -> None:
    assert hidden(counts) == away


@given(TABLES)
def test_a_share_is_of_figures_that_are_told(counts: list[list[int]]) -> None:
    columns = tuple(Column(f"c{at}", f"C{at}") for at in range(len(counts[0])))
    measure = Measure("m", "M", "M", "n", "d", (), "Line", columns, ("c0",))
    table = told(
        Counted(measure, tuple((f"r{at}", "R") for at in range(len(counts))), tuple(map(tuple, counts)))
    )
    for line in (*table.lines, *([table.total] if table.total else [])):
        if line.share is not None:
            assert line.cells[0] is not None
            assert line.cells[-1] is not None


def test_a_line_that_hides_something_is_not_one_where_nothing_was_counted() -> None:
    hides = Line("a", "Alder Lane", (0, None, 0, None))
    assert not hides.noughts and not hides.nothing, "it stands in the table, with its dashes"
    measure = Measure(
        "m", "M", "M", "n", "d", (), "Line", tuple(Column(f"c{at}", "C") for at in range(3)), ()
    )
    part = table_part(Table(measure, (hides, Line("b", "Brook", (0, 0, 0, 0))), None))
    assert [row.label for row in part.rows] == ["Alder Lane"] and list(part.nothing) == ["Brook"]
