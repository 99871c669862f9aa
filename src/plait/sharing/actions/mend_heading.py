"""Change what stands above the clauses of a draft: title, summary, days, impact assessment, and whom it binds."""

from collections.abc import Mapping
from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.sharing.models import SharingAgreement
from plait.sharing.rules.heading import Heading, is_whole
from plait.sharing.store.holding import hold, insist_party, name_parties


@deed
def mend_heading(
    *, agreement_id: str, heading: Heading, parties: Mapping[str, str], by: Actor, at: datetime
) -> SharingAgreement:
    """`parties` names the side of each agency by id, as `draft_agreement` does. Raises Refused as that does, and for what is
    no draft any more."""
    may(by, "agreement:write").insist(about=f"sharing-agreement:{agreement_id}")
    agreement = hold(agreement_id, verb="write")
    insist_party(agreement, by)
    is_whole(heading, parties=parties, own=by.agency).insist(about=agreement.ref)
    for name, value in heading.as_fields().items():
        setattr(agreement, name, value)
    agreement.save(update_fields=list(heading.as_fields()))
    agreement.parties.all().delete()
    name_parties(agreement, parties)
    record(act="agreement:heading-mended", about=agreement.ref, by=by, at=at)
    return agreement
