"""Whom this area believes: proposed by one, confirmed by another, ended by one alone."""

from datetime import datetime

from plait.agencies.access import may_pin_areas, may_suspend_areas
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.federation import trust
from plait.base.federation.models import Peer, Proposal


@deed
def propose_area(*, description: str, agreement: str, checked: str, by: Actor, at: datetime) -> Proposal:
    """Propose to believe what another area published of itself, with the agreement it rests on and how it was checked. Raises
    Refused for whoever may not, and for what is no description."""
    may_pin_areas(by).insist()
    proposal = trust.propose(description=description, agreement=agreement, checked=checked, by=by, at=at)
    record(act="area:proposed", about=proposal.ref, by=by, at=at)
    return proposal


@deed
def confirm_area(*, proposal_id: str, by: Actor, at: datetime) -> Peer:
    """The second person: from now on that area is believed by these keys and no others. Refused to whoever proposed it."""
    about = f"area-proposal:{proposal_id}"
    may_pin_areas(by).insist(about=about)
    peer = trust.confirm(proposal_id=proposal_id, by=by, at=at)
    record(act="area:confirmed", about=[about, peer.ref], by=by, at=at)
    return peer


@deed
def turn_down_area(*, proposal_id: str, by: Actor, at: datetime) -> Proposal:
    """It is not believed. Whoever proposed it may take it back so."""
    about = f"area-proposal:{proposal_id}"
    may_pin_areas(by).insist(about=about)
    proposal = trust.turn_down(proposal_id=proposal_id, by=by, at=at)
    record(act="area:turned-down", about=about, by=by, at=at)
    return proposal


@deed
def suspend_area(*, peer_id: str, because: str, by: Actor, at: datetime) -> Peer:
    """Believe nothing from that area any more, from the very next request. One person is enough, also at night; two bring it
    back."""
    about = f"area:{peer_id}"
    may_suspend_areas(by).insist(about=about)
    peer = trust.suspend(peer_id=peer_id, because=because, by=by, at=at)
    record(act="area:suspended", about=peer.ref, by=by, at=at)
    return peer
