"""Answer a question about a decision, with reasons; and read the answer."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import release
from plait.escalation.access import open_challenge, part_in
from plait.escalation.events import ChallengeAnswered
from plait.escalation.life import CHALLENGE
from plait.escalation.models import Challenge
from plait.escalation.rules import may_answer
from plait.escalation.store import timing
from plait.escalation.store.leaving import may_leave
from plait.escalation.store.owners import let_go
from plait.escalation.store.stages import tell_ref


@deed
def answer_challenge(
    *, challenge_id: str, answer: str, other_because: str = "", by: Actor, at: datetime
) -> Challenge:
    """Given once, by whoever decided, who stands in for them, or a colleague of the team that was asked."""
    found = open_challenge(by, challenge_id, at=at, act="challenge:answer-opened", hold=True)
    if found.status == "answered":
        if (found.answer, found.answered_by) == (answer.strip(), by.id):
            return found
        say = "Somebody has answered this already. What you wrote was not sent."
        raise Refused(no("already-answered", say=say, next_step="Read their answer"), about=found.ref)
    CHALLENGE.may("answer", now=found.status).insist(about=found.ref)
    may_answer(part_in(found, by), answer=answer).insist(about=found.ref)
    may_leave(found, [answer], other_because=other_because, by=by, at=at)
    found.answer, found.answered_at = answer.strip(), at
    found.answered_by, found.answered_by_name = by.id, by.name
    found.status = CHALLENGE.after("answer", now=found.status)
    found.save(update_fields=["answer", "answered_at", "answered_by", "answered_by_name", "status"])
    timing.stop(timing.challenge_key(found.ref), end_event="answered", by=by, at=at)
    let_go(found, ("theirs",), because="answered", at=at)
    phone = release(found.pack).area.hub_phone
    tell_ref(found, f"practitioner:{found.by}", "answered", phone=phone, at=at)
    record(
        act="challenge:answered",
        about=[found.ref, f"contact:{found.contact_id}"],
        by=by,
        at=at,
        fields=("content",),
    )
    announce(ChallengeAnswered(found.pk, found.contact_id, by.id, at))
    return found


@deed
def read_challenge(*, challenge_id: str, by: Actor, at: datetime) -> Challenge:
    """The challenge, with its answer marked as read the first time that whoever asked opens it."""
    found = open_challenge(by, challenge_id, at=at)
    if found.by == by.id and found.answered_at is not None and found.read_at is None:
        found.read_at = at
        found.save(update_fields=["read_at"])
        record(act="challenge:answer-read", about=found.ref, by=by, at=at)
    return found
