"""*I rang*: at the first stage the call is the talk itself; above it, it is written down beside the stage."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import release
from plait.escalation.access import open_escalation, part_in
from plait.escalation.life import ESCALATION
from plait.escalation.models import StageCall
from plait.escalation.queries import current_stage, owner_now, rule_of
from plait.escalation.rules import has_a_part, may_ring
from plait.escalation.store import timing
from plait.escalation.store.leaving import may_leave
from plait.escalation.store.stages import tell_ref


@deed
def record_call(
    *,
    escalation_id: str,
    spoke_with: str,
    said: str,
    rang_at: datetime,
    other_because: str = "",
    by: Actor,
    at: datetime,
) -> StageCall:
    """Write down a call, by whoever has a part in it, at its true time. The same call sent twice is one."""
    found = open_escalation(by, escalation_id, at=at, act="escalation:call-opened", hold=True)
    has_a_part(part_in(found, by)).insist(about=found.ref)
    may_ring(
        spoke_with=spoke_with,
        said=said,
        rang_at=rang_at,
        since=found.since or found.contact.received_at,
        at=at,
    ).insist(about=found.ref)
    stage = current_stage(found)
    same = stage.calls.filter(by=by.id, said=said.strip(), rang_at=rang_at).first()
    if same is not None:
        return same
    talk = stage.order == 1 and found.status == "open"
    verb = "talk by telephone" if talk else "ring"
    ESCALATION.may(verb, now=found.status).insist(about=found.ref)
    may_leave(found, [said, spoke_with], other_because=other_because, by=by, at=at)
    call = StageCall.objects.create(
        stage=stage,
        spoke_with=spoke_with.strip()[:160],
        rang_at=rang_at,
        said=said.strip(),
        by=by.id,
        by_name=by.name,
        at=at,
    )
    found.status = ESCALATION.after(verb, now=found.status)
    found.save(update_fields=["status"])
    if talk:
        _the_talk_was_had(call, by=by, at=at)
    record(act="escalation:call", about=[found.ref, f"contact:{found.contact_id}"], by=by, at=at)
    return call


def _the_talk_was_had(call: StageCall, *, by: Actor, at: datetime) -> None:
    stage = call.stage
    escalation = stage.escalation
    pack = release(escalation.pack)
    stage.answer, stage.answered_at = call.said, at
    stage.answered_by, stage.answered_by_name = by.id, by.name
    stage.save(update_fields=["answer", "answered_at", "answered_by", "answered_by_name"])
    timing.stop(timing.answer_key(escalation.ref, stage.order), end_event="talked by telephone", by=by, at=at)
    ours = owner_now(stage, "ours")
    assert ours is not None, "an open stage has an owner on both sides"
    timing.start(
        timing.reply_key(escalation.ref, stage.order),
        timing.reply_rule(escalation.urgency, rule_of(stage), pack),
        kind=timing.LATE,
        subject=escalation.ref,
        owner=ours.ref,
        pack=pack,
        by=by,
        at=at,
    )
    # The answer's time has stopped and theirs runs: whoever did not write it down themselves hears it.
    theirs = owner_now(stage, "theirs")
    for one in dict.fromkeys([ours.ref, f"practitioner:{escalation.by}", theirs.ref if theirs else ""]):
        if one != f"practitioner:{by.id}":
            tell_ref(escalation, one, "talked", mark=str(stage.order), phone=pack.area.hub_phone, at=at)
