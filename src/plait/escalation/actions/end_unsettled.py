"""An end without a settlement: events overtook it, or it is taken back. The reason stands on both agencies’ records."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from plait.base.access.deeds import deed
from plait.base.access.verdict import Verdict
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import release
from plait.escalation.access import open_escalation, part_in
from plait.escalation.events import EscalationEnded
from plait.escalation.life import ESCALATION
from plait.escalation.models import Escalation
from plait.escalation.queries import current_stage
from plait.escalation.rules import may_overtake, may_withdraw
from plait.escalation.store.leaving import may_leave
from plait.escalation.store.stages import end


@deed
def overtake(
    *, escalation_id: str, because: str, learning: str = "", other_because: str = "", by: Actor, at: datetime
) -> Escalation:
    """An incident, a new decision, a strategy discussion: those who disagree say so, or above the first talk whoever
    owns it on the other side. What became of the child is asked all the same."""
    return _end("overtake", may_overtake, escalation_id, because, learning, other_because, by=by, at=at)


@deed
def withdraw(
    *, escalation_id: str, because: str, learning: str = "", other_because: str = "", by: Actor, at: datetime
) -> Escalation:
    """It is taken back by whoever disagreed. What it did for the child is asked all the same."""
    return _end("withdraw", may_withdraw, escalation_id, because, learning, other_because, by=by, at=at)


def _end(
    move: Literal["overtake", "withdraw"], rule: Callable[..., Verdict], escalation_id: str, because: str, learning: str,
    other_because: str, *, by: Actor, at: datetime,
) -> Escalation:  # fmt: skip
    found = open_escalation(by, escalation_id, at=at, act="escalation:end-opened", hold=True)
    ended = {"overtake": "overtaken", "withdraw": "withdrawn"}[move]
    if found.status == ended and found.ended_by == by.id:
        return found
    ESCALATION.may(move, now=found.status).insist(about=found.ref)
    rule(part_in(found, by), because=because).insist(about=found.ref)
    may_leave(found, [because], other_because=other_because, by=by, at=at)
    end(
        found, current_stage(found), status=ESCALATION.after(move, now=found.status), outcome=because.strip(),
        learning=learning[:200], pack=release(found.pack), by=by, at=at,
    )  # fmt: skip
    about = [found.ref, f"contact:{found.contact_id}"]
    record(act=f"escalation:{ended}", about=about, by=by, at=at, fields=("content",))
    announce(EscalationEnded(found.pk, found.contact_id, ended, by.id, at))
    return found
