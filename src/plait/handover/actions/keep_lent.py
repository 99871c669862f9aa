"""Another area says which of its loans belongs to a family that it handed to us, and who here may read it."""

import uuid
from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.federation.wire.refusals import NotAccepted
from plait.handover.models import Handover, LentWord
from plait.handover.wire.loans import LentFor


@deed
def keep_lent(*, code: str, said: LentFor, by: Actor, at: datetime) -> LentWord:
    """Once for each lease; about somebody in the package, or it is taken by nobody. Raises NotAccepted."""
    rows = Handover.objects.select_for_update(of=("self",))
    handover = rows.filter(package=said.package, peer__code=code, side=Handover.Side.IN).first()
    if handover is None:
        raise NotAccepted("no-such-package")
    if said.about not in handover.refs:
        raise NotAccepted("another-child")
    lent, _ = LentWord.objects.get_or_create(
        handover=handover, lease=uuid.UUID(said.lease),
        defaults={
            "ours": False, "what": said.what, "about": said.about, "reader": said.reader[:120], "by": f"area:{code}",
            "by_name": said.worker.name[:160], "at": at,
        },
    )  # fmt: skip
    record(act="handover:lent-to-us", about=[lent.ref, handover.ref], by=by, at=at)
    return lent
