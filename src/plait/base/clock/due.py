"""When a clock is due. Pure: the same start, target, calendar and pauses give the same answer for ever."""

import calendar as months_of
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta

from plait.base.clock.calendars import DAY, Calendar
from plait.base.clock.targets import ClockRefused, Target

LAST_MINUTE = time(23, 59)
NOTHING = timedelta(0)


@dataclass(frozen=True, slots=True)
class Due:
    """When (UTC), and whether counting went beyond what the calendar knows, so that the date may be early."""

    at: datetime
    beyond_calendar: bool


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch of time that does not count. Both moments are aware."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ClockRefused("A pause cannot end before it began.")


def due_at(*, start: datetime, target: Target, calendar: Calendar, pauses: Sequence[Pause] = ()) -> Due:
    """When a clock with that target, begun at that moment, is due.

    - working_days, school_days: the close (or `target.by`) of the n-th such day *after* the local day of the start; so
      one working day from a Friday ends on Monday, whether received at nine or at midnight.
    - working_hours: counted only between opening and closing; received out of hours counts from the next opening.
    - hours, minutes: elapsed, night and weekend included; the change of the clocks in March and October does not alter them.
    - calendar_days, months: the last minute (or `target.by`) of that day; months clamp to the month's end.

    A pause moves the due time by as much of the target's own kind of time as it covers, and never brings it nearer. One
    that begins when the clock is already due changes nothing: late stays late. Raises ClockRefused for a start without
    a zone or dates beyond the calendar of this world.
    """
    calendar.local(start)
    try:
        due = _due(start, target, calendar, more=0, longer=NOTHING)
        more, longer = 0, NOTHING
        for pause in sorted(pauses, key=lambda one: one.start):
            if pause.start >= due.at:
                break
            begun = max(pause.start, start)
            if pause.end > begun:
                if target.kind in {"hours", "minutes", "working_hours"}:
                    longer += _counted_time(begun, pause.end, target, calendar)
                else:
                    more += _counted_days(begun, pause.end, target, calendar)
                due = _due(start, target, calendar, more=more, longer=longer)
    except OverflowError:
        raise ClockRefused("A clock cannot be counted that far from its start.") from None
    return due


def _due(start: datetime, target: Target, calendar: Calendar, *, more: int, longer: timedelta) -> Due:
    first = calendar.local(start).date()
    if target.kind in {"hours", "minutes"}:
        length = timedelta(**{target.kind: target.amount})
        return Due(start.astimezone(UTC) + length + longer, False)
    if target.kind == "working_hours":
        at = _after_working_time(start, timedelta(hours=target.amount) + longer, calendar)
        return Due(at, not (calendar.knows(first) and calendar.knows(calendar.local(at).date())))
    if target.kind == "working_days":
        day = _nth_day(first, target.amount + more, calendar.is_working_day)
        known = calendar.knows(first) and calendar.knows(day)
        return Due(calendar.moment(day, target.by or calendar.closes), not known)
    if target.kind == "school_days":
        day = _nth_day(first, target.amount + more, calendar.is_school_day)
        known = calendar.knows_school(first + DAY) and calendar.knows_school(day) and calendar.knows(day)
        return Due(calendar.moment(day, target.by or calendar.school_closes), not known)
    if target.kind == "calendar_days":
        day = first + timedelta(days=target.amount + more)
    else:
        day = _months_later(first, target.amount) + timedelta(days=more)
    return Due(calendar.moment(day, target.by or LAST_MINUTE), False)


def _nth_day(first: date, count: int, counts: Callable[[date], bool]) -> date:
    day = first
    while count:
        day += DAY
        if counts(day):
            count -= 1
    return day


def _months_later(first: date, count: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + count, 12)
    if year > MAXYEAR:
        raise OverflowError
    return date(year, month + 1, min(first.day, months_of.monthrange(year, month + 1)[1]))


def _after_working_time(start: datetime, left: timedelta, calendar: Calendar) -> datetime:
    moment = calendar.next_opening(start)
    while True:
        closing = calendar.moment(calendar.local(moment).date(), calendar.closes)
        if moment + left <= closing:
            return moment + left
        left -= closing - moment
        moment = calendar.next_opening(closing)


def _counted_time(begun: datetime, ended: datetime, target: Target, calendar: Calendar) -> timedelta:
    if target.kind in {"hours", "minutes"}:
        return ended.astimezone(UTC) - begun.astimezone(UTC)
    total = NOTHING
    moment = calendar.next_opening(begun)
    while moment < ended:
        closing = calendar.moment(calendar.local(moment).date(), calendar.closes)
        total += min(closing, ended.astimezone(UTC)) - moment
        moment = calendar.next_opening(closing)
    return total


def _counted_days(begun: datetime, ended: datetime, target: Target, calendar: Calendar) -> int:
    """Days of the target's kind after the day on which the pause began, up to and with the day on which it ended."""
    day, last = calendar.local(begun).date(), calendar.local(ended).date()
    counts: Callable[[date], bool] = {
        "working_days": calendar.is_working_day,
        "school_days": calendar.is_school_day,
    }.get(target.kind, _every_day)
    total = 0
    while day < last:
        day += DAY
        total += counts(day)
    return total


def _every_day(_day: date) -> bool:
    return True
