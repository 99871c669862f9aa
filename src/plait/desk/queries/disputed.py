"""Everything that was disputed on one referral, by whatever way, as far as this reader may see each."""

from dataclasses import dataclass
from datetime import datetime

from plait.agencies.roles import may
from plait.base.audit.actor import Actor
from plait.escalation.access import visible_challenges, visible_escalations
from plait.escalation.models import Challenge, Escalation
from plait.escalation.queries import open_on
from plait.feedback.access import may_settle, visible_disagreements
from plait.feedback.models import Disagreement
from plait.referrals.models import Dissent, Referral, Referrer


@dataclass(frozen=True, slots=True)
class DisputedOn:
    """What was disputed. `others`: how many are open in which the reader has no part, for whoever leads or decides."""

    dissents: list[Dissent]
    challenges: list[Challenge]
    disagreements: list[Disagreement]
    escalations: list[Escalation]
    referrer: Referrer | None
    others: int


def disputed_on(referral: Referral, *, by: Actor, at: datetime) -> DisputedOn:
    """Whoever calls has opened the referral; each of the four is read by the rule of its own page."""
    contact = referral.contact_id
    beside = Dissent.objects.filter(decision__referral=referral).select_related("decision")
    asked = visible_challenges(by, at=at).filter(contact_id=contact).select_related("our_agency")
    further = visible_escalations(by, at=at).filter(contact_id=contact).select_related("our_agency")
    said = visible_disagreements(by, at=at) if may_settle(by) else Disagreement.objects.none()
    told = may(by, "lead:accept") or may(by, "referral:accept")
    return DisputedOn(
        dissents=list(beside.order_by("at", "pk")),
        challenges=list(asked.order_by("at", "pk")),
        disagreements=list(said.filter(task__contact_id=contact).order_by("at", "pk")),
        escalations=list(further.order_by("at", "pk")),
        referrer=Referrer.objects.filter(contact_id=contact).select_related("agency").first(),
        others=open_on(str(contact)).exclude(pk__in=further.values("pk")).count() if told else 0,
    )
