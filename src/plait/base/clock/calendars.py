"""Which days and hours count: bank holidays, opening hours and school terms, and where that knowledge ends. Pure."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from plait.base.clock.targets import ClockRefused

LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Term:
    """A school term: its first and last day, and the days in it when pupils are away (half term, inset days)."""

    first: date
    last: date
    away: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ClockRefused(f"A term that begins on {self.first} cannot end on {self.last}.")


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working time and school time of one area.

    `covers_from` and `covers_until` say for which days the bank holidays are known. Outside them a clock still counts
    weekdays, and says that it did (`Due.beyond_calendar`). `working_weekdays` counts Monday as 0. Times are local.
    """

    version: str
    holidays: frozenset[date]
    covers_from: date
    covers_until: date
    opens: time = time(8, 30)
    closes: time = time(17, 0)
    working_weekdays: frozenset[int] = frozenset({0, 1, 2, 3, 4})
    terms: tuple[Term, ...] = field(default=())
    school_opens: time = time(8, 45)
    school_closes: time = time(15, 30)
    zone: ZoneInfo = LONDON

    def __post_init__(self) -> None:
        if not self.working_weekdays or not self.working_weekdays <= set(range(7)):
            raise ClockRefused("A calendar needs at least one working weekday, numbered 0 (Monday) to 6.")
        if self.closes <= self.opens or self.school_closes <= self.school_opens:
            raise ClockRefused("Working hours must open before they close on the same day.")
        if self.covers_until < self.covers_from:
            raise ClockRefused("A calendar cannot end before it begins.")

    def local(self, moment: datetime) -> datetime:
        """The same moment on the area's wall clock. Raises ClockRefused for a moment without a zone."""
        if moment.tzinfo is None:
            raise ClockRefused("A moment without a time zone cannot be counted from.")
        return moment.astimezone(self.zone)

    def moment(self, day: date, at: time) -> datetime:
        """A local time of day as a moment in UTC. In the doubled hour of October the first of the two is meant."""
        return datetime.combine(day, at, self.zone).astimezone(UTC)

    def is_working_day(self, day: date) -> bool:
        """A working weekday that is no bank holiday."""
        return day.weekday() in self.working_weekdays and day not in self.holidays

    def is_school_day(self, day: date) -> bool:
        """A weekday in term when pupils are in. Beyond the known terms: any working day, and `knows_school` is false."""
        if not self.knows_school(day):
            return self.is_working_day(day)
        if day.weekday() > 4 or day in self.holidays:
            return False
        return any(term.first <= day <= term.last and day not in term.away for term in self.terms)

    def knows(self, day: date) -> bool:
        """Are the bank holidays of that day known?"""
        return self.covers_from <= day <= self.covers_until

    def knows_school(self, day: date) -> bool:
        """Are the school terms around that day known?"""
        if not self.terms:
            return False
        return min(term.first for term in self.terms) <= day <= max(term.last for term in self.terms)

    def is_open(self, moment: datetime) -> bool:
        """Is the moment inside working hours? Both the opening and the closing minute are."""
        local = self.local(moment)
        return self.is_working_day(local.date()) and self.opens <= local.time() <= self.closes

    def next_opening(self, moment: datetime) -> datetime:
        """The moment itself inside working hours before closing; else the next opening."""
        local = self.local(moment)
        day = local.date()
        if self.is_working_day(day) and local.time() < self.closes:
            return max(moment.astimezone(UTC), self.moment(day, self.opens))
        day += DAY
        while not self.is_working_day(day):
            day += DAY
        return self.moment(day, self.opens)
