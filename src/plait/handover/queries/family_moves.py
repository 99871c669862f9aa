"""Moves that somebody noted, and what is known of one: whose area, as far as it may be kept."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from plait.base.federation.models import Peer
from plait.base.packs import current
from plait.handover.life import ACCEPTED
from plait.handover.models import FamilyMove, Handover, MoveOf
from plait.handover.queries.alerting import safety_of_all
from plait.handover.queries.discovery import areas_of
from plait.handover.queries.two_lines import homes_of
from plait.handover.rules.alerting import unsafe
from plait.handover.rules.moving import flees
from plait.people.queries import ids_of, standing_ids
from plait.people.queries.moving import authority_book
from plait.referrals.models import ContactPerson
from plait.referrals.queries.deciding import children_of


def moves_of_person(person_id: str) -> QuerySet[FamilyMove]:
    """Everything that was noted about where this person's family went, the newest first."""
    they = MoveOf.objects.filter(move=OuterRef("pk"), person__in=list(ids_of([person_id])))
    return FamilyMove.objects.filter(Exists(they)).prefetch_related("looks", "people").order_by("-at", "pk")


def authority_for(people: Iterable[str], postcode: str, *, at: datetime) -> str:
    """Whose area they come to: by this postcode, else by the newest home that is written down. Nothing where one of them, or
    anybody who lives with them, may hide: then it is kept nowhere."""
    ids = list(people)
    if unsafe(safety_of_all(ids)):
        return ""
    if postcode.strip():
        return authority_book(at=at, postcodes=[postcode]).of(postcode)
    return homes_of(ids[:1], at=at)[0].authority if ids else ""


def area_by_postcode(contact_id: object, *, at: datetime) -> str:
    """Whose area the children of this concern come to: by the newest move that stands, else by the newest home. Nothing where
    anybody flees or hides, and nothing where it is ours."""
    people = standing_ids(children_of(contact_id))
    if not people or unsafe(safety_of_all(people)):
        return ""
    they = MoveOf.objects.filter(move=OuterRef("pk"), person__in=list(ids_of(people)))
    stand = FamilyMove.objects.filter(Exists(they), state=FamilyMove.State.STANDS).order_by("-at", "pk")
    if any(flees(one) for one in stand.values_list("why", flat=True)):
        return ""
    noted = stand.exclude(authority="").values_list("authority", flat=True).first()
    whose = noted or homes_of(people[:1], at=at)[0].authority
    return "" if whose == current(at=at).area.authority_name else whose


def is_area_of(peer: Peer, authority: str, *, at: datetime) -> bool:
    """Do the postcodes of this council belong to that area?"""
    return areas_of([peer], at=at)[0].authority == authority


def areas_that_told(people: Iterable[str], *, at: datetime) -> frozenset[frozenset[str]]:
    """Our authority with each that took this family over from us, or from which we took it: both know what the other knew."""
    about = ContactPerson.objects.filter(description__person_id__in=list(people)).values("contact_id")
    taken = Handover.objects.filter(contact_id__in=about, status=ACCEPTED, at__lte=at).select_related("peer")
    peers = {one.peer.code: one.peer for one in taken}
    if not peers:
        return frozenset()
    own = current(at=at).area.authority_name
    return frozenset(frozenset({own, one.authority}) for one in areas_of(peers.values(), at=at))


def refs_about(person_id: str) -> list[str]:
    """Moves of this person, by reference."""
    rows = MoveOf.objects.filter(person__in=list(ids_of([person_id]))).values_list("move_id", flat=True)
    return [f"move:{one}" for one in dict.fromkeys(rows)]
