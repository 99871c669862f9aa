"""Over which months figures are told. The four periods lie end to end: taking one from another tells nothing."""

from dataclasses import dataclass
from datetime import date, datetime, time

from plait.base.clock.calendars import LONDON

MONTHS, HOW_MANY = 3, 4


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days from `first` until the day before `until`."""

    first: date
    until: date

    @property
    def code(self) -> str:
        """How an address names it."""
        return f"{self.first:%Y-%m}"

    @property
    def label(self) -> str:
        """As people say it: “August to October 2026”."""
        last = months_on(self.until, -1)
        year = "" if self.first.year == last.year else f" {self.first:%Y}"
        return f"{self.first:%B}{year} to {last:%B %Y}"

    @property
    def begins(self) -> datetime:
        """Its first moment."""
        return datetime.combine(self.first, time.min, LONDON)

    @property
    def ends(self) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.until, time.min, LONDON)

    def earlier(self, months: int) -> "Period":
        """The same stretch some months earlier."""
        return Period(months_on(self.first, -months), months_on(self.until, -months))


def months_on(day: date, months: int) -> date:
    """The first of the month so many months later; earlier with a minus."""
    whole = day.year * 12 + day.month - 1 + months
    return date(whole // 12, whole % 12 + 1, 1)


def periods(today: date) -> tuple[Period, ...]:
    """The last three whole months, and three times the three months before them."""
    last = Period(months_on(today, -MONTHS), months_on(today, 0))
    return tuple(last.earlier(MONTHS * back) for back in range(HOW_MANY))


def period_of(code: str, today: date) -> Period:
    """The period that an address names; the last three whole months where it names none that is told today."""
    told = periods(today)
    return next((one for one in told if one.code == code), told[0])
