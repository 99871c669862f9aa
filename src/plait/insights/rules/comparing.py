"""Times, shares and groups beside each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, log, sqrt

from plait.insights.rules.tables import Span, in_fives

TIMES_FROM, HEARD_FROM, HEARD_DAYS = 10, 20, 30
LAST_HOUR = 48  # from then on time is told in days
# 95 of a hundred intervals made so hold the true ratio.
Z = 1.96

# The first letters of the national code of ethnicity, as the census groups them.
ETHNIC_GROUPS = {
    "W": "White", "M": "Mixed", "A": "Asian", "B": "Black", "C": "Chinese", "O": "Another group",
}  # fmt: skip
NOT_SAID = "Not known, or not said"
NO_ANSWER = frozenset({"", "REFU", "NOBT"})


@dataclass(frozen=True, slots=True)
class Within:
    """A time as it is told: hours up to two days, then whole days, and nought for under an hour: no finer, so that nobody knows a
    single concern by its minutes, in words or in a chart."""

    hours: int

    def __str__(self) -> str:
        if self.hours < 1:
            return "under an hour"
        if self.hours < LAST_HOUR:
            return "1 hour" if self.hours == 1 else f"{self.hours} hours"
        return f"{self.hours // 24} days"


def within(hours: int) -> Within:
    """That many hours, as they are told."""
    return Within(hours if hours < LAST_HOUR else round(hours / 24) * 24)


@dataclass(frozen=True, slots=True)
class Times:
    """How long it took, for one line."""

    key: str
    label: str
    median: Within | None
    ninety: Within | None


@dataclass(frozen=True, slots=True)
class Heard:
    """Shares answered in time, in a hundred to the nearest five; None where there are too few."""

    key: str
    label: str
    after: int | None
    before: int | None


@dataclass(frozen=True, slots=True)
class Ratio:
    """How often this group got it beside the largest group: 1 is as often. From the fives that are told, nothing else."""

    ratio: float
    low: float
    high: float

    @property
    def may_be_chance(self) -> bool:
        """Does the interval hold 1?"""
        return self.low <= 1 <= self.high


@dataclass(frozen=True, slots=True)
class Group:
    """One group of children: how many, how many got each outcome, and two of those beside the largest group."""

    key: str
    label: str
    children: Span
    outcomes: tuple[Span, ...]
    largest: bool = False
    protection: Ratio | None = None
    no_more: Ratio | None = None


@dataclass(frozen=True, slots=True)
class Characteristic:
    """Groups by one characteristic."""

    code: str
    name: str
    groups: tuple[Group, ...]


def nearest_five(part: int, whole: int) -> int:
    """A share in a hundred, to the nearest five."""
    return round(20 * part / whole) * 5


def shares(by_day: Mapping[date, tuple[int, int]], told_on: frozenset[date]) -> tuple[int | None, int | None]:
    """Of one agency: (in time, not in time) by the day of asking, and the days on which it was told what came of it. The share
    in time where it had been told within thirty days before, and where it had not; neither where there are too few."""
    after, before = [0, 0], [0, 0]
    for day, (good, rest) in by_day.items():
        heard = any(day - timedelta(days=back) in told_on for back in range(1, HEARD_DAYS + 1))
        side = after if heard else before
        side[0] += good
        side[1] += rest
    if min(sum(after), sum(before)) < HEARD_FROM:
        return None, None
    return nearest_five(after[0], sum(after)), nearest_five(before[0], sum(before))


def ethnic_group(code: str) -> str:
    """The broad group of a national code of ethnicity."""
    return NOT_SAID if code in NO_ANSWER else ETHNIC_GROUPS.get(code[0], "Another group")


def disability_group(codes: str) -> str:
    """Any disability, none, or not said."""
    said = set(codes.split())
    if not said:
        return NOT_SAID
    return "No disability" if said == {"NONE"} else "A disability"


def sex_group(code: str) -> str:
    """As the national code says."""
    return {"M": "Male", "F": "Female"}.get(code, NOT_SAID)


def ratio(got: Span, of: Span, got_there: Span, of_there: Span) -> Ratio | None:
    """The rate of one group over that of another, with its interval, from the fives alone. The interval is widened by what the
    fives do not tell. None where either got fewer than five."""
    if not got.low or not got_there.low:
        return None
    middle = (got.middle / of.middle) / (got_there.middle / of_there.middle)
    least = (got.low / of.high) / (min(got_there.high, of_there.low) / of_there.low)
    most = (min(got.high, of.low) / of.low) / (got_there.low / of_there.high)
    spread = exp(Z * sqrt(max(0.0, 1 / got.low - 1 / of.high + 1 / got_there.low - 1 / of_there.high)))
    return Ratio(round(middle, 1), round(exp(log(least)) / spread, 1), round(most * spread, 1))


def groups(
    code: str, name: str, counts: Mapping[str, Mapping[str, int]], columns: Sequence[str]
) -> Characteristic:
    """The groups of one characteristic, the largest that was said first, told in fives."""
    sizes = {label: in_fives(sum(row.values())) for label, row in counts.items()}
    said = [label for label in sizes if label != NOT_SAID]
    order = sorted(said, key=lambda label: (-sizes[label].low, label)) + [NOT_SAID] * (NOT_SAID in sizes)
    spans = {label: tuple(in_fives(counts[label].get(column, 0)) for column in columns) for label in sizes}
    first = order[0] if said else ""
    at = {column: columns.index(column) for column in ("protection", "no_more")}

    def beside(label: str, column: str) -> Ratio | None:
        if not first or label in (first, NOT_SAID):
            return None
        return ratio(spans[label][at[column]], sizes[label], spans[first][at[column]], sizes[first])

    return Characteristic(
        code,
        name,
        tuple(
            Group(
                label, label, sizes[label], spans[label], label == first,
                beside(label, "protection"), beside(label, "no_more"),
            )
            for label in order
        ),
    )  # fmt: skip
