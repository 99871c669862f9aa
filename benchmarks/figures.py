"""A figure: what was measured, against what, and whether it holds. `./run bench figures FILE` shows a kept result again."""

import json
import math
import statistics
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, TextIO

from rich.console import Console
from rich.table import Table

Better = Literal["lower", "higher"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One claim and its measurement.

    `value` is what is judged, in `unit`; `compared_with` is the other side of it, measured in the same run; `floor` is what
    must hold and `aim` what we want. Where `floor`, `aim` and `compared_with` are one number (a count that is fixed), the value
    has to be that number, neither more nor fewer. A count that claims nothing has none of the three.
    """

    name: str
    value: float
    unit: str
    compared_with: float | str | None
    floor: float | None
    aim: float | None
    better: Better = "lower"

    @property
    def holds(self) -> bool:
        """Is the value on the right side of the floor? What could not be measured does not hold."""
        if math.isnan(self.value):
            return False
        if self.floor is None:
            return True
        if self.floor == self.aim == self.compared_with:
            return self.value == self.floor
        return self.value <= self.floor if self.better == "lower" else self.value >= self.floor

    @property
    def reaches_aim(self) -> bool:
        """Is it as good as we want it to be?"""
        if self.aim is None:
            return True
        return self.value <= self.aim if self.better == "lower" else self.value >= self.aim

    @classmethod
    def counted(cls, name: str, value: float, unit: str, fixed: float | None = None) -> "Figure":
        """A count: one that has to be `fixed`, or one that claims nothing."""
        return cls(name, value, unit, fixed, fixed, fixed)

    def as_json(self) -> str:
        """The figure as one line of JSON."""
        said = asdict(self)
        said["value"] = None if math.isnan(self.value) else round(self.value, 3)
        return json.dumps({**said, "holds": self.holds}, ensure_ascii=False)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share of them lies, between neighbours by a straight line. Raises ValueError on none."""
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def p95(values: Sequence[float]) -> float:
    """What 95 of 100 stay below."""
    return percentile(values, 0.95)


def ratio_of_rounds(upper: Sequence[float], lower: Sequence[float]) -> float:
    """The median of `upper / lower`, round by round: what slows the machine down for a while slows both sides of a round."""
    return statistics.median(one / other for one, other in zip(upper, lower, strict=True))


def show(figures: Iterable[Figure], *, title: str, to: TextIO = sys.stdout) -> None:
    """The figures as a table to read."""
    table = Table(title=title, title_justify="left", caption_justify="left")
    for heading, justify in (("figure", "left"), ("value", "right"), ("compared with", "left")):
        table.add_column(heading, justify=justify)  # type: ignore[arg-type]
    for heading in ("floor", "aim"):
        table.add_column(heading, justify="right")
    table.add_column("holds")
    for one in figures:
        verdict = "yes, and the aim" if one.holds and one.reaches_aim else "yes" if one.holds else "NO"
        fixed = one.floor == one.aim == one.compared_with
        sign = "" if one.floor is None else "= " if fixed else "≤ " if one.better == "lower" else "≥ "
        value = "not measured" if math.isnan(one.value) else f"{_number(one.value)} {one.unit}"
        table.add_row(
            one.name,
            value,
            _number(one.compared_with),
            f"{sign}{_number(one.floor)}",
            f"{sign}{_number(one.aim)}",
            "" if one.floor is None else verdict,
        )
    Console(file=to).print(table)


def _number(value: float | str | None) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return f"{value:.0f}" if float(value).is_integer() else f"{value:.2f}"


def read(path: Path) -> list[Figure]:
    """The figures of a kept result (JSON lines)."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        said = json.loads(line)
        said.pop("holds")
        found.append(Figure(**{**said, "value": math.nan if said["value"] is None else said["value"]}))
    return found


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_file():
        sys.exit("Say which result: ./run bench figures benchmarks/results/FILE.jsonl")
    show(read(Path(sys.argv[1])), title=Path(sys.argv[1]).stem)
