"""What ends with an agency: a question that nobody there can read the answer of, and what its people disagreed about among
themselves. Everything else passes to whoever acts in its place (`store.candidates.in_place`)."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock.queries import NOT_REQUIRED
from plait.base.packs import release
from plait.escalation.life import CHALLENGE, ESCALATION, OPEN
from plait.escalation.models import Challenge, ChildOutcome, Escalation, EscalationStage
from plait.escalation.store import timing
from plait.escalation.store.owners import let_go
from plait.escalation.store.stages import end

INSIDE = "inside"
BECAUSE = (
    "The agency works with Plait no more, and with it ended what its people disagreed about among themselves."
)
NOBODY_SAYS = "The agency works with Plait no more: nobody there can say."


def of_agency(agency_id: UUID) -> tuple[list[Escalation], list[Challenge]]:
    """What ends with it, the oldest first."""
    waits = Q(status__in=OPEN) | Q(child_outcome__isnull=False, child_outcome__at__isnull=True)
    inside = Escalation.objects.filter(waits, our_agency_id=agency_id, scope=INSIDE)
    asked = Challenge.objects.filter(our_agency_id=agency_id, status="asked")
    return list(inside.order_by("at", "pk")), list(asked.order_by("at", "pk"))


def is_of_ended_agency(of: Escalation | Challenge) -> bool:
    """Does it end because the agency of whoever raised it has?"""
    gone = of.our_agency.ended_at is not None
    return gone and (isinstance(of, Challenge) or of.scope == INSIDE)


def end_question(found: Challenge, *, by: Actor, at: datetime) -> None:
    """Nobody is there to read an answer: it counts as taken back, and nobody is asked for one any more."""
    found.status = CHALLENGE.after("take back", now=found.status)
    found.save(update_fields=["status"])
    timing.stop(timing.challenge_key(found.ref), end_event="taken back", by=by, at=at)
    let_go(found, ("theirs",), because="agency-ended", at=at)
    about = [found.ref, f"contact:{found.contact_id}"]
    record(act="challenge:taken-back", about=about, by=by, at=at, reason="agency-ended")


def nobody_can_say(found: Escalation, stage: EscalationStage, *, by: Actor, at: datetime) -> None:
    """What it did for the child is not known, and nobody is asked any more."""
    ChildOutcome.objects.filter(escalation=found, at__isnull=True).update(
        how=ChildOutcome.How.NOT_KNOWN, said=NOBODY_SAYS, by=by.id, by_name=by.name, at=at
    )
    timing.stop(timing.child_key(found.ref), end_event=NOT_REQUIRED, by=by, at=at)
    let_go(stage, ("ours",), because="agency-ended", at=at)


def end_inside(found: Escalation, *, by: Actor, at: datetime) -> None:
    """Overtaken, with the reason in writing; what it did for the child is not known."""
    stage = EscalationStage.objects.filter(escalation=found).order_by("-order")[0]
    stage.escalation = found
    if found.status in OPEN:
        end(
            found, stage, status=ESCALATION.after("overtake", now=found.status), outcome=BECAUSE, learning="",
            pack=release(found.pack), by=by, at=at,
        )  # fmt: skip
    nobody_can_say(found, stage, by=by, at=at)
    about = [found.ref, f"contact:{found.contact_id}"]
    record(act="escalation:overtaken", about=about, by=by, at=at, reason="agency-ended")
