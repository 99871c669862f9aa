"""The computer's clock is set back by hours in the middle of the morning."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from plait.base.clock.models import RunningClock
from plait.base.timers.clock_mark import clock_holds
from plait.base.timers.models import Timer
from plait.referrals.models import Draft
from plait.site import health
from plait.site.worker import one_round
from tests.bad_input.pages import fill, records, wrong_with
from tests.bad_input.test_sent_twice import DEEDS, address
from tests.matrix.asking import path_of
from tests.matrix.oracle import QUESTIONS
from tests.matrix.world import NOW, World

BACK = NOW - timedelta(hours=3)


@pytest.fixture
def moved_back(world: World) -> Iterator[World]:
    """The worker saw half past twelve; now the computer says half past nine."""
    clock_holds(at=NOW)
    with time_machine.travel(BACK, tick=False):
        yield world


@pytest.mark.read_once
def test_every_page_still_opens(moved_back: World) -> None:
    found = []
    for question in QUESTIONS:
        if question.reads:
            who = min(question.reads)
            answer = moved_back.browsers[who].get(path_of(question, moved_back))
            found += [f"{question} as {who}: {one}" for one in wrong_with(answer)]
    assert found == []


@pytest.mark.parametrize("minutes", [6, 60, 180])
@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_is_done_or_refused_with_a_sentence(world: World, deed: str, minutes: int) -> None:
    """Before somebody was given their part in it, a concern is not there for them; the page says whom to ring."""
    who, pattern, said = DEEDS[deed]
    browser, path = world.browsers[who], address(pattern, world)
    with time_machine.travel(NOW - timedelta(minutes=minutes), tick=False):
        there = browser.get(path).status_code == 200
        answer = browser.post(path, fill(browser, path, **said) if there else said)
        assert list(wrong_with(answer)) == []
        assert answer.status_code in ((200, 302, 403) if there else (404, 403)), answer.status_code


def test_nothing_fires_and_no_clock_turns(moved_back: World) -> None:
    assert not RunningClock.objects.filter(due_at__isnull=True).exists()
    clocks = {one.key: one.due_at for one in RunningClock.objects.all()}
    timers = sorted(Timer.objects.values_list("key", "due_at"))
    before = records()
    one_round(at=BACK)
    assert sorted(Timer.objects.values_list("key", "due_at")) == timers
    assert {one.key: one.due_at for one in RunningClock.objects.all()} == clocks
    assert records()["FeedbackTask"] == before["FeedbackTask"]


def test_what_runs_says_so(moved_back: World) -> None:
    said = health._clock(BACK)
    assert not said.well and "seconds behind" in said.says


def test_a_draft_and_a_session_are_still_there(moved_back: World) -> None:
    browser, path = moved_back.browsers["teacher"], f"/concerns/drafts/{moved_back['draft:half']}/worry/"
    data: Any = fill(browser, path, observed="Written before it was half past nine again.")
    assert browser.post(path, data).status_code == 302
    assert "half past nine again" in browser.get(path).content.decode()
    assert Draft.objects.get(pk=moved_back["draft:half"]).expires_at > BACK
    assert browser.get("/concerns/drafts/").status_code == 200
