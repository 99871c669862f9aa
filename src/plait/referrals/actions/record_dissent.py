"""Keep an agency's differing view beside a decision."""

from datetime import datetime
from hashlib import sha256

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, hidden, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.referrals.access import may_speak_on
from plait.referrals.models import Decision, Dissent


@deed
def record_dissent(*, decision_id: str, view: str, by: Actor, at: datetime) -> Dissent:
    """Any agency that was asked, told us or works on the referral may say that it sees the decision differently.

    The decision stands; the view stands beside it, with the agency's name. Said twice in the same words, kept once.
    """
    decision = Decision.objects.select_related("referral").filter(pk=decision_id).first()
    if decision is None:
        raise Refused(hidden("absent"), about=f"decision:{decision_id}")
    verdict = may_speak_on(decision.referral, by=by, at=at)
    if not verdict:
        raise Refused(verdict, about=decision.referral.ref)
    if not view.strip():
        raise Refused(
            no("nothing-said", say="Say how you see it.", next_step="Write your view in a sentence or two"),
            about=decision.referral.ref,
        )
    dissent, _ = Dissent.objects.get_or_create(
        decision=decision,
        agency_id=by.agency,
        by=by.id,
        view_hash=sha256(view.strip().encode()).hexdigest(),
        defaults={"view": view.strip(), "agency_name": by.agency_name, "by_name": by.name, "at": at},
    )
    record(
        act="decision:dissent",
        about=[f"decision:{decision.pk}", decision.referral.ref],
        by=by,
        at=at,
        fields=("content",),
        reason=verdict.reason,
    )
    return dissent
