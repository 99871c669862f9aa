"""How the sealed log stands: for its page, the health page and peers."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from plait.base.audit.models import AuditEntry
from plait.base.witness import store
from plait.base.witness.models import CoSignature, Head, Leaf, PeerHead, SealedLog, WitnessAlarm
from plait.base.witness.sealing import EVERY

LATE = 15 * EVERY  # a row that waits so long to be sealed means that no worker runs


@dataclass(frozen=True, slots=True)
class Witnessed:
    """The newest of our heads that one peer co-signed."""

    peer: str
    size: int
    at: datetime


def newest_head() -> Head | None:
    """What was signed last."""
    return Head.objects.order_by("-size").first()


def heads_since(size: int) -> list[Head]:
    """The newest head, and every co-signed one of at least `size` leaves, the smallest first."""
    newest = newest_head()
    if newest is None:
        return []
    told = Head.objects.filter(size__gte=size, pk__in=CoSignature.objects.values("head"))
    return [*told.exclude(pk=newest.pk).order_by("size").prefetch_related("cosignatures"), newest]


def witnessed() -> list[Witnessed]:
    """Who co-signed our heads, each with the newest, by name."""
    found: dict[str, Witnessed] = {}
    for one in CoSignature.objects.order_by("peer", "-head_id"):
        found.setdefault(one.peer, Witnessed(one.peer, one.head_id, one.at))
    return list(found.values())


def peers_heads() -> list[PeerHead]:
    """The newest head of each peer that we co-signed, by name."""
    found: dict[str, PeerHead] = {}
    for one in PeerHead.objects.order_by("peer", "-size"):
        found.setdefault(one.peer, one)
    return list(found.values())


def last_of(peer: str) -> PeerHead | None:
    """What we co-signed last of one peer."""
    return PeerHead.objects.filter(peer=peer).order_by("-size").first()


def alarms() -> QuerySet[WitnessAlarm]:
    """Those nobody has settled first, then the newest."""
    return WitnessAlarm.objects.order_by("settled_at", "-raised_at", "pk")


def open_alarms() -> int:
    """How many wait for somebody to look."""
    return WitnessAlarm.objects.filter(settled_at__isnull=True).count()


def waits_since() -> datetime | None:
    """The moment of the oldest row above what was looked at: since when something waits to be sealed."""
    log = SealedLog.objects.first()
    first = AuditEntry.objects.filter(pk__gt=log.upto if log else 0).order_by("pk").first()
    return first.at if first else None


def unsigned_since() -> datetime | None:
    """The moment of the first sealed row over which no head is signed: this area has no key that may sign."""
    log, newest = SealedLog.objects.first(), newest_head()
    signed = newest.size if newest else 0
    if log is None or log.size == signed:
        return None
    first = Leaf.objects.filter(index=signed).first()
    row = AuditEntry.objects.filter(pk=first.entry).first() if first else None
    return row.at if row else None


def late(*, at: datetime) -> timedelta | None:
    """For how long rows have waited, to be sealed or for their head to be signed, when that is too long."""
    since = waits_since() or unsigned_since()
    return at - since if since is not None and at - since > LATE else None


@dataclass(frozen=True, slots=True)
class Offer:
    """What a peer is sent to co-sign: our newest head, and the proof that it grew from the one it has (none: its first)."""

    head: str
    size: int
    proof: list[str]


def offer_for(last_size: int) -> Offer | None:
    """Our newest head for a peer that co-signed one of `last_size` before (0: none). None while nothing is signed."""
    newest = newest_head()
    if newest is None:
        return None
    grew = 0 < last_size < newest.size
    proof = [one.hex() for one in store.consistency(old=last_size, new=newest.size)] if grew else []
    return Offer(newest.statement, newest.size, proof)
