"""What is true of every clock, whatever the start, the amount and the pauses."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from plait.base.clock import Pause, Standing, Target, at_risk_from, due_at, standing
from plait.base.clock.targets import KINDS, TargetKind
from tests.base.clock.ellowmere import CALENDAR

starts = some.datetimes(datetime(2025, 6, 1), datetime(2028, 6, 1), timezones=some.just(UTC))  # noqa: DTZ001
kinds = some.sampled_from(KINDS)
amounts = some.integers(1, 80)
lengths = some.timedeltas(timedelta(0), timedelta(days=40))


def at(start: datetime, kind: TargetKind, amount: int, *pauses: Pause) -> datetime:
    return due_at(start=start, target=Target(kind, amount), calendar=CALENDAR, pauses=pauses).at


@given(starts, lengths, kinds, amounts)
def test_a_later_start_is_never_due_earlier(
    start: datetime, later: timedelta, kind: TargetKind, amount: int
) -> None:
    assert at(start, kind, amount) <= at(start + later, kind, amount)


@given(starts, kinds, amounts, some.integers(0, 20))
def test_a_greater_amount_is_never_due_earlier(
    start: datetime, kind: TargetKind, amount: int, more: int
) -> None:
    assert at(start, kind, amount) <= at(start, kind, amount + more)


@given(starts, kinds, amounts)
def test_due_lies_after_the_start_and_on_working_time(start: datetime, kind: TargetKind, amount: int) -> None:
    due = at(start, kind, amount)
    assert due > start
    if kind in {"working_days", "working_hours"}:
        assert CALENDAR.is_open(due)
    if kind == "school_days":
        assert CALENDAR.is_school_day(CALENDAR.local(due).date())


@given(starts, kinds, amounts, some.lists(some.tuples(lengths, lengths), max_size=3))
def test_a_pause_never_brings_it_nearer(
    start: datetime, kind: TargetKind, amount: int, stretches: list[tuple[timedelta, timedelta]]
) -> None:
    pauses, moment = [], start
    for runs, stands in stretches:
        pauses.append(Pause(moment + runs, moment + runs + stands))
        moment += runs + stands
    before = at(start, kind, amount)
    for count in range(len(pauses)):
        after = at(start, kind, amount, *pauses[: count + 1])
        assert after >= before
        before = after


@given(starts, amounts, lengths, lengths)
def test_elapsed_hours_move_by_exactly_the_pause(
    start: datetime, amount: int, runs: timedelta, stands: timedelta
) -> None:
    plain = at(start, "hours", amount)
    paused = at(start, "hours", amount, Pause(start + runs, start + runs + stands))
    assert paused == (plain + stands if start + runs < plain else plain)


@given(starts, kinds, amounts)
def test_the_same_question_has_the_same_answer_in_every_zone(
    start: datetime, kind: TargetKind, amount: int
) -> None:
    assert at(start, kind, amount) == at(start.astimezone(CALENDAR.zone), kind, amount)


@given(starts, lengths, lengths, some.one_of(some.none(), lengths))
def test_a_clock_only_ever_gets_worse_until_it_is_stopped(
    start: datetime, length: timedelta, at_one: timedelta, stopped_after: timedelta | None
) -> None:
    due = start + length
    stopped = start + stopped_after if stopped_after is not None else None
    order = [Standing.DUE, Standing.AT_RISK, Standing.BREACHED]
    now = standing(due=due, at=start + at_one, started_at=start, stopped_at=stopped)
    if stopped is not None and stopped <= start + at_one:
        assert now is (Standing.MET if stopped <= due else Standing.MET_LATE)
    else:
        later = standing(due=due, at=start + at_one + timedelta(hours=1), started_at=start)
        assert order.index(later) >= order.index(now)
        assert (now is Standing.BREACHED) == (start + at_one > due)


@given(starts, lengths, some.floats(0, 1))
def test_the_risk_begins_between_start_and_due(start: datetime, length: timedelta, part: float) -> None:
    assert start <= at_risk_from(started_at=start, due=start + length, fraction=part) <= start + length
