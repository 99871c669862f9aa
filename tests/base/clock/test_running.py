"""Clocks that run: started once, paused with a reason, rated again, stopped, reopened; nothing resets in silence."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as some

from plait.base.clock import ClockRefused, Standing, Target, due_at
from plait.base.clock.actions.pass_on_clock import pass_on_clock
from plait.base.clock.actions.pause_clock import pause_clock
from plait.base.clock.actions.reopen_clock import reopen_clock
from plait.base.clock.actions.rerate_clock import rerate_clock
from plait.base.clock.actions.resume_clock import resume_clock
from plait.base.clock.actions.start_clock import start_clock
from plait.base.clock.actions.stop_clock import stop_clock
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import clock, clocks_for, running_until, standing_of
from plait.base.clock.targets import KINDS, TargetKind
from tests.base.clock.ellowmere import CALENDAR, london

pytestmark = pytest.mark.django_db

RECEIVED = london("2026-11-20 16:00")
AMBER, RED = Target("working_hours", 24), Target("working_hours", 4)


def begin(
    *, key: str = "contact:1:decision", started: datetime = RECEIVED, target: Target = AMBER
) -> RunningClock:
    return start_clock(
        key=key,
        rule="rating.amber.decision",
        subject="contact:1",
        start_event="received",
        started_at=started,
        target=target,
        calendar=CALENDAR,
        owner="team:hub",
        by="screener-1",
        at=RECEIVED,
        pack_release="abc",
    )


def story(key: str = "contact:1:decision") -> list[str]:
    return [change.what for change in RunningClock.objects.get(key=key).changes.all()]


def test_a_clock_is_started_once() -> None:
    first = begin()
    assert begin().pk == first.pk
    assert story() == ["started"]
    assert first.due_at == london("2026-11-25 16:00")
    assert first.calendar_version == "test-1"
    assert first.start_event == "received"
    with pytest.raises(ClockRefused, match="at another time"):
        begin(started=RECEIVED - timedelta(hours=1))


def test_a_call_written_down_later_keeps_its_true_time_but_none_starts_in_the_future() -> None:
    assert begin(started=RECEIVED - timedelta(days=1)).started_at == RECEIVED - timedelta(days=1)
    with pytest.raises(ClockRefused, match="future"):
        begin(key="other", started=RECEIVED + timedelta(seconds=1))


def test_rated_up_it_counts_from_the_first_start_and_may_at_once_be_late() -> None:
    begin()
    at = london("2026-11-23 16:00")
    changed = rerate_clock(
        key="contact:1:decision",
        target=RED,
        calendar=CALENDAR,
        because="The baby has a bruise",
        by="screener-1",
        at=at,
        rule="rating.red.decision",
    )
    assert changed.due_at == due_at(start=RECEIVED, target=RED, calendar=CALENDAR).at
    assert standing_of(changed, at) is Standing.BREACHED
    last = changed.changes.last()
    assert last is not None
    assert (last.what, last.old_target, last.new_target) == ("rerated", "24 working hours", "4 working hours")
    assert (last.old_due, last.because) == (london("2026-11-25 16:00"), "The baby has a bruise")
    assert changed.started_at == RECEIVED


def test_a_pause_is_kept_and_moves_the_due_time_only_forward() -> None:
    before = begin().due_at
    paused = pause_clock(
        key="contact:1:decision",
        because="Waiting for identity",
        by="screener-1",
        at=london("2026-11-23 09:30"),
    )
    assert standing_of(paused, london("2026-12-24 09:00")) is Standing.PAUSED
    resumed = resume_clock(
        key="contact:1:decision", calendar=CALENDAR, by="screener-1", at=london("2026-11-23 11:30")
    )
    assert resumed.due_at == london("2026-11-26 10:00") > before
    pause = resumed.pauses.get()
    assert (pause.why, pause.to_at) == ("Waiting for identity", london("2026-11-23 11:30"))
    assert story() == ["started", "paused", "resumed"]
    # Rated again afterwards, the pause still counts.
    again = rerate_clock(
        key="contact:1:decision",
        target=RED,
        calendar=CALENDAR,
        because="Worse",
        by="screener-1",
        at=london("2026-11-23 11:31"),
    )
    assert again.due_at == london("2026-11-23 14:00")


def test_stopped_and_reopened_it_goes_on_from_where_it_stood() -> None:
    begin(target=Target("hours", 72))
    stopped = stop_clock(
        key="contact:1:decision", end_event="decided", by="manager-1", at=RECEIVED + timedelta(hours=24)
    )
    assert standing_of(stopped, RECEIVED + timedelta(days=30)) is Standing.MET
    again = reopen_clock(
        key="contact:1:decision",
        calendar=CALENDAR,
        because="Concern again",
        by="manager-1",
        at=RECEIVED + timedelta(hours=124),
    )
    assert again.due_at == RECEIVED + timedelta(hours=172)  # 24 had passed, 48 are left
    assert again.started_at == RECEIVED
    assert story() == ["started", "stopped", "reopened"]
    assert "decided" in again.pauses.get().why


def test_late_before_is_late_when_reopened() -> None:
    begin(target=Target("hours", 2))
    stopped = stop_clock(
        key="contact:1:decision", end_event="decided", by="m", at=RECEIVED + timedelta(hours=3)
    )
    assert standing_of(stopped, RECEIVED + timedelta(hours=3)) is Standing.MET_LATE
    at = RECEIVED + timedelta(hours=50)
    again = reopen_clock(key="contact:1:decision", calendar=CALENDAR, because="Again", by="m", at=at)
    assert again.due_at == RECEIVED + timedelta(hours=2)
    assert standing_of(again, at) is Standing.BREACHED


def test_stopping_twice_changes_nothing_and_a_deed_entered_later_keeps_its_time() -> None:
    begin()
    at = london("2026-11-23 10:00")
    for moment in (at, at + timedelta(hours=1)):
        done = stop_clock(
            key="contact:1:decision", end_event="decided", by="m", at=moment, stopped_at=RECEIVED
        )
    assert done.stopped_at == RECEIVED
    assert story() == ["started", "stopped"]


def test_a_paused_clock_may_be_stopped() -> None:
    begin()
    at = london("2026-11-23 10:00")
    pause_clock(key="contact:1:decision", because="Identity", by="m", at=at)
    done = stop_clock(key="contact:1:decision", end_event="decided", by="m", at=at + timedelta(hours=1))
    assert done.pauses.get().to_at == at + timedelta(hours=1)
    again = reopen_clock(
        key="contact:1:decision", calendar=CALENDAR, because="Again", by="m", at=at + timedelta(hours=2)
    )
    assert again.due_at == london("2026-11-26 10:00")  # both hours stood still


def test_what_makes_no_sense_is_refused_with_a_sentence() -> None:
    begin()
    key, noon = "contact:1:decision", london("2026-11-23 12:00")
    with pytest.raises(ClockRefused, match="Only a paused clock"):
        resume_clock(key=key, calendar=CALENDAR, by="m", at=noon)
    with pytest.raises(ClockRefused, match="Only a stopped clock"):
        reopen_clock(key=key, calendar=CALENDAR, because="x", by="m", at=noon)
    with pytest.raises(ClockRefused, match="Say why"):
        pause_clock(key=key, because=" ", by="m", at=noon)
    with pytest.raises(ClockRefused, match="Say why"):
        rerate_clock(key=key, target=RED, calendar=CALENDAR, because="", by="m", at=noon)
    with pytest.raises(ClockRefused, match="No clock"):
        stop_clock(key="nobody", end_event="x", by="m", at=noon)
    with pytest.raises(ClockRefused, match="late already"):
        pause_clock(key=key, because="x", by="m", at=london("2026-12-01 12:00"))
    stop_clock(key=key, end_event="decided", by="m", at=noon)
    with pytest.raises(ClockRefused, match="Say why"):
        reopen_clock(key=key, calendar=CALENDAR, because="", by="m", at=noon)
    with pytest.raises(ClockRefused, match="Reopen it first"):
        rerate_clock(key=key, target=RED, calendar=CALENDAR, because="x", by="m", at=noon)
    with pytest.raises(ClockRefused, match="Only a running"):
        pause_clock(key=key, because="x", by="m", at=noon)


def test_a_computer_whose_clock_was_moved_back_is_refused() -> None:
    begin()
    key = "contact:1:decision"
    pass_on_clock(key=key, owner="team:edt", by="m", at=london("2026-11-23 12:00"))
    with pytest.raises(ClockRefused, match="moved back"):
        stop_clock(key=key, end_event="decided", by="m", at=london("2026-11-23 11:59"))
    with pytest.raises(ClockRefused, match="moved back"):
        stop_clock(
            key=key,
            end_event="x",
            by="m",
            at=london("2026-11-23 13:00"),
            stopped_at=london("2026-11-19 09:00"),
        )
    assert RunningClock.objects.get().stopped_at is None


def test_lists_of_clocks() -> None:
    begin()
    begin(key="contact:1:accept", target=RED)
    pass_on_clock(key="contact:1:accept", owner="team:edt", by="m", at=RECEIVED, because="Out of hours")
    assert [one.key for one in clocks_for(["contact:1"])] == ["contact:1:accept", "contact:1:decision"]
    noon = london("2026-11-23 12:00")
    assert [one.key for one in running_until(noon)] == ["contact:1:accept"]
    assert list(running_until(noon, owners=["team:hub"])) == []
    found = clock("contact:1:accept")
    assert found is not None
    assert found.owner == "team:edt"
    assert clock("nobody") is None


@given(
    started=some.datetimes(datetime(2026, 1, 5), datetime(2027, 11, 1), timezones=some.just(UTC)),  # noqa: DTZ001
    first=some.tuples(some.sampled_from(KINDS), some.integers(1, 30)),
    second=some.tuples(some.sampled_from(KINDS), some.integers(1, 30)),
    later=some.timedeltas(timedelta(0), timedelta(days=20)),
)
def test_rated_again_it_equals_one_that_had_that_target_from_the_start(
    started: datetime, first: tuple[TargetKind, int], second: tuple[TargetKind, int], later: timedelta
) -> None:
    key = str(uuid4())
    common = {
        "rule": "r",
        "subject": "s",
        "start_event": "e",
        "started_at": started,
        "calendar": CALENDAR,
        "owner": "o",
    }
    start_clock(key=key, target=Target(*first), by="m", at=started, **common)  # type: ignore[arg-type]
    again = rerate_clock(
        key=key, target=Target(*second), calendar=CALENDAR, because="x", by="m", at=started + later
    )
    fresh = start_clock(key=f"{key}-fresh", target=Target(*second), by="m", at=started, **common)  # type: ignore[arg-type]
    assert (again.due_at, again.at_risk_at, again.beyond_calendar) == (
        fresh.due_at,
        fresh.at_risk_at,
        fresh.beyond_calendar,
    )
    assert story(key) == ["started", "rerated"]
