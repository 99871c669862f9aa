"""What came before its package waits for it, and is bounded."""

from plait.base.federation.models import Peer
from plait.base.federation.wire.refusals import NotAccepted
from plait.handover.models import Supplement

MOST_WAIT = 50  # of one area, for packages that have not come
WORD_WAITS, LEGS_WAIT = "word", "legs"


def insist_room(peer: Peer) -> None:
    """Raises NotAccepted where as much waits as may."""
    if Supplement.objects.filter(peer=peer, ours=False, handover=None).count() >= MOST_WAIT:
        raise NotAccepted("too-many-wait")
