"""A simulated year on a clock that the story moves: in the end every promise is kept or visibly late, and none is lost."""

import os
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from plait.agencies.models import Membership
from plait.base.access.written import Proof
from plait.base.clock.models import RunningClock
from plait.base.timers import firing
from plait.base.timers.models import Timer
from plait.site.demo.cast import Cast
from tests.matrix.world import undone
from tests.promises.case import begin, live_through
from tests.promises.kept import keep, kept
from tests.promises.ledger import Ledger, late_and_untold, ledger, without_owner
from tests.promises.year import Year

BEGINS = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
# Three minutes of a processor. `./run long year` lives through twenty thousand; PLAIT_TEST_YEAR says how many here.
HOW_MANY = {"sqlite": 500, "postgres": 8}
MANY = 50  # among so many everything that can happen does; among eight perhaps nobody is late


@pytest.mark.slow
@pytest.mark.django_db
def test_after_a_year_every_promise_is_kept_or_visibly_late(
    cast: Cast, pack: Any, lane: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(
        firing._handlers, "prompts-look", lambda _due: None
    )  # questions have stories of their own
    monkeypatch.setattr(Proof, "every", 307)  # every other test writes kept questions anew much more often
    year = Year(cast, seed=20261201, begins=BEGINS)
    how_many = int(os.environ.get("PLAIT_TEST_YEAR", HOW_MANY[lane]))
    live_through(year, how_many)
    found = ledger(at=year.now)
    assert found.wrong == [], str(found)
    assert found.balance == 0, str(found)
    _the_ledger_sees_what_is_taken_away(year.now)
    if how_many < MANY:
        return
    assert {"kept", "met late", "visibly late", "withdrawn"} <= set(found.now), (
        "people were late, and some kept their word"
    )
    assert {"decide", "on the ladder", "step down", "look", "leaves", "ends", "goes away"} <= set(
        year.done
    ), year.refused


def _the_ledger_sees_what_is_taken_away(at: datetime) -> None:
    """A test of the test: of each kind of promise that is late now one loses its timers, though others about the same record keep
    theirs, and the ledger says so; and it says so of a team that everybody left."""
    late = RunningClock.objects.filter(state="running", due_at__lt=at).order_by("rule", "pk")
    kinds = {clock.rule: clock for clock in late}
    assert kinds and late_and_untold(kinds.values()) == []
    for one in kinds.values():
        with undone():
            Timer.objects.filter(subject=one.subject, key__startswith=one.key).update(state="cancelled")
            assert late_and_untold([one]) == [f"late, and nobody was told: {one.key}"]
    owned = RunningClock.objects.filter(state="running", owner__startswith="team:").order_by("pk")[0]
    with undone():
        Membership.objects.filter(team_id=owned.owner.removeprefix("team:")).update(to_at=at)
        assert without_owner([owned]) == [f"nobody owns it: {owned.key} ({owned.owner})"]


@pytest.mark.django_db
def test_a_year_that_is_stopped_goes_on_from_where_it_was_kept(
    cast: Cast, pack: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped twice, and each time what was lived through since it was kept is lost with its transaction: in the end the same."""
    monkeypatch.setitem(firing._handlers, "prompts-look", lambda _due: None)
    monkeypatch.setattr(Proof, "every", 307)
    whole, done = _some_weeks(cast, stopped_after=())
    assert whole.opened > 12 and whole.wrong == []
    assert _some_weeks(cast, stopped_after=(15, 20)) == (whole, done)


def _some_weeks(cast: Cast, *, stopped_after: Iterable[int]) -> tuple[Ledger, dict[str, int]]:
    """Four families; and what the ledger says, and what was done and refused."""
    with undone():
        year = Year(replace(cast, people=dict(cast.people)), seed=3, begins=BEGINS)
        year.ends = BEGINS + timedelta(days=28)
        begin(year, 4, days=2)
        for steps in stopped_after:
            for _ in range(steps):
                year.go_on()
            keep(year)
            with undone():
                for _ in range(4):
                    year.go_on()
            again = kept()
            assert again is not None and again is not year
            year = again
        while not year.over:
            year.go_on()
        return ledger(at=year.now), dict(year.done + year.refused)
