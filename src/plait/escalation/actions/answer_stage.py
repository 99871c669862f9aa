"""The other side answers, with reasons: whoever disagrees says whether that settles it."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import release
from plait.escalation.access import open_escalation, part_to_answer
from plait.escalation.life import ESCALATION
from plait.escalation.models import Escalation
from plait.escalation.queries import current_stage, owner_now, rule_of
from plait.escalation.rules import may_answer
from plait.escalation.store import timing
from plait.escalation.store.leaving import may_leave
from plait.escalation.store.stages import tell_ref


@deed
def answer_stage(
    *, escalation_id: str, answer: str, other_because: str = "", by: Actor, at: datetime
) -> Escalation:
    """The answer of this stage, given once. Its clock is met; the time in which they say whether it is settled begins."""
    found = open_escalation(by, escalation_id, at=at, act="escalation:answer-opened", hold=True)
    stage = current_stage(found)
    if (stage.answer, stage.answered_by) == (answer.strip(), by.id) and stage.answer:
        return found
    if found.status == "answered":
        say = "Somebody has answered this stage already. What you wrote was not sent."
        raise Refused(no("already-answered", say=say, next_step="Read their answer"), about=found.ref)
    ESCALATION.may("answer", now=found.status).insist(about=found.ref)
    may_answer(part_to_answer(found, by), answer=answer).insist(about=found.ref)
    may_leave(found, [answer], other_because=other_because, by=by, at=at)
    stage.answer, stage.answered_at = answer.strip(), at
    stage.answered_by, stage.answered_by_name = by.id, by.name
    stage.save(update_fields=["answer", "answered_at", "answered_by", "answered_by_name"])
    found.status = ESCALATION.after("answer", now=found.status)
    found.save(update_fields=["status"])
    pack = release(found.pack)
    timing.stop(timing.answer_key(found.ref, stage.order), end_event="answered", by=by, at=at)
    ours = owner_now(stage, "ours")
    assert ours is not None, "an open stage has an owner on both sides"
    timing.start(
        timing.reply_key(found.ref, stage.order),
        timing.reply_rule(found.urgency, rule_of(stage), pack),
        kind=timing.LATE,
        subject=found.ref,
        owner=ours.ref,
        pack=pack,
        by=by,
        at=at,
    )
    for one in dict.fromkeys([ours.ref, f"practitioner:{found.by}"]):
        tell_ref(found, one, "answered", mark=str(stage.order), phone=pack.area.hub_phone, at=at)
    record(
        act="escalation:answered",
        about=[found.ref, f"contact:{found.contact_id}"],
        by=by,
        at=at,
        fields=("content",),
    )
    return found
