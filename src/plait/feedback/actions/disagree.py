"""*I disagree*: stands beside the feedback, reaches the hub at once, and must be answered."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, hidden, no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.feedback.access import open_feedback
from plait.feedback.events import DecisionDisputed
from plait.feedback.models import Disagreement
from plait.referrals.access import visible_contacts


@deed
def disagree(*, task_id: str, because: str, wanted: str, by: Actor, at: datetime) -> Disagreement:
    """Say what you disagree with and what should happen instead. (The escalation ladder of issue 5 starts here.)"""
    task = open_feedback(by, task_id, at=at)
    if not because.strip():
        raise Refused(
            no("needs-reason", say="Say what you disagree with.", next_step="Add one sentence"),
            about=task.ref,
        )
    told = Disagreement.objects.create(
        task=task,
        because=because,
        wanted=wanted,
        by=by.id,
        by_name=by.name,
        agency_name=by.agency_name,
        at=at,
    )
    record(act="decision:disputed", about=[task.ref, f"contact:{task.contact_id}"], by=by, at=at)
    announce(DecisionDisputed(told.pk, task.contact_id, by.id, at))
    return told


@deed
def answer_disagreement(*, disagreement_id: str, answer: str, by: Actor, at: datetime) -> Disagreement:
    """The hub's reasoned answer to a disagreement."""
    told = Disagreement.objects.select_related("task").filter(pk=disagreement_id).first()
    if told is None or not visible_contacts(by, at=at).filter(pk=told.task.contact_id).exists():
        raise Refused(hidden("not-involved"), about=f"disagreement:{disagreement_id}")
    if not answer.strip():
        raise Refused(
            no("needs-reason", say="A disagreement is answered with reasons.", next_step="Add one sentence"),
            about=told.task.ref,
        )
    told.answered, told.answered_by, told.answered_at = answer, by.id, at
    told.save(update_fields=["answered", "answered_by", "answered_at"])
    record(
        act="disagreement:answered", about=[told.task.ref, f"contact:{told.task.contact_id}"], by=by, at=at
    )
    return told
