"""What is open with one other area: it waits for its word, for ours, or for a receipt. Whoever shows it asks who may read."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from plait.base.federation.models import Outgoing, Peer
from plait.handover.life import LIVE, OUT_STILL
from plait.handover.models import (
    AlertCopy,
    AreaAsked,
    AreaRequest,
    AskReceived,
    FamilyAsk,
    Handover,
    Leg,
    LentWord,
    MissingAlert,
    RequestReceived,
    StandingInterest,
    Supplement,
)
from plait.handover.rules.legs import OVER
from plait.handover.store.telling import answer_key

LASTS = timedelta(minutes=15)  # of what is lent
NO_LAST_WORD = ("", AreaAsked.Says.POSSIBLE)


def handovers_with(peer: Peer) -> QuerySet[Handover]:
    """Families one of the two was asked to take, until it has said that it has them; and those with a leg that is out."""
    out = legs_with(peer).filter(handover=OuterRef("pk"))
    rows = Handover.objects.filter(peer=peer).filter(Q(status__in=LIVE) | Q(Exists(out)))
    return rows.select_related("peer", "contact__team").order_by("at", "pk")


def legs_with(peer: Peer) -> QuerySet[Leg]:
    """What a service passes on and nobody over there has by name yet, or the other way round."""
    rows = Leg.objects.filter(handover__peer=peer, status__in=OUT_STILL).exclude(handover__status__in=OVER)
    return rows.select_related("handover__contact__team", "handover__peer", "team").order_by(
        "handover__at", "key"
    )


def early_with(peer: Peer) -> QuerySet[Supplement]:
    """What came before its package, and waits for it."""
    return Supplement.objects.filter(peer=peer, ours=False, handover=None).order_by("at", "pk")


def lent_with(peer: Peer, *, at: datetime) -> QuerySet[LentWord]:
    """What is lent, either way, and not over."""
    rows = LentWord.objects.filter(handover__peer=peer, ended_at=None, at__gt=at - LASTS)
    return rows.select_related("handover").order_by("at", "pk")


def asked_of(peer: Peer) -> QuerySet[AreaAsked]:
    """What we asked it, without its last word."""
    rows = AreaAsked.objects.filter(code=peer.code, ended_at=None, says__in=NO_LAST_WORD)
    return rows.select_related("ask").order_by("ask__at", "pk")


def wanted_of(peer: Peer) -> QuerySet[AreaRequest]:
    """What we want to know of it, and it has not told wholly."""
    rows = AreaRequest.objects.filter(asked__code=peer.code).exclude(state=AreaRequest.State.ANSWERED)
    return rows.select_related("asked__ask").order_by("at", "pk")


def asks_from(peer: Peer) -> QuerySet[AskReceived]:
    """What it asked us and somebody here has still to look at, to answer, or to ring about."""
    live = (RequestReceived.State.CAME, RequestReceived.State.OPEN, RequestReceived.State.PARTLY)
    wants = RequestReceived.objects.filter(ask=OuterRef("pk"), state__in=live)
    waiting = (AskReceived.State.CONFIRM, AskReceived.State.UNTAKEN)
    owed = Q(state__in=waiting) | Q(ring=AskReceived.Ring.OWED) | Q(Exists(wants))
    return AskReceived.objects.filter(owed, code=peer.code).order_by("arrived_at", "pk")


def unanswered(code: str, *, since: datetime) -> list[AskReceived]:
    """What was answered here since then, and the answer has not left: nothing leaves for an area that is not believed."""
    lately = Q(answered_at__gte=since) | Q(settled_at__gte=since)
    rows = list(AskReceived.objects.filter(lately, code=code).exclude(says="").order_by("arrived_at", "pk"))
    keys = {answer_key(one): one for one in rows}
    gone = set(Outgoing.objects.filter(key__in=list(keys)).values_list("key", flat=True))
    return [one for key, one in keys.items() if key not in gone]


def copies_with(peer: Peer) -> QuerySet[AlertCopy]:
    """Word of a missing family that it was told, and of which it has not said that nothing is left there."""
    rows = AlertCopy.objects.filter(peer=peer, sent_at__isnull=False, disposed_at=None)
    return rows.select_related("alert").order_by("alert__at", "pk")


def alerts_from(peer: Peer) -> QuerySet[MissingAlert]:
    """Families that it misses."""
    rows = MissingAlert.objects.filter(peer=peer, side=MissingAlert.Side.IN, state=MissingAlert.State.LIVE)
    return rows.order_by("at", "pk")


def interests_with(peer: Peer, *, at: datetime) -> QuerySet[StandingInterest]:
    """Who wants to hear when anybody asks about a child of whom this area has asked, or was asked."""
    rows = StandingInterest.objects.filter(person__in=_children(peer), until__gt=at)
    return rows.order_by("at", "pk")


def _children(peer: Peer) -> Iterable[UUID]:
    ours = FamilyAsk.objects.filter(areas__code=peer.code).values_list("person", flat=True)
    theirs = AskReceived.objects.filter(code=peer.code, person__isnull=False).values_list("person", flat=True)
    return {*ours, *(one for one in theirs if one is not None)}
