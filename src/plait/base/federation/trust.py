"""Whom this area believes: what one person proposes, a second confirms, and one alone ends.

Called by the deeds of `agencies`, which know who may; in their transaction.
"""

from datetime import datetime

from plait.base.access.verdict import Refused, hidden, no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.federation import describing, witnessing
from plait.base.federation.events import TrustEnded, TrustReturned
from plait.base.federation.models import Peer, Proposal
from plait.base.federation.own import own_code
from plait.base.federation.rules.arriving import may_confirm
from plait.base.federation.wire.description import Description, read_description
from plait.base.federation.wire.refusals import NotAccepted
from plait.base.keys import NotSigned, verify

TRY_AGAIN = "Copy it once more from the other area’s address"
SAID = {
    "newer-version": "The other area speaks only newer versions than this Plait does.",
    "key-not-in-its-time": "None of the keys in it is in its time now.",
    "bad-keys": "The keys in it are not such as Plait uses.",
}


def propose(*, description: str, agreement: str, checked: str, by: Actor, at: datetime) -> Proposal:
    """Keep a description for a second person. Raises Refused for one that does not hold together, for this area's own, and
    while another of the same area waits."""
    try:
        said = read_description(description, at=at)
    except NotAccepted as fault:
        words = SAID.get(
            fault.reason, "This is not what an area publishes of itself, or a letter of it is missing."
        )
        no(f"description-{fault.reason}", say=words, next_step=TRY_AGAIN).insist()
        raise
    if said.code == own_code():
        no("own-area", say="This is what your own area publishes.", next_step=TRY_AGAIN).insist()
    if Proposal.objects.filter(code=said.code, state=Proposal.State.WAITING).exists():
        no(
            "waits-already",
            say=f"Something of {said.name} waits for a second person already.",
            next_step="Have it confirmed or turned down first",
        ).insist()
    peer = Peer.objects.filter(code=said.code).first()
    _newest(said, peer)
    return Proposal.objects.create(
        code=said.code,
        name=said.name,
        description=description.strip(),
        keys=said.keys.jwks(),
        vouched=peer is not None and peer.state == Peer.State.TRUSTED and signed_by(peer, description, at=at),
        agreement=agreement.strip(),
        checked=checked.strip(),
        proposed_by=by.id,
        proposed_by_name=by.name,
        proposed_at=at,
    )


def confirm(*, proposal_id: str, by: Actor, at: datetime) -> Peer:
    """The second person: from now on the area is believed by these keys, and by no others. Raises Refused."""
    proposal = _waiting(proposal_id)
    may_confirm(proposed_by=proposal.proposed_by, by=by.id, agreement=proposal.agreement).insist(
        about=proposal.ref
    )
    try:
        said = read_description(proposal.description, at=at)
    except NotAccepted as fault:
        words = "Meanwhile its keys are no longer in their time."
        no(f"description-{fault.reason}", say=words, next_step=TRY_AGAIN).insist(about=proposal.ref)
        raise
    _newest(said, Peer.objects.filter(code=said.code).first(), about=proposal.ref)
    _decide(proposal, Proposal.State.CONFIRMED, by=by, at=at)
    was = Peer.objects.filter(code=said.code, state=Peer.State.SUSPENDED).first()
    peer, _ = Peer.objects.update_or_create(
        code=said.code,
        defaults={
            "name": said.name,
            "authority_number": said.authority_number,
            "url": said.url.rstrip("/"),
            "collects": said.collects,
            "office_hours": said.office_hours,
            "office_phone": said.office_phone,
            "emergency_name": said.emergency_name,
            "emergency_phone": said.emergency_phone,
            "police_name": said.police_name,
            "police_phone": said.police_phone,
            "keys": said.keys.jwks(),
            "agreement": proposal.agreement,
            "state": Peer.State.TRUSTED,
            "pinned_at": at,
            "suspended_at": None,
            "suspended_by": "",
            "suspended_by_name": "",
            "because": "",
            "described_at": min(said.at, at),
            "renewed_at": None,
            "office_phone_pinned": "",
            "emergency_phone_pinned": "",
        },
    )
    witnessing.promise(peer, at=at)
    describing.promise(peer, at=at)
    if was is not None:
        announce(TrustReturned(str(peer.pk), peer.code, was.suspended_at or at, at))
    return peer


def turn_down(*, proposal_id: str, by: Actor, at: datetime) -> Proposal:
    """It is not believed; whoever proposed it may say so too. Raises Refused."""
    proposal = _waiting(proposal_id)
    _decide(proposal, Proposal.State.TURNED_DOWN, by=by, at=at)
    return proposal


def suspend(*, peer_id: str, because: str, by: Actor, at: datetime) -> Peer:
    """One person, at once: nothing it signs is believed by the very next request, and nothing leaves for it. Trust comes back
    only as it came: by two people. Twice is once."""
    peer = Peer.objects.select_for_update(no_key=True).filter(pk=peer_id).first()
    if peer is None:
        raise Refused(hidden("absent"), about=f"area:{peer_id}")
    if not because.strip():
        no("needs-reason", say="Say in a few words why.", next_step="Add your reason").insist(about=peer.ref)
    if peer.state == Peer.State.TRUSTED:
        peer.state, peer.suspended_at, peer.because = Peer.State.SUSPENDED, at, because.strip()
        peer.suspended_by, peer.suspended_by_name = by.id, by.name
        peer.save(update_fields=["state", "suspended_at", "suspended_by", "suspended_by_name", "because"])
        announce(TrustEnded(str(peer.pk), peer.code, at))
    return peer


def _waiting(proposal_id: str) -> Proposal:
    proposal = Proposal.objects.select_for_update().filter(pk=proposal_id).first()
    if proposal is None:
        raise Refused(hidden("absent"), about=f"area-proposal:{proposal_id}")
    if proposal.state != Proposal.State.WAITING:
        no(
            "decided-already",
            say=f"{proposal.decided_by_name} has decided this already.",
            next_step="Read the page again",
        ).insist(about=proposal.ref)
    return proposal


def _decide(proposal: Proposal, state: Proposal.State, *, by: Actor, at: datetime) -> None:
    proposal.state, proposal.decided_by, proposal.decided_by_name, proposal.decided_at = (
        state,
        by.id,
        by.name,
        at,
    )
    proposal.save(update_fields=["state", "decided_by", "decided_by_name", "decided_at"])


def _newest(said: Description, peer: Peer | None, *, about: str = "") -> None:
    """What it has said anew of itself since is not undone by pinning what it said before."""
    if peer is not None and peer.described_at is not None and said.at < peer.described_at:
        no(
            "described-since",
            say=f"{peer.name} has described itself anew since this was published.",
            next_step=TRY_AGAIN,
        ).insist(about=about)


def signed_by(peer: Peer, description: str, *, at: datetime) -> bool:
    """Is it signed with a key that two people pinned before? Then its new keys come from whoever held the old ones."""
    try:
        verify(description.strip(), typ="plait-area", keys=peer.public_keys(), at=at)
    except NotSigned:
        return False
    return True
