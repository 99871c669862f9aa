"""Begin to write an agreement: what it is called, what it is for, whom it binds and for how long."""

from collections.abc import Mapping
from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.db.references import new_reference
from plait.sharing.models import SharingAgreement
from plait.sharing.rules.heading import Heading, is_whole
from plait.sharing.store.holding import name_parties


@deed
def draft_agreement(
    *,
    heading: Heading,
    parties: Mapping[str, str],
    reference: str = "",
    by: Actor,
    at: datetime,
) -> SharingAgreement:
    """`parties` names the side (`first`, `second`) of each agency by id; the author's own must be among them.

    Raises Refused for a role that may not write, a heading that is not whole, a side without anybody, an agency that
    there is not, and a reference that is taken.
    """
    may(by, "agreement:write").insist(about="sharing-agreement:new")
    is_whole(heading, parties=parties, own=by.agency).insist(about="sharing-agreement:new")
    reference = reference.strip()[:40] or new_reference("A")
    if SharingAgreement.objects.filter(reference=reference).exists():
        raise Refused(
            no("reference-taken", say="There is an agreement of that reference.", next_step="Choose another"),
            about="sharing-agreement:new",
        )
    made = SharingAgreement.objects.create(
        reference=reference, written_by=by.id, written_for=by.agency, written_at=at, **heading.as_fields()
    )
    name_parties(made, parties)
    record(act="agreement:drafted", about=made.ref, by=by, at=at)
    return made
