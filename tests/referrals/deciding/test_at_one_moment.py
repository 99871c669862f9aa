"""One page sent twice at one moment, on two connections: its deed is done once, and nobody is told that nothing was kept."""

from threading import Barrier, BrokenBarrierError, local
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from plait.referrals.actions import note_call as noting
from plait.referrals.actions import record_strategy as writing
from plait.referrals.actions import save_draft as saving
from plait.referrals.models import CallNote, Draft, StrategyRecord
from tests.at_once import together
from tests.referrals.deciding.conftest import Story
from tests.referrals.deciding.test_dissent_and_strategy import strategy

pytestmark = pytest.mark.django_db(transaction=True)


def both_look_first(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> None:
    """Neither goes on before both have seen that nothing stands yet. SQLite lets one in after the other, so that there the
    first to come goes on alone."""
    looks, both, mine = getattr(module, name), Barrier(2), local()

    def look(*args: Any) -> Any:
        found = looks(*args)
        if connection.vendor == "postgresql" and not hasattr(mine, "looked"):
            mine.looked = True
            try:
                both.wait(timeout=10)
            except BrokenBarrierError:
                pass
        return found

    monkeypatch.setattr(module, name, look)


def test_what_is_sent_twice_at_one_moment_is_kept_once(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in ((saving, "_standing"), (writing, "_kept"), (noting, "_kept")):
        both_look_first(monkeypatch, module, name)
    key, by, at = str(uuid4()), story.who("screener"), story.at

    drafts = together(
        *[lambda: saving.save_draft(about="call", answers={"a": "b"}, draft_id=key, by=by, at=at)] * 2
    )
    assert drafts[0] == drafts[1] == Draft.objects.get(pk=key)

    records = together(*[lambda: strategy(story, record_id=key)] * 2)
    assert records[0] == records[1] == StrategyRecord.objects.get()
    assert StrategyRecord.objects.get().attended.count() == 2

    def rang() -> CallNote:
        return noting.note_call(
            about=story.checks["police"].ref, counts_as="ask", spoke_with="Karen Pike", rang_at=at, said="Soon.",
            by=by, at=at,
        )  # fmt: skip

    notes = together(rang, rang)
    assert notes[0] == notes[1] == CallNote.objects.get()
