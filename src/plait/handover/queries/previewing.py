"""The package as it would leave now, and the digest by which it is known to be the one that was looked at."""

import hashlib
from datetime import datetime

from plait.base.access.verdict import no
from plait.base.audit.actor import Actor
from plait.base.federation.models import Peer
from plait.base.packs import Pack
from plait.handover.queries.packing import Packed, pack_family
from plait.handover.rules.offering import RING, Offer
from plait.handover.wire.package import written
from plait.handover.wire.saying import NOT_YET
from plait.referrals.models import Referral


def preview(
    referral: Referral, offer: Offer, *, handover_id: str, pack: Pack, by: Actor, at: datetime
) -> tuple[Packed, str]:
    """Raises Refused where the area is not believed any more."""
    peer = Peer.objects.filter(pk=offer.peer_id, state=Peer.State.TRUSTED).first()
    if peer is None:
        no("area-not-believed", say="Nothing can be sent to this area.", next_step=RING).insist(
            about=referral.ref
        )
        raise AssertionError("unreachable")
    package = pack_family(
        referral, offer, package=handover_id, peer=peer, pack=pack, by=by, at=at, made=NOT_YET
    )
    return package, hashlib.sha256(written(package.core)).hexdigest()
