"""A complaint about how data was used: kept, acknowledged within its time, answered, and learnt from."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock.actions.start_clock import start_clock
from plait.base.clock.actions.stop_clock import stop_clock
from plait.base.db.references import new_reference
from plait.base.packs import current
from plait.privacy.access import may_act_for, may_use_desk, opened, visible_complaints
from plait.privacy.models import Complaint

CLOCK = "dp_complaint_ack"


@deed
def record_complaint(
    *, complainant: str, safe_contact: str, said: str, received_at: datetime, by: Actor, at: datetime
) -> Complaint:
    """By anybody, named or not, however it came; its time to be acknowledged runs from the day it came."""
    may_use_desk(by).insist(about="page:complaints")
    if not said.strip() or received_at > at:
        raise Refused(
            no(
                "complaint-incomplete", say="Say what they complain of, and when it came.", next_step="Add it"
            ),
            about="page:complaints",
        )
    made = Complaint.objects.create(
        reference=new_reference(), agency_id=by.agency, complainant=complainant.strip(), safe_contact=safe_contact.strip(),
        said=said.strip(), received_at=received_at, taken_by=by.id,
    )  # fmt: skip
    pack = current(at=at)
    rule = pack.clock_rule(CLOCK)
    start_clock(
        key=f"{made.ref}:acknowledged", rule=rule.code, subject=made.ref, start_event=rule.start_event,
        started_at=received_at, target=rule.target, calendar=pack.calendar(), owner=f"agency:{by.agency}", by=by.id, at=at,
        pack_release=pack.release_id, at_risk_fraction=rule.at_risk_fraction,
    )  # fmt: skip
    record(act="complaint:recorded", about=made.ref, by=by, at=at, fields=("source", "content"))
    return made


@deed
def acknowledge_complaint(*, complaint_id: str, by: Actor, at: datetime) -> Complaint:
    """They were told that it came, in the safe way they gave. Once."""
    complaint = _held(complaint_id, by, at)
    if complaint.acknowledged_at is None:
        complaint.acknowledged_at, complaint.acknowledged_by = at, by.id
        complaint.save(update_fields=["acknowledged_at", "acknowledged_by"])
        stop_clock(key=f"{complaint.ref}:acknowledged", end_event="Acknowledged", by=by.id, at=at)
        record(act="complaint:acknowledged", about=complaint.ref, by=by, at=at)
    return complaint


@deed
def answer_complaint(
    *, complaint_id: str, outcome: str, answer: str, learning: str, by: Actor, at: datetime
) -> Complaint:
    """What came of it, in words, and what is done differently from now on. Once; only after it was acknowledged."""
    complaint = _held(complaint_id, by, at)
    if complaint.answered_at is not None:
        return complaint
    if outcome not in Complaint.Outcome.values or not answer.strip():
        raise Refused(
            no("needs-answer", say="Choose what came of it, and write the answer.", next_step="Add it"),
            about=complaint.ref,
        )
    if complaint.acknowledged_at is None:
        raise Refused(
            no("not-acknowledged", say="Acknowledge it first.", next_step="Tell them that it came"),
            about=complaint.ref,
        )
    complaint.outcome, complaint.answer, complaint.learning = outcome, answer.strip(), learning.strip()
    complaint.answered_by, complaint.answered_at = by.id, at
    complaint.save(update_fields=["outcome", "answer", "learning", "answered_by", "answered_at"])
    record(act="complaint:answered", about=complaint.ref, by=by, at=at, reason=outcome)
    return complaint


def _held(complaint_id: str, by: Actor, at: datetime) -> Complaint:
    seen = opened(visible_complaints(by), complaint_id, kind="complaint", by=by, at=at)
    may_act_for(str(seen.agency_id), by=by, at=at).insist(about=seen.ref)
    return Complaint.objects.select_for_update().get(pk=seen.pk)
