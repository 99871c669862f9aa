"""Promises of time: committed with the deed, attempted at least once, done once."""

from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from plait.base.timers import Due, Fired, cancel_timer, fire_due, move_timer, once, set_timer, when_due
from plait.base.timers import firing as firing_module
from plait.base.timers.clock_mark import accept_clock, seconds_behind
from plait.base.timers.firing import LEASE, TIMES_BEFORE_FAILED
from plait.base.timers.models import Effect, Timer
from plait.base.timers.queries import lag, waiting_for
from plait.base.timers.setting import OutsideTransaction

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def rang(monkeypatch: pytest.MonkeyPatch) -> list[Due]:
    """A handler that notes whom the hub rang."""
    monkeypatch.setattr(firing_module, "_handlers", {})
    calls: list[Due] = []
    when_due("ring-the-hub", calls.append)
    return calls


def promise(at: datetime, key: str = "contact:7:ring", kind: str = "ring-the-hub") -> bool:
    with transaction.atomic():
        return set_timer(key=key, kind=kind, subject="contact:7", due_at=at)


def test_nothing_happens_before_its_time(at: datetime, rang: list[Due]) -> None:
    promise(at + HOUR)
    assert fire_due(at=at + HOUR - timedelta(microseconds=1)) == Fired()
    assert rang == []


def test_what_is_due_happens_once(at: datetime, rang: list[Due]) -> None:
    promise(at)
    assert fire_due(at=at) == Fired(fired=1)
    assert fire_due(at=at + HOUR) == Fired()
    assert rang == [Due("contact:7:ring", "ring-the-hub", "contact:7", at, at)]
    timer = Timer.objects.get()
    assert (timer.state, timer.fired_at, timer.leased_until) == ("fired", at, None)


def test_what_is_done_writes_no_index_of_what_did_not_change(at: datetime, rang: list[Due]) -> None:
    """A column that is named is written into its index again, though it stays the same: among a million promises that is a page
    of its own for each."""
    promise(at)
    promise(at + HOUR, "contact:7:again")
    with CaptureQueriesContext(connection) as asked:
        fire_due(at=at)
        with transaction.atomic():
            cancel_timer(key="contact:7:again")
    written = [one["sql"] for one in asked if one["sql"].startswith('UPDATE "timers_timer"')]
    changed = [sql.partition(" SET ")[2].partition(" WHERE ")[0] for sql in written]
    assert len(changed) == 3, "claimed, fired, taken back"
    assert not [one for one in changed for name in ("key", "subject", "next_try") if f'"{name}" =' in one]


def test_the_oldest_promise_is_kept_first(at: datetime, rang: list[Due]) -> None:
    for minutes in (3, 1, 2):
        promise(at + timedelta(minutes=minutes), key=f"t{minutes}")
    fire_due(at=at + HOUR, limit=2)
    assert [due.key for due in rang] == ["t1", "t2"]


def test_the_same_key_is_one_timer(at: datetime, rang: list[Due]) -> None:
    assert promise(at + HOUR)
    assert promise(at + 2 * HOUR)
    assert [timer.due_at for timer in waiting_for("contact:7")] == [at + 2 * HOUR]


def test_what_was_done_is_not_done_again_by_the_same_key(at: datetime, rang: list[Due]) -> None:
    promise(at)
    fire_due(at=at)
    assert not promise(at + HOUR)
    assert fire_due(at=at + 2 * HOUR) == Fired()


def test_a_cancelled_promise_is_silent_and_can_be_made_again(at: datetime, rang: list[Due]) -> None:
    promise(at)
    with transaction.atomic():
        assert cancel_timer(key="contact:7:ring")
        assert not cancel_timer(key="contact:7:ring")
    assert fire_due(at=at) == Fired()
    assert promise(at + HOUR)
    assert fire_due(at=at + HOUR) == Fired(fired=1)


def test_a_moved_promise_is_kept_at_its_new_time(at: datetime, rang: list[Due]) -> None:
    promise(at)
    with transaction.atomic():
        assert move_timer(key="contact:7:ring", due_at=at + HOUR)
        assert not move_timer(key="no such timer", due_at=at)
    assert fire_due(at=at) == Fired()
    assert fire_due(at=at + HOUR) == Fired(fired=1)


@pytest.mark.django_db(transaction=True)
def test_a_timer_is_set_with_its_deed_or_not_at_all(at: datetime) -> None:
    with pytest.raises(OutsideTransaction):
        set_timer(key="k", kind="ring-the-hub", subject="contact:7", due_at=at)
    with pytest.raises(OutsideTransaction):
        cancel_timer(key="k")
    with pytest.raises(OutsideTransaction):
        once("k")


@pytest.mark.parametrize(
    "wrong",
    [{"key": "k" * 201}, {"kind": ""}, {"subject": "s" * 81}, {"due_at": datetime(2026, 11, 23)}],  # noqa: DTZ001
)
def test_a_promise_that_cannot_be_kept_is_refused(at: datetime, wrong: dict[str, object]) -> None:
    good: dict[str, object] = {"key": "k", "kind": "ring-the-hub", "subject": "contact:7", "due_at": at}
    with transaction.atomic(), pytest.raises(ValueError, match=r"characters|time zone"):
        set_timer(**(good | wrong))  # type: ignore[arg-type]


def test_a_handler_that_fails_undoes_its_work_and_is_tried_again(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[datetime] = []

    def sometimes(due: Due) -> None:
        tries.append(due.at)
        assert once("told the hub", at=due.at)
        if len(tries) < 3:
            raise ConnectionError("Amina Yusuf, 4 Elder Street")

    monkeypatch.setattr(firing_module, "_handlers", {})
    when_due("ring-the-hub", sometimes)
    promise(at)
    assert fire_due(at=at) == Fired(failed=1)
    timer = Timer.objects.get()
    assert (timer.state, timer.last_error, timer.attempts) == ("waiting", "ConnectionError", 1)
    assert not Effect.objects.exists()
    assert fire_due(at=at) == Fired()
    assert fire_due(at=at + timedelta(minutes=1)) == Fired(failed=1)
    assert fire_due(at=at + timedelta(minutes=2)) == Fired()
    assert fire_due(at=at + timedelta(minutes=3)) == Fired(fired=1)
    assert Effect.objects.count() == 1


def test_what_keeps_failing_is_seen_and_still_tried(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(firing_module, "_handlers", {})
    promise(at)  # nobody handles this kind yet
    moment = at
    for _ in range(TIMES_BEFORE_FAILED):
        fire_due(at=moment)
        moment += HOUR
    assert Timer.objects.get().state == "failed"
    assert lag(at=moment).failed_kinds == ("ring-the-hub",)
    done: list[Due] = []
    when_due("ring-the-hub", done.append)
    assert fire_due(at=moment) == Fired(fired=1)
    assert lag(at=moment).failed == 0


def test_a_worker_that_died_keeps_its_lease_and_then_another_takes_over(
    at: datetime, rang: list[Due]
) -> None:
    promise(at)
    firing_module._claim(at=at, limit=5)  # and here the first worker dies
    assert fire_due(at=at + LEASE - timedelta(seconds=1)) == Fired()
    assert fire_due(at=at + LEASE) == Fired(fired=1)
    assert len(rang) == 1


def test_a_worker_that_was_thought_dead_does_nothing_twice(at: datetime, rang: list[Due]) -> None:
    promise(at)
    (slow,) = firing_module._claim(at=at, limit=5)
    fire_due(at=at + LEASE)
    assert not firing_module._fire(slow, at=at + LEASE)
    assert len(rang) == 1


def test_a_promise_taken_back_while_leased_is_not_kept(at: datetime, rang: list[Due]) -> None:
    promise(at)
    (leased,) = firing_module._claim(at=at, limit=5)
    with transaction.atomic():
        cancel_timer(key="contact:7:ring")
    assert not firing_module._fire(leased, at=at)
    assert rang == []


def test_a_handler_may_set_its_own_timer_again(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    def every_hour(due: Due) -> None:
        set_timer(key=due.key, kind=due.kind, subject=due.subject, due_at=due.at + HOUR)

    monkeypatch.setattr(firing_module, "_handlers", {})
    when_due("ring-the-hub", every_hour)
    promise(at)
    assert [fire_due(at=at + n * HOUR).fired for n in range(3)] == [1, 1, 1]
    assert [timer.due_at for timer in waiting_for("contact:7")] == [at + 3 * HOUR]


def test_one_kind_has_one_handler(rang: list[Due]) -> None:
    with pytest.raises(ValueError, match="has a handler already"):
        when_due("ring-the-hub", print)


def test_a_clock_moved_back_fires_nothing_until_somebody_looks(at: datetime, rang: list[Due]) -> None:
    fire_due(at=at)
    promise(at - 2 * HOUR)
    assert fire_due(at=at - HOUR) == Fired(clock_moved_back=True)
    assert seconds_behind(at=at - HOUR) == 3600
    assert fire_due(at=at - timedelta(minutes=5)) == Fired(fired=1)  # a small correction is not a mistake
    assert seconds_behind(at=at - timedelta(minutes=5)) == 0
    accept_clock(at=at - HOUR)
    assert seconds_behind(at=at - HOUR) == 0


def test_the_lag_tells_that_no_worker_runs(at: datetime) -> None:
    promise(at)
    assert lag(at=at + HOUR).overdue_seconds == 3600


def test_once_means_once(at: datetime) -> None:
    with transaction.atomic():
        assert once("handover:3:accepted", at=at)
        assert not once("handover:3:accepted", at=at)
