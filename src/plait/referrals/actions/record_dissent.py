"""Keep an agency's differing view beside a decision."""

from datetime import datetime
from hashlib import sha256

from plait.agencies.queries import present_practitioner, shut_out
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, hidden, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.outbox import post
from plait.people.access import who_may_hear
from plait.referrals.access import may_speak_on
from plait.referrals.models import Decision, Dissent
from plait.referrals.queries.deciding import everybody_in


@deed
def record_dissent(*, decision_id: str, view: str, by: Actor, at: datetime) -> Dissent:
    """Any agency that was asked, told us or works on the referral may say that it sees the decision differently.

    The decision stands; the view stands beside it, with the agency's name, and whoever decided and leads
    hears of it. Said twice in the same words, kept once.
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
    dissent, new = Dissent.objects.get_or_create(
        decision=decision,
        agency_id=by.agency,
        by=by.id,
        view_hash=sha256(view.strip().encode()).hexdigest(),
        defaults={"view": view.strip(), "agency_name": by.agency_name, "by_name": by.name, "at": at},
    )
    for to in _who_hears(decision, by, at=at) if new else ():
        post(
            key=f"dissent:{dissent.pk}:{to}", kind="dissent-said", to=to, about=f"contact:{decision.referral.contact_id}",
            context={"link_path": f"/referrals/{decision.referral_id}/"}, at=at,
        )  # fmt: skip
    record(
        act="decision:dissent",
        about=[f"decision:{decision.pk}", decision.referral.ref],
        by=by,
        at=at,
        fields=("content",),
        reason=verdict.reason,
    )
    return dissent


def _who_hears(decision: Decision, by: Actor, *, at: datetime) -> list[str]:
    """Whoever decided and whoever leads, while they are here and may hear of the family: a view that nobody reads is none.
    They owe no answer; whoever wants one asks why."""
    named = {decision.by, str(decision.referral.lead_id or "")} - {"", by.id}
    here = {one for one in named if (person := present_practitioner(one)) and not shut_out(person, at=at)}
    hear = who_may_hear(here, everybody_in(decision.referral.contact_id), at=at)
    return [f"practitioner:{one}" for one in sorted(hear)]
