"""An agency leaves an agreement, or has ceased to be: nothing goes to it or comes from it under that agreement any more."""

from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.sharing.models import AgreementParty
from plait.sharing.rules.between import may_be_left
from plait.sharing.store.holding import hold, insist_party
from plait.sharing.store.terms import area_name


@deed
def leave_agreement(
    *, agreement_id: str, agency_id: str, because: str, by: Actor, at: datetime
) -> AgreementParty:
    """By the agency itself or by any party, with the reason; twice is once. The others stay bound to one another."""
    may(by, "agreement:sign").insist(about=f"sharing-agreement:{agreement_id}")
    agreement = hold(agreement_id, verb="leave")
    insist_party(agreement, by)
    may_be_left(area=area_name(agreement)).insist(about=agreement.ref)
    party = agreement.parties.filter(agency_id=agency_id).first()
    if party is None or not because.strip():
        raise Refused(
            no(
                "needs-reason",
                say="Say which agency leaves, and why.",
                next_step="Choose a party and add a reason",
            ),
            about=agreement.ref,
        )
    if party.left_at is None:
        party.left_at, party.left_because = at, because.strip()[:200]
        party.save(update_fields=["left_at", "left_because"])
    record(act="agreement:left", about=[agreement.ref, f"agency:{agency_id}"], by=by, at=at)
    return party
