"""Who does what by when: ticked off by whoever works on it, late on the desks until somebody says."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest
from django.db import transaction

from plait.base.access.verdict import Refused
from plait.base.audit.models import AuditEntry
from plait.base.clock.lateness import timer_of
from plait.base.clock.queries import clock
from plait.base.outbox.models import Message
from plait.base.timers import Due
from plait.referrals.actions.accept_lead import accept_lead
from plait.referrals.actions.complete_action import complete_action
from plait.referrals.actions.record_strategy import Agreed
from plait.referrals.handlers.late import promise_is_late
from plait.referrals.models import StrategyAction, StrategyRecord
from tests.referrals.deciding.conftest import Desk, Story
from tests.referrals.deciding.test_decide import decide
from tests.referrals.deciding.test_dissent_and_strategy import strategy


@pytest.fixture
def record(story: Story) -> StrategyRecord:
    """Karen Pike sees the father by tomorrow; a paediatrician is booked within the week."""
    due = (story.at + timedelta(days=1)).date()
    week = due + timedelta(days=6)
    agreed = [
        Agreed("Karen Pike", "Sees the father", due),
        Agreed("Miriam Cole", "Books the paediatrician", week),
    ]
    return strategy(story, actions=agreed)


def say(
    story: Story, record: StrategyRecord, done: bool = True, who: str = "screener", **given: Any
) -> StrategyAction:
    action = record.actions.filter(what="Sees the father").first()
    return complete_action(
        **{"referral_id": str(story.referral.pk), "action_id": str(action.pk if action else ""), "done": done,
           "by": story.who(who), "at": story.at, **given}
    )  # fmt: skip


def test_tonight_at_eight_is_late_at_eight_and_somebody_hears(story: Story, desk: Desk) -> None:
    """The hub until a team leads, then that team: not only a row on a page, and not on the next day."""
    tonight = Agreed("Karen Pike", "Sees that he is in bed", story.at.date(), time(20))
    record = strategy(story, actions=[tonight, Agreed("Miriam Cole", "Rings", story.at.date())])
    decide(story, outcome="section_47")
    accept_lead(referral_id=str(story.referral.pk), by=story.who("lead"), at=story.at)
    action = record.actions.get(due_time=time(20))
    key = f"{story.referral.ref}:agreed-{action.pk}"
    running, leads = clock(key), f"team:{story.cast.teams['assessment'].pk}"
    assert action.by_when == "Mon 23 Nov 2026, 20:00" and running is not None
    assert running.due_at == story.at.replace(hour=20, minute=0) and running.owner == leads
    due = Due(timer_of(running), "promise-late", running.subject, running.due_at, running.due_at)
    story.at = running.due_at + timedelta(minutes=1)
    with transaction.atomic():
        promise_is_late(replace(due, at=story.at))
    told = Message.objects.get(kind="promise-late", to_ref=leads)
    assert told.context["link_path"] == f"/referrals/{story.referral.pk}/"
    assert "Do what a strategy discussion agreed" in desk.get("screener", "/hub/board/").content.decode()
    late = desk.get("screener", "/hub/").content.decode()
    assert "Sees that he is in bed" in late and "Rings" not in late, "that has until midnight"
    say(story, record, done=False, note="He was not there.", action_id=str(action.pk))
    ended = clock(key)
    assert ended is not None and ended.state == "stopped"


def test_done_by_whom_when_and_what_came_of_it(story: Story, record: StrategyRecord) -> None:
    said = say(story, record, note="He was at home. ")
    assert (said.done, said.done_at, said.done_by_name) == (True, story.at, "Miriam Cole")
    assert said.done_note == "He was at home."
    assert said.by_when == "Tue 24 Nov 2026"
    assert say(story, record, note="He was at home.", at=story.at + timedelta(hours=1)).done_at == story.at
    # One deed: a row for the referral and one for the record.
    assert AuditEntry.objects.filter(act="strategy:action-done").count() == 2


def test_what_was_not_done_says_why_and_may_be_done_later(story: Story, record: StrategyRecord) -> None:
    with pytest.raises(Refused, match="needs-reason"):
        say(story, record, done=False, note="  ")
    say(story, record, done=False, note="He has moved away.")
    assert say(story, record).done is True
    acts = AuditEntry.objects.filter(act__startswith="strategy:action-").values_list("act", flat=True)
    assert sorted(set(acts)) == ["strategy:action-done", "strategy:action-not-done"]


@pytest.mark.parametrize(
    ("who", "reason"), [("dsl", "not-involved"), ("police", "not-involved"), ("call_handler", "")]
)
def test_nobody_else_ticks_it_off(story: Story, record: StrategyRecord, who: str, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        say(story, record, who=who)
    assert reason in ("", refused.value.verdict.reason)
    assert AuditEntry.objects.filter(verdict="refused", act="deed:complete_action").count() == 1
    assert not StrategyAction.objects.filter(done__isnull=False).exists()


def test_an_action_of_another_referral_is_not_there(story: Story, record: StrategyRecord) -> None:
    with pytest.raises(Refused) as refused:
        say(story, record, action_id="00000000-0000-4000-8000-000000000000")
    assert refused.value.verdict.hides


def test_it_is_ticked_off_on_its_page_and_stands_in_the_record_and_the_story(
    story: Story, record: StrategyRecord, desk: Desk
) -> None:
    action = record.actions.get(what="Sees the father")
    page = f"/referrals/{story.referral.pk}/strategy/{record.pk}/"
    path = f"{page}actions/{action.pk}/"
    assert f'href="{path}"' in desk.get("screener", page).content.decode()
    assert f'href="{path}"' in desk.get("screener", f"/referrals/{story.referral.pk}/").content.decode()
    wrong = desk.post("screener", path, {"done": "no", "note": ""})
    assert "Say why it was not done" in wrong.content.decode()
    assert desk.post("screener", path, {"done": "no", "note": "He has moved away."})["Location"] == page
    text = desk.get("screener", page).content.decode()
    assert "Not done" in text and "He has moved away." in text and "Miriam Cole" in text
    told = desk.get("screener", f"/people/{story.child()}/story/").content.decode()
    assert "Not done: Miriam Cole" in told and "He has moved away." in told
    assert desk.get("dsl", path).status_code == 404


def test_late_it_stands_on_the_hubs_desk_and_the_leads_until_somebody_says(
    story: Story, record: StrategyRecord, desk: Desk
) -> None:
    decide(story, outcome="section_47")
    accept_lead(referral_id=str(story.referral.pk), by=story.who("lead"), at=story.at)
    assert "Agreed in a strategy discussion, and late" not in desk.get("screener", "/hub/").content.decode()
    story.at += timedelta(days=2)
    for who, path, words in (
        ("screener", "/hub/", ("Agreed in a strategy discussion, and late", "Sees the father", "Karen Pike")),
        ("lead", "/lead/", ("1 agreed and late",)),
    ):
        text = desk.get(who, path).content.decode()
        for one in words:
            assert one in text, (path, one)
        assert "Books the paediatrician" not in text
    say(story, record)
    assert "and late" not in desk.get("screener", "/hub/").content.decode()
    assert "agreed and late" not in desk.get("lead", "/lead/").content.decode()
