"""When things are due: Friday afternoons, Christmas, the changing of the clocks, and the end of the calendar."""

from datetime import UTC, datetime, time, timedelta

import pytest

from plait.base.clock import ClockRefused, Pause, Target, due_at
from tests.base.clock.ellowmere import CALENDAR, london


@pytest.mark.parametrize(
    ("start", "target", "due"),
    [
        ("2026-11-20 16:40", {"working_days": 1}, "2026-11-23 17:00"),  # Friday afternoon: Monday
        ("2026-11-20 23:40", {"working_days": 1}, "2026-11-23 17:00"),  # at night: still the next working day
        ("2026-11-21 03:00", {"working_days": 1}, "2026-11-23 17:00"),  # Saturday
        ("2026-12-24 10:00", {"working_days": 1}, "2026-12-29 17:00"),  # Christmas with its substitute day
        ("2026-11-23 09:00", {"working_days": 45}, "2027-01-28 17:00"),
        ("2026-11-20 16:00", {"working_hours": 4}, "2026-11-23 12:00"),
        ("2026-11-20 18:00", {"working_hours": 4}, "2026-11-23 13:00"),  # out of hours: from the next opening
        ("2026-11-20 07:00", {"working_hours": 8}, "2026-11-20 17:00"),  # due exactly at closing
        ("2026-11-20 17:00", {"working_hours": 1}, "2026-11-23 10:00"),
        ("2026-11-20 16:40", {"hours": 72}, "2026-11-23 16:40"),
        ("2026-10-24 12:00", {"hours": 24}, "2026-10-25 11:00"),  # the night with an hour more
        ("2027-03-27 12:00", {"hours": 24}, "2027-03-28 13:00"),  # the night with an hour less
        ("2026-10-23 16:00", {"working_hours": 2}, "2026-10-26 10:00"),
        ("2026-10-23 10:00", {"school_days": 1}, "2026-11-02 15:30"),  # half term lies between
        ("2026-09-01 10:00", {"working_days": 1}, "2026-09-02 17:00"),
        ("2026-09-02 10:00", {"school_days": 1}, "2026-09-03 15:30"),
        ("2027-01-31 10:00", {"months": 1}, "2027-02-28 23:59"),
        ("2026-11-30 10:00", {"months": 3}, "2027-02-28 23:59"),
        ("2026-11-20 10:00", {"calendar_days": 14}, "2026-12-04 23:59"),
    ],
)
def test_received_then_is_due_then(start: str, target: dict[str, int], due: str) -> None:
    answer = due_at(start=london(start), target=Target.of(target), calendar=CALENDAR)
    assert answer.at == london(due)
    assert not answer.beyond_calendar
    assert answer.at.tzinfo is UTC


def test_the_school_hears_before_the_next_school_day_starts() -> None:
    target = Target("school_days", 1, by=time(8, 30))
    due = due_at(start=london("2026-11-20 23:10"), target=target, calendar=CALENDAR)
    assert due.at == london("2026-11-23 08:30")


def test_where_the_calendar_ends_it_says_so() -> None:
    far = due_at(start=london("2027-12-20 10:00"), target=Target("working_days", 10), calendar=CALENDAR)
    assert far.beyond_calendar
    school = due_at(start=london("2027-03-24 10:00"), target=Target("school_days", 5), calendar=CALENDAR)
    assert school.beyond_calendar
    before = due_at(start=london("2025-12-20 10:00"), target=Target("working_hours", 1), calendar=CALENDAR)
    assert before.beyond_calendar
    early = due_at(start=london("2026-08-20 10:00"), target=Target("school_days", 20), calendar=CALENDAR)
    assert early.beyond_calendar


@pytest.mark.parametrize("amount", [0, -1, True, 10**9])
def test_amounts_that_make_no_sense_are_refused(amount: int) -> None:
    with pytest.raises(ClockRefused, match=r"amount of at least 1|more than the"):
        Target("working_days", amount)


def test_words_of_a_pack_that_make_no_sense_are_refused() -> None:
    for words in ({}, {"fortnights": 1}, {"hours": 1, "months": 1}):
        with pytest.raises(ClockRefused):
            Target.of(words)
    with pytest.raises(ClockRefused, match="time of day"):
        Target("hours", 2, by=time(9))


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ClockRefused, match="zone"):
        due_at(start=datetime(2026, 11, 20), target=Target("hours", 1), calendar=CALENDAR)  # noqa: DTZ001


def test_a_pause_moves_the_due_time_by_what_it_covers() -> None:
    start = london("2026-11-20 16:00")
    asleep = Pause(london("2026-11-20 16:30"), london("2026-11-23 09:30"))  # one working hour of the two
    assert due_at(
        start=start, target=Target("working_hours", 4), calendar=CALENDAR, pauses=[asleep]
    ).at == london("2026-11-23 13:00")
    days = Pause(london("2026-11-23 10:00"), london("2026-11-25 10:00"))
    assert due_at(
        start=start, target=Target("working_days", 2), calendar=CALENDAR, pauses=[days]
    ).at == london("2026-11-26 17:00")
    assert due_at(start=start, target=Target("hours", 96), calendar=CALENDAR, pauses=[days]).at == london(
        "2026-11-26 16:00"
    )


def test_a_pause_after_the_due_time_hides_nothing() -> None:
    start, late = london("2026-11-20 16:00"), Pause(london("2026-11-24 10:00"), london("2026-11-30 10:00"))
    plain = due_at(start=start, target=Target("working_days", 1), calendar=CALENDAR)
    assert due_at(start=start, target=Target("working_days", 1), calendar=CALENDAR, pauses=[late]) == plain


def test_a_pause_ends_after_it_began() -> None:
    with pytest.raises(ClockRefused):
        Pause(london("2026-11-24 10:00"), london("2026-11-24 10:00") - timedelta(seconds=1))


def test_a_date_beyond_this_world_is_refused() -> None:
    end = datetime(9999, 12, 30, tzinfo=UTC)
    for kind in ("hours", "working_days", "months", "calendar_days", "working_hours", "school_days"):
        with pytest.raises(ClockRefused):
            due_at(start=end, target=Target(kind, 100), calendar=CALENDAR)
