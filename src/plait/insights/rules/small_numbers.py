"""Which figures of a table are not told, so that no count under five can be read or worked out.

A table with its totals is a circulation: what stands in a row flows into its total, what stands in a column flows into the
total below it, and both meet in the total of all. So “how much higher could this hidden figure be, if everything that is told
stays as it is?” is a question about flows, and is answered exactly: by walking round circles of hidden figures.

Nought is told: it describes nobody, and “none was late” is worth saying. So whoever reads knows that a hidden figure is at
least one, and that is reckoned with.
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

# A count under this, and not nought, is not told.
LEAST = 5
# How many values at least each hidden figure must be able to have, as far as anybody can work out. There are four from 1 to 4:
# with five nobody can work out of any hidden figure that it is under five.
VALUES = LEAST

Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Flow:
    """One figure of the table as a flow between two nodes. Row r is node r; column c is node rows + c."""

    cell: Cell
    start: int
    end: int
    value: int


def with_totals(counts: Sequence[Sequence[int]]) -> list[list[int]]:
    """The table with the total of each row beside it, of each column below it, and of all in the corner."""
    rows = [[*row, sum(row)] for row in counts]
    return [*rows, [sum(row[column] for row in rows) for column in range(len(rows[0]))]]


def hidden(counts: Sequence[Sequence[int]]) -> frozenset[Cell]:
    """The figures of the table with its totals that are not told: every one from 1 to 4, and as few others as it takes that
    each hidden one could still have five values at least. A table of one row has itself for its totals: see `Table`."""
    table = with_totals(counts)
    flows = _flows(table)
    kept = {flow.cell for flow in flows if 0 < flow.value < LEAST}
    for flow in sorted(flows, key=lambda one: (one.value, one.cell)):
        if flow.cell in kept and values_of(flows, kept, flow) < VALUES:
            kept |= _cheapest_circle(flows, kept, flow)
    return frozenset(kept)


def values_of(flows: Sequence["_Flow"], kept: set[Cell], flow: "_Flow") -> int:
    """How many values this hidden figure could have, counted no further than is needed."""
    more = _room(flows, kept, flow, flow.end, flow.start)
    less = min(flow.value - 1, _room(flows, kept, flow, flow.start, flow.end))
    return 1 + more + less


def _flows(table: Sequence[Sequence[int]]) -> list[_Flow]:
    last_row, last_column = len(table) - 1, len(table[0]) - 1
    found = []
    for row, figures in enumerate(table):
        for column, value in enumerate(figures):
            start, end = row, len(table) + column
            if (row == last_row) != (column == last_column):
                start, end = end, start
            found.append(_Flow((row, column), start, end, value))
    return found


def _room(flows: Sequence[_Flow], kept: set[Cell], but: _Flow, start: int, end: int) -> int:
    """How much more can flow from one node to the other through hidden figures, each of which may grow without end and
    shrink to one; counted up to what is needed."""
    changed: dict[Cell, int] = {}
    ways: dict[int, list[tuple[int, _Flow, int]]] = {}
    for flow in flows:
        if flow.cell in kept and flow.cell != but.cell:
            ways.setdefault(flow.start, []).append((flow.end, flow, 1))
            ways.setdefault(flow.end, []).append((flow.start, flow, -1))
    for found in range(VALUES):
        came: dict[int, tuple[int, _Flow, int]] = {}
        todo = [start]
        while todo and end not in came:
            node = todo.pop()
            for other, flow, sign in ways.get(node, ()):
                can = sign > 0 or flow.value + changed.get(flow.cell, 0) > 1
                if can and other not in came and other != start:
                    came[other] = (node, flow, sign)
                    todo.append(other)
        if end not in came:
            return found
        node = end
        while node != start:
            node, flow, sign = came[node]
            changed[flow.cell] = changed.get(flow.cell, 0) + sign
    return VALUES


def _cheapest_circle(flows: Sequence[_Flow], kept: set[Cell], around: _Flow) -> set[Cell]:
    """The figures on the circle through this one that loses least, small ones before large and cells before totals. There is
    always one: that of the three totals may grow without end."""
    last_row = max(flow.cell[0] for flow in flows)
    last_column = max(flow.cell[1] for flow in flows)
    ways: dict[int, list[tuple[int, _Flow, int]]] = {}
    for flow in flows:
        if flow.cell != around.cell and flow.value:
            ways.setdefault(flow.start, []).append((flow.end, flow, 1))
            if flow.value >= VALUES:
                ways.setdefault(flow.end, []).append((flow.start, flow, -1))
    dear = 1 + max(flow.value for flow in flows)

    def loses(flow: _Flow) -> int:
        if flow.cell in kept:
            return 0
        totals = (flow.cell[0] == last_row) + (flow.cell[1] == last_column)
        return 1 + flow.value + totals * dear * dear

    best: dict[int, int] = {around.end: 0}
    came: dict[int, tuple[int, _Flow]] = {}
    heap = [(0, around.end)]
    while heap:
        cost, node = heapq.heappop(heap)
        if cost > best[node]:
            continue
        for other, flow, _sign in ways.get(node, ()):
            whole = cost + loses(flow)
            if whole < best.get(other, whole + 1):
                best[other], came[other] = whole, (node, flow)
                heapq.heappush(heap, (whole, other))
    circle = {around.cell}
    node = around.start
    while node != around.end:
        node, flow = came[node]
        circle.add(flow.cell)
    return circle
