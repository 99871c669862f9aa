"""What waits for a telephone call does not push what is late off the hub's desk."""

from datetime import timedelta
from uuid import uuid4

import pytest

from plait.base.clock.models import RunningClock
from plait.base.packs import current
from plait.desk.presenters.hub import hub_desk
from plait.desk.queries.hub import desk_facts
from plait.desk.queries.hub_board import board_facts
from plait.desk.queries.hub_promises import WINDOW
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


def test_a_number_is_what_the_reader_may_see_and_misses_nothing_behind_what_they_may_not(
    story: Story,
) -> None:
    """Three windows full of concerns that are nobody's to this reader, all of them later than the reader's own."""
    late = RunningClock.objects.get(key=f"{story.contact.ref}:rating")
    other = {field.attname: getattr(late, field.attname) for field in RunningClock._meta.concrete_fields}
    hidden = {**other, "due_at": late.due_at - timedelta(days=1)}
    del hidden["id"]
    RunningClock.objects.bulk_create(
        RunningClock(**{**hidden, "key": f"hidden:{n}", "subject": f"contact:{uuid4()}"})
        for n in range(3 * WINDOW)
    )
    after, by = late.due_at + timedelta(hours=1), story.who("screener")
    part = next(
        one
        for one in hub_desk(desk_facts(by, at=after), pack=current(at=after), at=after).parts
        if one.anchor == "late"
    )
    assert str(story.contact.pk) in [row.id for row in part.rows]
    assert part.count == str(len(part.rows))
    board = board_facts(by, at=after, until=after)
    assert story.contact in [row.contact for row in board.red.rows]
    assert not board.red.more


def test_an_answer_after_the_outcomes_have_changed_is_kept(story: Story) -> None:
    decide(story, outcome="section_47")
    Decision.objects.update(outcome="an_outcome_of_last_year")
    story.answer("police", "police", "Called to the address in October.")
    assert story.referral.checks.get(pk=story.checks["police"].pk).status == "answered"
