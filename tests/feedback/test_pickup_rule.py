"""A school hears before its bell: the rule of the clock, whatever the moment, the bell and the notice."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from plait.feedback.rules import minutes_until_word, rung_of
from tests.base.clock.ellowmere import CALENDAR, london

BY = time(14, 30)  # the bell of this calendar rings at 15:30
starts = some.datetimes(datetime(2026, 1, 2), datetime(2027, 12, 1), timezones=some.just(UTC))  # noqa: DTZ001
notices = some.times(time(9), time(15, 29))
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2026-11-23 09:10", "2026-11-23 14:30"),  # in the morning: an hour before the bell
        ("2026-11-23 13:00", "2026-11-23 14:30"),
        ("2026-11-23 14:00", "2026-11-23 14:45"),  # soon before it: half of what is left
        ("2026-11-23 15:20", "2026-11-23 15:25"),
        ("2026-11-23 15:29", "2026-11-23 15:30"),
        ("2026-11-23 16:00", "2026-11-23 17:00"),  # a club after school: an hour
        ("2026-11-21 10:00", "2026-11-21 11:00"),  # Saturday
        ("2026-10-27 10:00", "2026-10-27 11:00"),  # half term: a nursery
        ("2026-12-25 10:00", "2026-12-25 11:00"),
    ],
)
def test_worked_by_hand(asked: str, due: str) -> None:
    start = london(asked)
    assert start + minutes_until_word(start, calendar=CALENDAR, by=BY) * MINUTE == london(due)


@given(starts, notices)
def test_never_after_the_bell_and_never_without_time(start: datetime, by: time) -> None:
    due = start + minutes_until_word(start, calendar=CALENDAR, by=by) * MINUTE
    day = CALENDAR.local(start).date()
    bell = CALENDAR.moment(day, CALENDAR.school_closes)
    assert due > start
    if CALENDAR.is_school_day(day) and start + MINUTE <= bell:
        assert due <= bell


@given(starts, notices, some.timedeltas(timedelta(0), timedelta(hours=9)))
def test_who_asks_later_is_never_answered_earlier(start: datetime, by: time, later: timedelta) -> None:
    day = CALENDAR.local(start).date()
    if CALENDAR.local(start + later).date() != day:
        return
    first = start + minutes_until_word(start, calendar=CALENDAR, by=by) * MINUTE
    second = start + later + minutes_until_word(start + later, calendar=CALENDAR, by=by) * MINUTE
    assert second >= first - MINUTE  # whole minutes


@given(some.timedeltas(timedelta(0), timedelta(days=30)), some.timedeltas(timedelta(0), timedelta(days=9)))
def test_it_only_ever_climbs(late: timedelta, more: timedelta) -> None:
    order = ["team", "duty", "managers"]
    step = timedelta(days=1)
    assert order.index(rung_of(late + more, step=step)) >= order.index(rung_of(late, step=step))
