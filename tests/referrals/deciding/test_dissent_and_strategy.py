"""Every agency involved may see it differently; a strategy discussion is written down on one page."""

from datetime import time, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from plait.base.access.verdict import Refused
from plait.base.audit.models import AuditEntry
from plait.base.clock.queries import clock
from plait.base.outbox.models import Message
from plait.referrals.actions.record_dissent import record_dissent
from plait.referrals.actions.record_strategy import Agreed, record_strategy
from plait.referrals.models import Dissent, Referral, StrategyRecord
from tests.referrals.deciding.conftest import Story
from tests.referrals.deciding.test_decide import decide

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("who", "agency"),
    [
        ("dsl", "Alder Lane Primary School"),
        ("police", "Fenmarch Police"),
        ("teacher", "Alder Lane Primary School"),
        ("manager", "Ellowmere Children’s Services"),
    ],
)
def test_whoever_was_asked_told_us_or_works_on_it_may_differ(story: Story, who: str, agency: str) -> None:
    decision = decide(story, outcome="strategy_discussion")
    say = partial(
        record_dissent,
        decision_id=str(decision.pk),
        view="This needed protection.",
        by=story.who(who),
        at=story.at,
    )
    dissent = say()
    assert dissent.agency_name == agency and say() == dissent
    assert AuditEntry.objects.filter(act="decision:dissent").exists()
    told = set(Message.objects.filter(kind="dissent-said").values_list("to_ref", flat=True))
    assert told == {f"practitioner:{decision.by}"} - {f"practitioner:{story.who(who).id}"}, (
        "once, and not oneself"
    )


@pytest.mark.parametrize("who", ["police_ex_partner", "housing", "family_helper"])
def test_nobody_else_does(story: Story, who: str) -> None:
    if who == "police_ex_partner":
        from plait.people.actions.declare_conflict import declare_conflict

        declare_conflict(
            forename="Theo", surname="Marlow", born_on=None, kind="ex-partner", by=story.who(who), at=story.at
        )
    decision = decide(story, outcome="strategy_discussion")
    for decision_id in (str(decision.pk), str(uuid4())):
        with pytest.raises(Refused) as refusal:
            record_dissent(decision_id=decision_id, view="x", by=story.who(who), at=story.at)
        assert refusal.value.verdict.hides
    assert not Dissent.objects.exists()


def test_a_view_says_something(story: Story) -> None:
    decision = decide(story, outcome="strategy_discussion")
    with pytest.raises(Refused, match="nothing-said"):
        record_dissent(decision_id=str(decision.pk), view=" ", by=story.who("dsl"), at=story.at)


def strategy(story: Story, who: str = "screener", **given: Any) -> StrategyRecord:
    today = story.at.date()
    fields: dict[str, Any] = {
        "referral_id": str(story.referral.pk),
        "held_at": story.at - timedelta(minutes=20),
        "attended": [
            ("Miriam Cole", "Children’s Services"),
            ("Karen Pike", "Fenmarch Police"),
            ("", "Health"),
        ],
        "shared": "Police told of two calls.",
        "decided": "Joint enquiry.",
        "enquiry": "joint",
        "medical": "yes",
        "medical_because": "Today at four.",
        "safety_tonight": "With his grandmother.",
        "actions": [Agreed("Karen Pike", "Speaks to the father", today, time(18)), Agreed("", "", today)],
        "by": story.who(who),
        "at": story.at,
    }
    return record_strategy(**{**fields, **given})


def test_the_record_says_who_was_there_and_who_does_what(story: Story) -> None:
    record = strategy(story)
    assert [one.name for one in record.attended.order_by("name")] == ["Karen Pike", "Miriam Cole"]
    assert [one.what for one in record.actions.all()] == ["Speaks to the father"]


def test_it_keeps_the_promise_of_a_strategy_discussion_at_its_true_time(story: Story) -> None:
    decide(story, outcome="strategy_discussion")
    story.at += timedelta(hours=2)
    held = story.at - timedelta(minutes=20)
    strategy(story, held_at=held)
    promise = clock(f"referral:{story.referral.pk}:strategy_discussion")
    assert promise is not None and promise.stopped_at == held


@pytest.mark.parametrize("status", [choice for choice, _ in Referral.Status.choices])
def test_it_waits_for_nothing_and_is_kept_once(story: Story, status: str) -> None:
    Referral.objects.update(status=status)
    key = str(uuid4())
    assert strategy(story, record_id=key) == strategy(story, record_id=key)
    assert StrategyRecord.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"attended": []}, "nobody-there"),
        ({"enquiry": "perhaps"}, "not-a-choice"),
    ],
)
def test_what_is_missing_is_said(story: Story, given: dict[str, Any], reason: str) -> None:
    with pytest.raises(Refused) as refusal:
        strategy(story, **given)
    assert refusal.value.verdict.reason == reason
    with pytest.raises(Refused, match="held-in-future"):
        strategy(story, held_at=story.at + timedelta(hours=1))


@pytest.mark.parametrize("who", ["call_handler", "police", "police_ex_partner", "lead"])
def test_only_those_who_work_on_it_and_decide_or_lead(story: Story, who: str) -> None:
    with pytest.raises(Refused):
        strategy(story, who)
    assert AuditEntry.objects.filter(verdict="refused", act="deed:record_strategy").exists()
