"""Which clause of the agencies' agreements covers what "Can I share this?" says may go, or what is missing."""

from dataclasses import dataclass
from datetime import datetime

from plait.agencies.models import Team
from plait.agencies.queries import teams_of_kind
from plait.base.audit.actor import Actor
from plait.base.packs import Pack
from plait.sharing.queries.advice import said_by
from plait.sharing.queries.agreements import clauses_in_force, ruling
from plait.sharing.queries.gateways import gateway_facts
from plait.sharing.rules import Line, Proposal
from plait.sharing.rules.advice import Advice, Asked


@dataclass(frozen=True, slots=True)
class Covered:
    """The clauses by which it would go through Plait, as people call them; and in sentences what none covers."""

    by: tuple[str, ...] = ()
    missing: str = ""
    waits_for_none: bool = False


def covered(
    advice: Advice, asked: Asked, *, recipient_id: str, pack: Pack, by: Actor, at: datetime
) -> Covered | None:
    """What the gate would decide about the kinds of information that may go; None where nothing goes. Nothing is shared by
    asking, and protection waits for no clause."""
    going = {item.code for item in advice.items if item.outcome in ("share", "part")}
    if advice.best is None or not going:
        return None
    reason = next(one for one in said_by(pack).reasons if one.code == asked.reason)
    groups = dict.fromkeys(str(one.group) for one in said_by(pack).items if one.code in going)
    clauses = clauses_in_force()
    decision = ruling(
        Proposal(
            purpose=reason.label,
            purpose_code=reason.purpose,
            gateway=gateway_facts(pack, advice.best.code),
            on=asked.on,
            holder_kind=asked.holder.kind,
            recipient_kind=asked.recipient.kind,
            holder=by.agency,
            recipient=recipient_id or _hub_agency(asked.recipient.kind),
            lines=[Line(group) for group in groups],
            outcome="share",
        ),
        by=by,
        at=at,
        clauses=clauses,
    )
    labels = {clause.id: clause.label or clause.id for clause in clauses.all}
    return Covered(
        by=tuple(labels[one] for one in decision.clauses),
        missing=decision.say,
        waits_for_none=decision.allowed and not decision.clauses,
    )


def _hub_agency(kind: str) -> str:
    """Asked of “the hub”, it is asked of the agency that runs it."""
    hub = teams_of_kind(Team.Kind.HUB).first() if kind == "HUB" else None
    return str(hub.agency_id) if hub else ""
