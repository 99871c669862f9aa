"""What waits for a telephone call does not push what is late off the hub's desk."""

from datetime import timedelta

import pytest

from plait.base.clock.models import RunningClock
from plait.desk.queries.hub import WINDOW, board_facts, desk_facts
from plait.referrals.models import Decision
from tests.referrals.deciding.conftest import Story, contact, story, who
from tests.referrals.deciding.test_decide import decide

__all__ = ["contact", "story", "who"]

pytestmark = pytest.mark.django_db(transaction=True)


def test_feedback_that_waits_hides_nothing_late(story: Story) -> None:
    late = RunningClock.objects.get(key=f"{story.contact.ref}:rating")
    other = {field.attname: getattr(late, field.attname) for field in RunningClock._meta.concrete_fields}
    waits = {**other, "due_at": late.due_at - timedelta(days=1), "rule": "referrer_feedback"}
    del waits["id"]
    RunningClock.objects.bulk_create(
        RunningClock(**{**waits, "key": f"feedback:{n}:send", "subject": f"feedback:{n}"})
        for n in range(WINDOW + 1)
    )
    after = late.due_at + timedelta(hours=1)
    rows = desk_facts(story.who("screener"), at=after).late.rows
    assert story.contact in [row.contact for row in rows]
    red = board_facts(story.who("screener"), at=after, until=after).red.rows
    assert story.contact in [row.contact for row in red]


def test_an_answer_after_the_outcomes_have_changed_is_kept(story: Story) -> None:
    decide(story, outcome="section_47")
    Decision.objects.update(outcome="an_outcome_of_last_year")
    story.answer("police", "police", "Called to the address in October.")
    assert story.referral.checks.get(pk=story.checks["police"].pk).status == "answered"
