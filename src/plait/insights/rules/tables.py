"""Figures before they are told (`Counted`) and as they are told (`Table`). Nothing but a Table leaves `queries`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from plait.insights.rules.measures import Measure
from plait.insights.rules.small_numbers import LEAST, hidden, with_totals

SPAN = 5


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted, whole: `rows` are (key, label), `counts` a figure for each row and column of the measure."""

    measure: Measure
    rows: tuple[tuple[str, str], ...]
    counts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it is told: a figure, or None where it is not told; the last is the total of the line."""

    key: str
    label: str
    cells: tuple[int | None, ...]
    share: int | None = None  # in 100, whole

    @property
    def nothing(self) -> bool:
        """Is none of it told?"""
        return all(cell is None for cell in self.cells)

    @property
    def noughts(self) -> bool:
        """Was nothing counted? A line with a figure that is not told counted something."""
        return all(cell == 0 for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    """One measure as it is told. `total` is the line of totals; None where there is one line, or for an agency's own."""

    measure: Measure
    lines: tuple[Line, ...]
    total: Line | None = None

    def only(self, keys: frozenset[str]) -> "Table":
        """Just these lines of it: nothing that the whole table does not tell."""
        return replace(self, lines=tuple(line for line in self.lines if line.key in keys), total=None)


def told(counted: Counted) -> Table:
    """The table without its small numbers, and without what would give them away."""
    measure = counted.measure
    if not counted.rows:
        return Table(measure, ())
    away, whole = hidden(counted.counts), with_totals(counted.counts)
    lines = [
        _line(measure, key, label, tuple(None if (at, column) in away else value for column, value in enumerate(whole[at])))
        for at, (key, label) in enumerate((*counted.rows, ("", "Together")))
    ]  # fmt: skip
    return Table(measure, tuple(lines[:-1]), lines[-1] if len(lines) > 2 else None)


def _line(measure: Measure, key: str, label: str, cells: tuple[int | None, ...]) -> Line:
    """The share is worked out from figures that are told, so it tells nothing more."""
    codes = [column.code for column in measure.columns]
    good = [cells[codes.index(code)] for code in measure.good]
    of = [cells[codes.index(code)] for code in measure.of] if measure.of else [cells[-1]]
    if any(cell is None for cell in (*good, *of)) or not good:
        return Line(key, label, cells)
    whole = sum(cell or 0 for cell in of)
    return Line(
        key, label, cells, share=round(100 * sum(cell or 0 for cell in good) / whole) if whole else None
    )


@dataclass(frozen=True, slots=True)
class Span:
    """A count told in fives, where the same people are counted in several tables: `low` to `low` + 4."""

    low: int

    @property
    def high(self) -> int:
        """The most it can be."""
        return self.low + SPAN - 1

    @property
    def middle(self) -> float:
        """What is reckoned with."""
        return self.low + (SPAN - 1) / 2

    def __str__(self) -> str:
        return f"under {LEAST}" if self.low == 0 else f"{self.low} to {self.high}"


def in_fives(count: int) -> Span:
    """The span that a count falls in."""
    return Span(count // SPAN * SPAN)


def columns_of(
    counts: Mapping[str, Mapping[str, int]], keys: Sequence[str], columns: Sequence[str]
) -> tuple[tuple[int, ...], ...]:
    """Figures by row and column, nought where there is none."""
    return tuple(tuple(counts.get(key, {}).get(column, 0) for column in columns) for key in keys)
