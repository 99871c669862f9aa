"""What should not be, with real rows: the calendar has ended, everybody is on leave, whoever owned it has left."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from plait.agencies.actions.end_account import end_account
from plait.agencies.models import Practitioner
from plait.base.audit.models import AuditEntry
from plait.base.clock.queries import clock
from plait.base.outbox.models import Message
from plait.base.timers import fire_due
from plait.base.timers.models import Timer
from plait.escalation.actions.climb import climb
from plait.escalation.jobs import pass_on_what_nobody_can_own
from plait.escalation.models import Escalation
from plait.escalation.presenters.pages import page_of
from plait.escalation.queries import clock_key, current_stage
from tests.escalation.conftest import away, owners
from tests.feedback.journey import Journey

Make = Callable[..., Escalation]
pytestmark = pytest.mark.django_db


def test_a_ladder_whose_calendar_has_ended_runs_on_and_says_so(journey: Journey, disputed: Make) -> None:
    """Bank holidays are known to the end of 2028. What is disputed after Christmas still has a time, an owner and somebody who is
    asked to climb; the page says that the date may be early."""
    before = disputed()
    assert not page_of(before, by=journey.who("teacher"), at=journey.at).beyond
    journey.at = journey.at.replace(year=2028, month=12, day=22)
    climb(
        escalation_id=str(before.pk), because="Nobody answers.", by=journey.who("teacher"), at=journey.later()
    )
    before.refresh_from_db()
    running = clock(clock_key(before))
    assert running is not None and running.beyond_calendar
    assert running.due_at > journey.at
    assert page_of(before, by=journey.who("teacher"), at=journey.at).beyond
    fire_due(at=running.due_at, limit=500)
    assert current_stage(before).prompts == 1
    assert Timer.objects.get(key=running.key).due_at > running.due_at, "and it is asked again"


def test_with_everybody_on_leave_the_arbitrator_owns_it_by_name_and_number(
    journey: Journey, disputed: Make
) -> None:
    found = disputed()
    for who in journey.cast.people:
        away(journey, who)
    pass_on_what_nobody_can_own(journey.later())
    ours, theirs = owners(found)
    assert {one.ref for one in (ours, theirs)} == {"arbitrator"}
    page = page_of(found, by=journey.who("teacher"), at=journey.at)
    assert page.ours.name and page.ours.phone and page.theirs.phone
    running = clock(clock_key(found))
    assert running is not None and running.owner == "arbitrator"
    fire_due(at=running.due_at, limit=500)
    assert current_stage(found).prompts == 1, "nobody is there to be told, and it is asked again all the same"


def test_an_owner_who_has_left_owns_nothing_from_that_moment(journey: Journey, disputed: Make) -> None:
    found = disputed()
    _, theirs = owners(found)
    manager = journey.cast.people["manager"]
    assert theirs.practitioner == manager
    # Between two prompts they leave; a letter about it was on its way to them.
    running = clock(clock_key(found))
    assert running is not None
    fire_due(at=running.due_at, limit=500)
    journey.at = running.due_at + timedelta(minutes=1)
    end_account(practitioner_id=str(manager.pk), by=journey.who("administrator"), at=journey.at)
    _, after = owners(found)
    assert after.ref != theirs.ref and after.practitioner != manager
    running.refresh_from_db()
    assert running.owner == after.ref
    passed = Message.objects.filter(kind="escalation-passed").latest("posted_at")
    assert passed.to_ref == after.ref
    assert AuditEntry.objects.filter(act="escalation:passed-on", reason="has-left").exists()
    gone = Practitioner.objects.get(pk=manager.pk)
    told = set(Message.objects.filter(posted_at__gt=journey.at).values_list("to_ref", flat=True))
    fire_due(at=Timer.objects.get(key=running.key).due_at, limit=500)
    told |= set(Message.objects.filter(posted_at__gt=journey.at).values_list("to_ref", flat=True))
    assert f"practitioner:{gone.pk}" not in told and after.ref in told
