"""*I disagree*: stands beside the feedback, reaches the hub at once, and must be answered."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.outbox import post
from plait.base.packs import current
from plait.feedback.access import open_disagreement, open_feedback, who_reads_answer
from plait.feedback.events import DecisionDisputed
from plait.feedback.models import Disagreement
from plait.feedback.queries.owing import owner_of
from plait.feedback.store import timing
from plait.referrals.queries.leaving import insist_may_leave


@deed
def disagree(*, task_id: str, because: str, wanted: str, by: Actor, at: datetime) -> Disagreement:
    """Say what you disagree with and what should happen instead. The same words sent twice are one disagreement.

    The team that decided owes the answer from now on, by a clock (of somebody restricted, whoever keeps it); late, it climbs to
    those above it (`chase`)."""
    task = open_feedback(by, task_id, at=at)
    if not because.strip():
        raise Refused(
            no("needs-reason", say="Say what you disagree with.", next_step="Add one sentence"),
            about=task.ref,
        )
    because, wanted = because.strip(), wanted.strip()
    said = task.disagreements.filter(by=by.id, because=because, wanted=wanted).first()
    if said is not None:
        return said
    told = Disagreement.objects.create(
        task=task,
        because=because,
        wanted=wanted,
        by=by.id,
        by_name=by.name,
        agency_name=by.agency_name,
        at=at,
    )
    owner = owner_of(task.contact, at=at)
    timing.start(
        timing.answer_key(told.pk),
        timing.ANSWER,
        subject=f"disagreement:{told.pk}",
        owner=owner,
        pack=current(at=at),
        by=by.id,
        at=at,
    )
    post(
        key=f"disagreement:{told.pk}:said",
        kind="decision-disputed",
        to=owner,
        about=f"contact:{task.contact_id}",
        context={"link_path": f"/feedback/disagreements/{told.pk}/"},
        at=at,
    )
    record(act="decision:disputed", about=[task.ref, f"contact:{task.contact_id}"], by=by, at=at)
    announce(DecisionDisputed(told.pk, task.contact_id, by.id, at))
    return told


@deed
def answer_disagreement(
    *, disagreement_id: str, answer: str, other_because: str = "", by: Actor, at: datetime
) -> Disagreement:
    """The hub's reasoned answer to a disagreement, given once; the one who disagreed reads it beside the feedback; where
    nobody of theirs is left it stands on the record (`access.who_reads_answer`). Raises Refused while it holds what must not
    leave (`referrals.queries.leaving`)."""
    told = open_disagreement(by, disagreement_id, at=at)
    told = Disagreement.objects.select_for_update().select_related("task").get(pk=told.pk)
    answer = answer.strip()
    if not answer:
        raise Refused(
            no("needs-reason", say="A disagreement is answered with reasons.", next_step="Add one sentence"),
            about=told.task.ref,
        )
    if told.answered_at is not None:
        if (told.answered, told.answered_by) == (answer, by.id):
            return told
        raise Refused(
            no(
                "already-answered",
                say="Somebody has answered this already. What you wrote was not sent.",
                next_step="Read their answer",
            ),
            about=told.task.ref,
        )
    if told.by == by.id:
        raise Refused(
            no(
                "own-disagreement",
                say="Somebody else answers what you disagree with.",
                next_step="Ask a colleague",
            ),
            about=told.task.ref,
        )
    if insist_may_leave(told.task.contact, [answer], other_because=other_because, about=told.task.ref):
        record(act="disagreement:name-kept", about=told.task.ref, by=by, at=at, purpose=other_because)
    told.answered, told.answered_by, told.answered_at = answer, by.id, at
    told.save(update_fields=["answered", "answered_by", "answered_at"])
    timing.stop(timing.answer_key(told.pk), end_event="answered with reasons", by=by.id, at=at)
    reader = who_reads_answer(told, at=at)
    if reader:
        post(
            key=f"disagreement:{told.pk}:answered",
            kind="disagreement-answered",
            to=reader,
            about=f"contact:{told.task.contact_id}",
            context={"link_path": f"/feedback/{told.task_id}/"},
            at=at,
        )
    record(
        act="disagreement:answered",
        about=[told.task.ref, f"contact:{told.task.contact_id}"],
        by=by,
        at=at,
        reason="" if reader else "nobody-left-to-read",
        fields=("content",),
    )
    return told
