"""Areas that are slow or silent hold up no other: each is spoken with on a line of its own, the database in one thread."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connections

from plait.base.federation import client, jobs
from plait.base.federation.client import NotReached
from plait.base.federation.lines import Ended, Lines, Talk
from plait.base.federation.models import Peer
from plait.base.federation.wire.asks import Answer, Ask
from tests.base.federation.delivery import pinned, receipt_for, said_to_north

BRIEF = 0.05
LONG = 20.0  # seconds; a test that waits for so long has failed
SILENT = [f"silent-{number}" for number in range(30)]


class Calls:
    """A fake way to other machines: whoever is `silent` says nothing until the end of the story."""

    def __init__(self, *silent: str) -> None:
        self.silent, self.over = set(silent), threading.Event()
        self.told: list[str] = []
        self.at_once = self.most = 0
        self._turn = threading.Lock()

    def call(self, whom: str) -> Callable[[], str]:
        def said() -> str:
            assert threading.current_thread() is not threading.main_thread()
            with self._turn:
                self.told.append(whom)
                self.at_once += 1
                self.most = max(self.most, self.at_once)
            if whom in self.silent:
                self.over.wait(LONG)
            with self._turn:
                self.at_once -= 1
            if whom in self.silent:
                raise NotReached("timeout")
            return whom

        return said

    def talk(self, whom: str, *, calls: int = 2) -> Callable[[], Talk]:
        def begun() -> Talk:
            for _ in range(calls):
                assert (yield self.call(whom)) == whom
                assert threading.current_thread() is threading.main_thread(), "all else in one thread"
            return calls

        return begun


def done(ended: list[Ended]) -> dict[str, int]:
    return {one.whom: one.done for one in ended if one.fault is None}


def speak(lines: Lines, calls: Calls, *whom: str, patience: float = LONG) -> list[Ended]:
    return lines.speak({one: calls.talk(one) for one in whom}, patience=patience)


def test_thirty_silent_areas_hold_up_none_of_those_that_answer() -> None:
    lines, calls = Lines(), Calls(*SILENT)
    answer = [f"area-{number}" for number in range(20)]
    speak(lines, calls, *SILENT, patience=BRIEF)  # nobody knows yet who is silent
    ended = done(speak(lines, calls, *SILENT, *answer, patience=1.5))
    assert ended == dict.fromkeys(answer, 2), "all of them, both calls, beside sixteen that say nothing"
    calls.over.set()
    assert done(speak(lines, calls, *SILENT)) == {}


def test_so_many_are_spoken_with_at_once_and_no_more() -> None:
    lines, calls = Lines(most=3), Calls(*SILENT)
    speak(lines, calls, *SILENT, patience=BRIEF)
    speak(lines, calls, *SILENT, patience=BRIEF)
    assert calls.most <= 6, "three that answered the last time, three that did not"
    calls.over.set()
    speak(lines, calls, *SILENT)
    assert set(calls.told) == set(SILENT), "in the end every one of them is tried"


def test_whoever_is_slow_is_gone_on_with_in_the_next_round_and_not_asked_twice() -> None:
    lines, calls = Lines(), Calls("slow")
    assert speak(lines, calls, "slow", "quick", patience=BRIEF * 4) == [Ended("quick", done=2)]
    assert done(speak(lines, calls, "slow", "quick", patience=BRIEF * 4)) == {"quick": 2}
    assert calls.told.count("slow") == 1, "its first conversation is still open"
    calls.over.set()
    (ended,) = speak(lines, calls)
    assert isinstance(ended.fault, NotReached)
    calls.silent.clear()
    assert done(speak(lines, calls, "slow")) == {"slow": 2}


def test_of_those_that_did_not_answer_the_one_that_waits_longest_is_next() -> None:
    lines, calls = Lines(most=1), Calls("a", "b", "c")
    calls.over.set()
    speak(lines, calls, "a", "b", "c")
    calls.told.clear()
    speak(lines, calls, "b")
    speak(lines, calls, "a", "b", "c")
    assert calls.told == ["b", "a", "c", "b"]


@pytest.mark.django_db
def test_a_silent_area_keeps_no_message_from_another(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    """The real round: what is said to North arrives while Elsewhere says nothing, and no line touches the database."""
    over, lines = threading.Event(), Lines()
    monkeypatch.setattr(jobs, "_lines", lines)
    pinned("elsewhere", at=at)
    pinned("north", at=at)
    row = said_to_north(at=at)
    receipt = receipt_for(row, at=at)

    def touches_nothing() -> None:
        assert not list(connections.all(initialized_only=True)), "a line has no connection"

    def delivered(_peer: Peer, written: Any, length: int) -> str:
        touches_nothing()
        with written:
            assert len(written.read()) == length
        return receipt

    def listed(peer: Peer, ask: Ask, _written: str, *, at: datetime) -> Answer:
        touches_nothing()
        if peer.code == "elsewhere":
            over.wait(LONG)
            raise NotReached("timeout")
        return Answer(ask.id, peer.code, ask.sender, at, (), more=False)

    monkeypatch.setattr(client, "_delivered", delivered)
    monkeypatch.setattr(client, "_listed", listed)
    assert jobs.cross(at, patience=1.5) == 1
    row.refresh_from_db()
    assert row.state == "arrived"
    assert Peer.objects.get(code="north").heard_at == at
    over.set()
    assert jobs.cross(at + timedelta(seconds=5)) == 0
    assert Peer.objects.get(code="elsewhere").heard_at is None
