"""What this area knows of others: for pages, and for whatever asks whom to believe."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, QuerySet

from plait.base.access.written import Written
from plait.base.federation.models import Incident, Incoming, Loan, Outgoing, Peer, Proposal
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


def believed() -> QuerySet[Peer]:
    """Every area that is believed now."""
    return Peer.objects.filter(state=Peer.State.TRUSTED).order_by("code")


def own_collects() -> bool:
    """Can nobody reach this area, so that it comes and asks?"""
    return bool(settings.PLAIT_COLLECTS)


@Written
def open_incidents() -> QuerySet[Incident]:
    """What nobody has settled, the oldest first."""
    return Incident.objects.filter(settled_at=None).order_by("first_at", "pk")


def settled_incidents(most: int = 20) -> QuerySet[Incident]:
    """What was settled last."""
    return Incident.objects.exclude(settled_at=None).order_by("-settled_at", "pk")[:most]


def incident(incident_id: str) -> Incident | None:
    """One of them."""
    return Incident.objects.filter(pk=incident_id).first()


def by_code(code: str) -> Peer | None:
    """The area of this code, believed or suspended."""
    return Peer.objects.filter(code=code).first() if code else None


def waiting(peer: Peer) -> QuerySet[Outgoing]:
    """What waits for one area, the oldest first."""
    return peer.outgoing.filter(state=Outgoing.State.WAITING).order_by("posted_at", "pk")


def held_keys(subject: str) -> set[str]:
    """Of what is said on this record, the keys of messages that are held until their area is believed again."""
    rows = Outgoing.objects.filter(subject=subject, state=Outgoing.State.HELD)
    return set(rows.values_list("key", flat=True))


def unarrived(peer: Peer) -> list[tuple[str, str]]:
    """Everything that is kept for this area and has no receipt yet: the record that each is of, and `held` or `waiting`."""
    stays = (Outgoing.State.WAITING, Outgoing.State.HELD)
    rows = peer.outgoing.filter(state__in=stays).order_by("posted_at", "pk")
    return list(rows.values_list("subject", "state"))


def may_have_it(key: str) -> bool:
    """Does the other area hold the message of this key, or may it still come to hold it? Not what was refused there, stopped, or
    out of time."""
    held = (Outgoing.State.WAITING, Outgoing.State.HELD, Outgoing.State.ARRIVED)
    return Outgoing.objects.filter(key=key, state__in=held).exists()


def flow() -> dict[UUID, tuple[int, int, int]]:
    """Of each area: how many messages wait for it, how many arrived there, how many came from it. Three questions."""

    def counted(rows: QuerySet[Any, Any]) -> dict[UUID, int]:
        return dict(rows.order_by().values_list("peer").annotate(Count("pk")))

    waits = counted(Outgoing.objects.filter(state=Outgoing.State.WAITING))
    arrived = counted(Outgoing.objects.filter(state=Outgoing.State.ARRIVED))
    came = counted(Incoming.objects.all())
    return {
        one: (waits.get(one, 0), arrived.get(one, 0), came.get(one, 0)) for one in {*waits, *arrived, *came}
    }


def standing_loans(begins: str) -> list[str]:
    """What is lent, by its reference, where that begins so: not what was taken back."""
    found = Loan.objects.filter(ref__startswith=begins, taken_back_at=None)
    return sorted(set(found.values_list("ref", flat=True)))
