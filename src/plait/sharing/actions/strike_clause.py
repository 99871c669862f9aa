"""Take a clause out of a draft. What was signed is never taken out: it is revoked, or left out of the next version."""

from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.sharing.models import SharingAgreement
from plait.sharing.store.holding import hold, insist_party


@deed
def strike_clause(*, agreement_id: str, clause_id: str, by: Actor, at: datetime) -> SharingAgreement:
    """Twice is once. The others keep their numbers. Raises Refused for what is no draft any more."""
    may(by, "agreement:write").insist(about=f"sharing-agreement:{agreement_id}")
    agreement = hold(agreement_id, verb="write")
    insist_party(agreement, by)
    agreement.clauses.filter(pk=clause_id).delete()
    record(act="agreement:clause-struck", about=[agreement.ref, f"clause:{clause_id}"], by=by, at=at)
    return agreement
