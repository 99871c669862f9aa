"""Calendars that make no sense are refused; the edges of opening hours are exact."""

from datetime import date, time

import pytest

from plait.base.clock import Calendar, ClockRefused, Term
from tests.base.clock.ellowmere import CALENDAR, london

SMALL = {
    "version": "v",
    "holidays": frozenset[date](),
    "covers_from": date(2026, 1, 1),
    "covers_until": date(2026, 12, 31),
}


def test_calendars_that_make_no_sense_are_refused() -> None:
    for wrong in (
        {"working_weekdays": frozenset[int]()},
        {"working_weekdays": frozenset({7})},
        {"opens": time(17), "closes": time(9)},
        {"covers_until": date(2025, 1, 1)},
    ):
        with pytest.raises(ClockRefused):
            Calendar(**{**SMALL, **wrong})  # type: ignore[arg-type]
    with pytest.raises(ClockRefused):
        Term(date(2026, 9, 2), date(2026, 9, 1))


def test_next_opening() -> None:
    assert CALENDAR.next_opening(london("2026-11-20 08:59")) == london("2026-11-20 09:00")
    assert CALENDAR.next_opening(london("2026-11-20 16:59")) == london("2026-11-20 16:59")
    assert CALENDAR.next_opening(london("2026-11-20 17:00")) == london("2026-11-23 09:00")
    assert CALENDAR.next_opening(london("2026-12-24 17:00")) == london("2026-12-29 09:00")


def test_school_days() -> None:
    assert CALENDAR.is_school_day(date(2026, 9, 3))
    assert not CALENDAR.is_school_day(date(2026, 9, 2))  # inset day
    assert not CALENDAR.is_school_day(date(2026, 10, 28))  # half term
    assert not CALENDAR.is_school_day(date(2026, 12, 30))  # between terms
    assert not CALENDAR.is_school_day(date(2026, 9, 5))  # Saturday
    assert not CALENDAR.knows_school(date(2027, 3, 26))
    assert not Calendar(**SMALL).knows_school(date(2026, 9, 3))  # type: ignore[arg-type]
