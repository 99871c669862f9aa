"""What was asked and answered between areas, whom to ring here, and what a question of ours would say."""

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from plait.agencies.queries import custodian_teams
from plait.base.access.written import Written
from plait.base.clock.due import due_at
from plait.base.federation import queries as border
from plait.base.federation.models import Peer
from plait.base.packs import NoPack, NotInPack, current
from plait.base.packs.models import PackRelease
from plait.base.packs.schema.discovery import DiscoveryFile
from plait.handover.models import (
    AreaAsked,
    AreaRequest,
    AskReceived,
    FamilyAsk,
    RequestReceived,
    StandingInterest,
)
from plait.handover.queries.hiding import hides, shares_home
from plait.handover.queries.two_lines import numbers_of
from plait.handover.rules.discovery import BEFORE, Area, Heard, Looked
from plait.handover.store.confirming import CONFIRMED
from plait.handover.wire.discovery import MOST_HOMES, Contact, Home, Somebody
from plait.people.models import AddressPeriod, Description, Person, Relationship
from plait.people.queries import current_description, ids_of
from plait.people.queries.moving import authority_book, periods_of_each
from plait.people.rules.moves import Period


def hides_now() -> Q:
    """Of rows about a `person`: they, or whoever lives with them or at their address, are restricted, hidden or protected from
    somebody by now, somebody must not learn of them, or they live where many do. What was asked openly before is quiet from then
    on."""
    own = Person.objects.filter(pk=OuterRef(OuterRef("person"))).values("superseded_by")
    # Each way by itself: with an "or" between them PostgreSQL reads through everybody there is.
    they = Coalesce(Subquery(own[:1]), OuterRef("person"))
    together = Relationship.objects.filter(lives_with="yes")
    return (
        Q(Exists(Person.objects.filter(hides(), pk=they)))
        | Q(Exists(together.filter(hides("other__"), person=they)))
        | Q(Exists(together.filter(hides("person__"), other=they)))
        | Q(Exists(shares_home(AddressPeriod.objects.filter(person=they))))
    )


def limits(at: datetime) -> DiscoveryFile:
    """How much is asked between areas and how long it is kept, by the pack in force then."""
    try:
        return current(at=at).asking_areas()
    except (NoPack, NotInPack):
        return BEFORE


DAY, HOUR = timedelta(days=1), timedelta(hours=1)


# --- what a question of ours says
def somebody(person_id: str) -> Somebody:
    """One person, by what it takes to find them; any name and number that one source or another gave."""
    told = current_description(person_id)
    if told is None:
        return Somebody()
    rows = list(Description.objects.filter(person_id=person_id).order_by("-stated_at", "pk"))
    numbers = [one.nhs_number for one in rows if one.nhs_number]
    former = [one.previous_surname for one in rows if one.previous_surname]
    born = [one.born_on for one in rows if one.born_on]
    return Somebody(
        told.forename, told.surname, former[0] if former else "", born[0] if born else None,
        numbers[0] if numbers else "",
    )  # fmt: skip


def lived_in(person_ids: Iterable[str], *, at: datetime) -> dict[str, list[Home]]:
    """By authority, the homes of these people there, the newest first; ours too."""
    periods = [one for rows in periods_of_each(person_ids).values() for one in rows if one.postcode]
    book = authority_book(at=at, postcodes=[one.postcode for one in periods])
    found: dict[str, list[Home]] = {}
    for one in sorted(periods, key=_since, reverse=True):
        homes = found.setdefault(book.of(one.postcode), [])
        home = Home(one.line, one.postcode)
        if home not in homes and len(homes) < MOST_HOMES:
            homes.append(home)
    found.pop("", None)
    return found


def _since(one: Period) -> str:
    return one.since.isoformat() if one.since else ""


def areas_believed(*, at: datetime) -> list[Area]:
    """Every area that can be asked now, and the council that its postcodes belong to: by its number, else as it calls itself."""
    return areas_of(border.believed(), at=at)


def areas_of(peers: Iterable[Peer], *, at: datetime) -> list[Area]:
    """These areas, each with the council that its postcodes belong to."""
    believed = list(peers)
    councils: dict[str, str] = {}
    for code in (
        PackRelease.objects.order_by("area").values_list("area", flat=True).distinct() if believed else ()
    ):
        try:
            area = current(at=at, area=code).area
        except NoPack:
            continue
        councils[area.authority_number] = area.authority_name
    return [Area(one.code, one.name, councils.get(one.authority_number, one.name)) for one in believed]


def whom_to_ring(*, quiet: bool, at: datetime) -> Contact:
    """The hub; of what goes quietly the custodians. The same for every family."""
    own = numbers_of(current(at=at))
    team = next(iter(custodian_teams()), None) if quiet else None
    return Contact(
        organisation=own.authority,
        team=team.name if team else own.hub_name,
        phone=(team.phone if team else "") or own.hub_phone,
        emergency_name=own.duty_name,
        emergency_phone=own.duty_phone,
    )


def asked_today(by_id: str, *, at: datetime) -> int:
    """How many families this practitioner has asked about since yesterday."""
    return FamilyAsk.objects.filter(by=by_id, at__gt=at - DAY).count()


def word_is_late(one: AreaAsked, *, at: datetime) -> bool:
    """They may know this family, and by our own clock somebody there should have looked by now."""
    if one.says != AreaAsked.Says.POSSIBLE or one.answered_at is None or one.ended_at is not None:
        return False
    pack = current(at=at)
    try:
        due = due_at(start=one.answered_at, target=pack.clock(CONFIRMED), calendar=pack.calendar()).at
    except NotInPack:
        return False
    return at > due


# --- what others asked
def heard_from(code: str, name: str, *, at: datetime) -> Heard:
    """How often this area has asked, and in the name of this practitioner."""
    rows = AskReceived.objects.filter(code=code, arrived_at__gt=at - DAY)
    return Heard(
        hour=rows.filter(arrived_at__gt=at - HOUR).count(),
        day=rows.count(),
        by_one=rows.filter(asked_by__name=name).count(),
    )


def unlooked(code: str) -> QuerySet[AskReceived]:
    """What this area asked beyond its measure, and nobody has looked for yet."""
    return AskReceived.objects.filter(code=code, state=AskReceived.State.UNLOOKED)


def may_be_kept(code: str, *, at: datetime) -> bool:
    """Of what it asks beyond its measure as much is kept for a person as it may ask in a day: what somebody can still look at."""
    kept = AskReceived.objects.filter(code=code, too_many=True, arrived_at__gt=at - DAY)
    return kept.exclude(child={}).count() < limits(at).peer_in_a_day


def looked_at(person_id: str, *, quiet: bool = False) -> list[Looked]:
    """Which areas have asked about this child, and when: openly, or `quiet` besides."""
    rows = received_about([person_id], quiet=quiet)
    return [Looked(one.code, one.arrived_at) for one in rows]


def received_about(person_ids: Collection[str], *, quiet: bool = False) -> QuerySet[AskReceived]:
    """What others asked about these people and was told or confirmed as them, openly alone unless `quiet`."""
    rows = AskReceived.objects.filter(person__in=list(ids_of(person_ids)), says="known")
    return (rows if quiet else rows.filter(~hides_now(), quiet=False)).order_by("-arrived_at", "pk")


@Written
def waits_openly() -> QuerySet[AskReceived]:
    """What somebody is to look at openly."""
    return AskReceived.objects.filter(state=AskReceived.State.CONFIRM, quiet=False)


def became_quiet() -> QuerySet[AskReceived]:
    """Of that, what is about somebody who hides by now."""
    return waits_openly().filter(hides_now())


@Written
def requests_wait_openly() -> QuerySet[RequestReceived]:
    """What another area wants to know openly, not answered yet."""
    live = (RequestReceived.State.OPEN, RequestReceived.State.PARTLY)
    return RequestReceived.objects.filter(quiet=False, state__in=live)


def requests_became_quiet() -> QuerySet[RequestReceived]:
    """Of that, what is of somebody who hides by now."""
    hide = AskReceived.objects.filter(Q(quiet=True) | hides_now())
    return requests_wait_openly().filter(ask__in=hide.values("pk"))


def received(ask_id: str) -> AskReceived | None:
    """One of them."""
    return AskReceived.objects.filter(pk=ask_id).first()


def interest_of(by_id: str, person_id: str) -> QuerySet[StandingInterest]:
    """This practitioner's own wish to hear when anybody asks about this child, under whichever record it was said."""
    return StandingInterest.objects.filter(by=by_id, person__in=list(ids_of([person_id])))


def wanted_by(person_id: str, *, at: datetime) -> list[str]:
    """Who wants to hear when anybody asks about this child, by their id."""
    return _wanted.rows(uuid.UUID(person_id), at=at)


@Written
def _wanted(person: uuid.UUID, *, at: datetime) -> QuerySet[StandingInterest, Any]:
    was = Person.objects.filter(superseded_by=person).values("pk")
    rows = StandingInterest.objects.filter(Q(person=person) | Q(person__in=was), until__gt=at)
    return rows.order_by("at", "pk").values_list("by", flat=True)


# --- what we asked
def asked_about(person_id: str, *, quiet: bool = False) -> QuerySet[FamilyAsk]:
    """What we asked about this child, the newest first: openly, or `quiet` besides."""
    rows = FamilyAsk.objects.filter(person__in=list(ids_of([person_id]))).prefetch_related("areas__requests")
    return (rows if quiet else rows.filter(~hides_now(), quiet=False)).order_by("-at", "pk")


def area_asked(message_id: str, *, code: str) -> AreaAsked | None:
    """What we asked that area by this message."""
    return AreaAsked.objects.select_related("ask").filter(message=message_id, code=code).first()


def old(*, before: datetime) -> tuple[QuerySet[Any], ...]:
    """What is over its time: nothing of it that somebody still has to do something about, or that was told lately."""
    waiting = (AskReceived.State.CONFIRM, AskReceived.State.UNTAKEN)
    owed = Q(state__in=waiting) | Q(ring=AskReceived.Ring.OWED)
    lately = Q(at__gte=before) | Q(answered_at__gte=before) | ~Q(state=AreaRequest.State.ANSWERED)
    waits = Q(arrived_at__gte=before) | Q(answered_at__gte=before) | Q(answered_at__isnull=True)
    ours = AreaRequest.objects.filter(lately, asked__ask=OuterRef("pk"))
    theirs = RequestReceived.objects.filter(waits, ask=OuterRef("pk"))
    return (
        FamilyAsk.objects.filter(~Exists(ours), at__lt=before),
        AskReceived.objects.filter(~Exists(theirs), arrived_at__lt=before).exclude(owed),
        RequestReceived.objects.filter(ask__isnull=True, arrived_at__lt=before, answered_at__lt=before),
        StandingInterest.objects.filter(until__lt=before),
    )


def requests_of(
    asked: QuerySet[FamilyAsk], came: QuerySet[AskReceived], alone: QuerySet[RequestReceived]
) -> list[str]:
    """The refs of what was asked for and answered beside these questions, or alone: on them rests what was shared."""
    ours = AreaRequest.objects.filter(asked__ask__in=asked)
    theirs = RequestReceived.objects.filter(Q(ask__in=came) | Q(pk__in=alone.values("pk")))
    return [one.ref for one in ours] + [one.ref for one in theirs]


def who_fled(asked: QuerySet[FamilyAsk], came: QuerySet[AskReceived]) -> set[uuid.UUID]:
    """Of whom these questions say that they flee, or that they are asked about quietly; also whom nobody may be told of here."""
    found = set(asked.filter(fleeing=FamilyAsk.Fleeing.YES).values_list("person", flat=True))
    for person, kept, also in came.filter(quiet=True).values_list("person", "kept", "kept_also"):
        found |= {one for one in (person, kept) if one is not None} | {uuid.UUID(one) for one in also}
    return found
