"""What a clock allows: a kind of time and an amount of it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Literal, get_args

TargetKind = Literal[
    "working_days", "school_days", "working_hours", "hours", "calendar_days", "months", "minutes"
]  # fmt: skip
KINDS: tuple[TargetKind, ...] = get_args(TargetKind)

# Nothing in practice runs longer; a slip of the finger in a pack should not make a clock that never ends.
MOST: dict[TargetKind, int] = {
    "working_days": 1_000,
    "school_days": 1_000,
    "working_hours": 5_000,
    "hours": 20_000,
    "calendar_days": 4_000,
    "months": 120,
    "minutes": 1_440,
}
ONE: dict[TargetKind, str] = {
    "working_days": "working day",
    "school_days": "school day",
    "working_hours": "working hour",
    "hours": "hour",
    "calendar_days": "day",
    "months": "month",
    "minutes": "minute",
}


class ClockRefused(ValueError):
    """A clock was asked for something that makes no sense. The message is one sentence that may be shown."""


@dataclass(frozen=True, slots=True)
class Target:
    """An amount of one kind of time, and for kinds counted in days the local time of day by which it is due.

    `by` None means the close of working (or school) hours for working and school days, and the last minute of the day
    for calendar days and months. Raises ClockRefused for an amount below one or beyond anything in practice.
    """

    kind: TargetKind
    amount: int
    by: time | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ClockRefused(f"“{self.kind}” is not a kind of time. Use one of: {', '.join(KINDS)}.")
        if type(self.amount) is not int or self.amount < 1:  # True is an int to Python, not to a clock
            raise ClockRefused(f"A clock needs an amount of at least 1, not {self.amount}.")
        if self.amount > MOST[self.kind]:
            raise ClockRefused(
                f"{self.amount} is more than the {MOST[self.kind]} {self.kind} a clock may have."
            )
        if self.by is not None and self.kind in {"hours", "working_hours", "minutes"}:
            raise ClockRefused("A clock counted in hours or minutes cannot also have a time of day.")
        if self.by is not None and self.by.tzinfo is not None:
            raise ClockRefused("The time of day of a clock is local time and names no zone.")

    @classmethod
    def of(cls, words: Mapping[str, int], *, by: time | None = None) -> "Target":
        """From the words of a pack: `{"working_days": 1}`. Raises ClockRefused unless exactly one kind is named."""
        if len(words) != 1:
            raise ClockRefused(f"A clock needs exactly one kind of time, not {len(words)}.")
        ((kind, amount),) = words.items()
        if kind not in KINDS:
            raise ClockRefused(f"“{kind}” is not a kind of time. Use one of: {', '.join(KINDS)}.")
        return cls(kind, amount, by)

    def __str__(self) -> str:
        plural = "" if self.amount == 1 else "s"
        return f"{self.amount} {ONE[self.kind]}{plural}"
