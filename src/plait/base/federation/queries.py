"""What this area knows of others: for pages, and for whatever asks whom to believe."""

from datetime import datetime

from django.db.models import QuerySet

from plait.base.federation.models import Peer, Proposal
from plait.base.keys import PublicKeys


def peers() -> QuerySet[Peer]:
    """Every area that was ever pinned."""
    return Peer.objects.order_by("name", "code")


def peer(peer_id: str) -> Peer | None:
    """One of them."""
    return Peer.objects.filter(pk=peer_id).first()


def trusted(code: str) -> Peer | None:
    """The area of this code, if it is believed now. Asked anew for every request: nothing remembers an answer."""
    return Peer.objects.filter(code=code, state=Peer.State.TRUSTED).first()


def keys_of(code: str) -> PublicKeys | None:
    """The keys by which this area is believed now; None when it is not."""
    found = trusted(code)
    return None if found is None else found.public_keys()


def waiting_proposals() -> QuerySet[Proposal]:
    """What waits for a second person."""
    return Proposal.objects.filter(state=Proposal.State.WAITING).order_by("proposed_at")


def proposal(proposal_id: str) -> Proposal | None:
    """One proposal, in whatever state."""
    return Proposal.objects.filter(pk=proposal_id).first()


def history_of(code: str) -> QuerySet[Proposal]:
    """Everything that was ever proposed of an area, the newest first."""
    return Proposal.objects.filter(code=code).order_by("-proposed_at")


def signing_key_ends(peer: Peer, *, at: datetime) -> datetime | None:
    """When the key it signs with now is over, where that is known: before then the next one must be pinned."""
    newest = peer.public_keys().newest(use="sig", at=at)
    return None if newest is None else newest.until
