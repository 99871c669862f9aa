"""A school that disagrees: a concern, a decision, and what the teacher was told."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from plait.agencies.actions.record_absence import record_absence
from plait.escalation.actions.escalate import escalate
from plait.escalation.models import Escalation, EscalationStage, Owner
from plait.escalation.queries import current_stage, owner_now
from plait.feedback.models import FeedbackTask
from plait.site.demo.cast import Cast
from tests.feedback.journey import Journey

SAID = {
    "about": "decision",
    "because": "She flinched again today, and nobody has seen her.",
    "wanted": "Somebody sees her this week.",
    "urgency": "usual",
}


@pytest.fixture
def journey(cast: Cast, pack: Any, at: datetime) -> Journey:
    """The hub manager decided; the teacher was told."""
    return Journey(cast, at).raised().accepted().decided()


@pytest.fixture
def told(journey: Journey) -> FeedbackTask:
    """What the teacher was told came of it."""
    return FeedbackTask.objects.get(contact=journey.contact, practitioner=journey.cast.people["teacher"])


@pytest.fixture
def disputed(journey: Journey, told: FeedbackTask) -> Callable[..., Escalation]:
    """The teacher takes it further."""

    def make(by: str = "teacher", subject: str = "", **said: Any) -> Escalation:
        return escalate(
            subject=subject or f"feedback:{told.pk}",
            by=journey.who(by),
            at=journey.later(),
            **{**SAID, **said},
        )

    return make


def owners(found: Escalation) -> tuple[Owner, Owner]:
    """Who owns its stage now: on the side that disagrees, and on the other."""
    stage: EscalationStage = current_stage(found)
    ours, theirs = owner_now(stage, "ours"), owner_now(stage, "theirs")
    assert ours is not None and theirs is not None
    return ours, theirs


def away(journey: Journey, who: str, *, deputy: str = "", begins: timedelta = timedelta(0)) -> None:
    """They say that they are away for nine days, and who acts meanwhile."""
    at = journey.later()
    record_absence(
        practitioner_id=str(journey.cast.people[who].pk), from_at=at + begins,
        to_at=at + begins + timedelta(days=9),
        deputy_id=str(journey.cast.people[deputy].pk) if deputy else None, by=journey.who(who), at=at,
    )  # fmt: skip
