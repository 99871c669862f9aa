"""A date of which perhaps only the year, or the month and year, is known. Pure: no Django, no clock."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.casefold(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, a month of a year, or a day. Kept as text in the ISO way: `2016`, `2016-05` or `2016-05-12`.

    Raises ValueError where there is no such date, or a day is given without its month.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("a day needs its month")
        date(self.year, self.month or 1, self.day or 1)

    def __str__(self) -> str:
        tail = "".join(f"-{part:02}" for part in (self.month, self.day) if part is not None)
        return f"{self.year:04}{tail}"

    @classmethod
    def of(cls, text: str) -> "PartialDate":
        """Read the ISO form back. Raises ValueError for anything else."""
        parts = [int(part) for part in text.split("-")]
        if not 1 <= len(parts) <= 3:
            raise ValueError(f"not a date: {text!r}")
        return cls(*parts)

    @property
    def earliest(self) -> date:
        """The first day this can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day this can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def words(self) -> str:
        """As it is said: "2016", "May 2016" or "12 May 2016"."""
        if self.month is None:
            return str(self.year)
        month = f"{calendar.month_name[self.month]} {self.year}"
        return month if self.day is None else f"{self.day} {month}"


def month_number(text: str) -> int | None:
    """The month meant by `5`, `05`, `May` or `Sept`; None where it is no month."""
    if text.isdecimal():
        return int(text) if 1 <= int(text) <= 12 else None
    return _MONTHS.get(text.casefold().rstrip("."))


_AS_SAID = re.compile(
    r"([0-9]{1,4})[ ./-]+([0-9]{1,2}|[a-z]{3,9}\.?)[ ./-]+([0-9]{4}|[0-9]{1,2})", re.IGNORECASE
)


def date_said(text: str) -> PartialDate | None:
    """The day in words such as `12/5/2016`, `2016-05-12` or `12 May 2016`; None where they name none, such as "about 7".

    Raises ValueError where they have the shape of a day and there is no such day, or its year has not four figures.
    """
    found = _AS_SAID.fullmatch(text.strip())
    if found is None:
        return None
    first, month_said, last = found.groups()
    year, day = (first, last) if len(first) == 4 else (last, first)
    month = month_number(month_said)
    if month is None and not month_said.isdecimal():
        return None  # words, such as "3 or 4"
    if month is None or len(year) != 4:
        raise ValueError(f"not a day: {text!r}")
    return PartialDate(int(year), month, int(day))
