"""The facts behind the two lines, as far as this reader may know them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from plait.base import packs
from plait.base.access.stand_ins import some_ids
from plait.base.access.written import Written
from plait.base.audit.actor import Actor
from plait.base.packs import Pack
from plait.handover.life import ACCEPTED, DECLINED, WITHDRAWN
from plait.handover.life import LIVE as OFFERED_NOW
from plait.handover.models import Handover
from plait.handover.queries.handing import is_protected
from plait.handover.rules.two_lines import Handed, Home, Lead, Numbers
from plait.people.models import Person
from plait.people.places import shielded_of
from plait.people.queries import ids_of
from plait.people.queries.moving import authority_book, periods_of_each
from plait.people.rules.moves import Period
from plait.referrals.access import visible_contacts, visible_referrals
from plait.referrals.models import ContactPerson, Referral, ReferralMove
from plait.referrals.queries.leading import cannot_lead
from plait.stepdown.access import visible_stepdowns
from plait.stepdown.life import LIVE
from plait.stepdown.models import StepDown
from plait.stepdown.queries.holding import holder_able


def numbers_of(pack: Pack) -> Numbers:
    """Whom to ring in the area of this pack."""
    area = pack.area
    return Numbers(area.authority_name, area.hub_name, area.hub_phone, area.edt_name, area.edt_phone)


def numbers_elsewhere(*, at: datetime, own: Numbers) -> list[Numbers]:
    """Of every other area whose pack is released here."""
    found = []
    for area in packs.areas():
        try:
            numbers = numbers_of(packs.current(at=at, area=area))
        except packs.NoPack:
            continue
        if numbers.authority != own.authority:
            found.append(numbers)
    return found


def homes_of(person_ids: Sequence[str], *, at: datetime) -> list[Home]:
    """Where each of them lives now, by authority alone. Nothing else is asked about anybody who is protected."""
    people = list(map(str, _there.rows(some_ids(person_ids))))
    protected = shielded_of(people)
    lived = periods_of_each(one for one in people if one not in protected)
    homes = [_home_now(lived.get(one, [])) for one in people]
    book = authority_book(at=at, postcodes=[one.postcode for one in homes if one and one.postcode])
    return [
        Home(protected=True)
        if person in protected
        else Home(
            authority=book.of(home.postcode if home else ""),
            known=bool(home and home.postcode),
            written=bool(home and home.line and not home.postcode),
        )
        for person, home in zip(people, homes, strict=True)
    ]


@Written
def _there(ids: tuple[UUID, ...]) -> QuerySet[Person, Any]:
    return Person.objects.filter(pk__in=ids).values_list("pk", flat=True)


def _home_now(periods: Sequence[Period]) -> Period | None:
    """The newest home that has not ended. Its postcode goes no further than the book of authorities, its line nowhere."""
    now = [one for one in periods if one.until is None]
    return max(now, key=lambda one: one.since or date.min, default=None)


def lead_for(person_id: str, *, by: Actor, at: datetime) -> Lead | None:
    """Who leads this child's plan or holds the family, if the reader may open what says so."""
    known_as = some_ids(ids_of([person_id]))
    found: Referral | None = _led_for.first(by, known_as, at=at)
    if found is not None:
        return _leading(found)
    step: StepDown | None = _held_for.first(by, known_as, at=at)
    if step is None:
        return None
    if step.lead is None and (before := _leading(step.referral)).name:
        return before  # whoever hands over holds the family until somebody has accepted
    if step.lead is None or not holder_able(step):
        return Lead(asked=step.to_team.name)
    return Lead(step.lead.name, step.to_team.name, step.lead.agency.name, step.lead.phone, holds=True)


def _concerns_of(known_as: tuple[UUID, ...]) -> QuerySet[ContactPerson, Any]:
    """Concerns that are about these children, not ones that only name them as a grown-up."""
    rows = ContactPerson.objects.filter(description__person_id__in=known_as)
    return rows.exclude(role=ContactPerson.Role.ADULT).values("contact_id")


@Written
def _led_for(by: Actor, known_as: tuple[UUID, ...], *, at: datetime) -> QuerySet[Referral]:
    rows = visible_referrals(by, at=at).filter(contact_id__in=_concerns_of(known_as))
    still = rows.exclude(status=Referral.Status.CLOSED).select_related("lead__agency", "lead_team")
    return still.order_by("-accepted_at", "pk")[:1]


@Written
def _held_for(by: Actor, known_as: tuple[UUID, ...], *, at: datetime) -> QuerySet[StepDown]:
    rows = visible_stepdowns(by, at=at).filter(
        referral__contact_id__in=_concerns_of(known_as), status__in=LIVE
    )
    with_all = rows.select_related("lead__agency", "to_team", "referral__lead__agency", "referral__lead_team")
    return with_all.order_by("-made_at", "pk")[:1]


def _leading(referral: Referral) -> Lead:
    """Whoever accepted and can still lead, or the team that was asked."""
    team = referral.lead_team.name if referral.lead_team else ""
    lead = referral.lead
    if lead is None or referral.status != Referral.Status.WITH_LEAD:
        return Lead(asked=team)
    if Referral.objects.filter(cannot_lead(), pk=referral.pk).exists():
        return Lead(asked=team)
    return Lead(lead.name, team, lead.agency.name, lead.phone)


def handed_over(person_ids: Sequence[str], *, by: Actor, at: datetime) -> Handed | None:
    """Whether these children are between two areas, of what the reader may open. No area where one of them is protected. One
    query where nobody is between two."""
    known_as = some_ids(ids_of(person_ids))
    found: list[Handover] = _handed.rows(by, known_as, at=at)
    if any(one.status in OFFERED_NOW for one in found):
        found = [one for one in found if one.status in (*OFFERED_NOW, ACCEPTED)]
    if not found:
        return None
    one = max(found, key=_moment)
    other = _offered_back(one, found)
    out, accepted = one.side == Handover.Side.OUT, one.status == ACCEPTED
    over = cast(Any, "" if accepted or one.status in OFFERED_NOW else one.status)
    handed = Handed(out, accepted, over=over, for_a_time=one.temporary)
    if other is not None:
        handed = Handed(True, False, both=True)
    elif handed.elsewhere and (out or over) and _led_since(_concerns_of(known_as), _moment(one)):
        if over:
            return None
        handed = replace(handed, led_here=True)
    if (handed.out and is_protected(one)) or (other is not None and is_protected(other)):
        return handed
    peer = one.peer
    return replace(
        handed, area=peer.name, name=one.their_name, phone=one.their_phone or peer.office_phone,
        duty_name=peer.emergency_name, duty_phone=peer.emergency_phone,
    )  # fmt: skip


# What we offered and nobody took changes nothing here: whoever led before goes on leading.
UNCHANGED = Q(side=Handover.Side.OUT, status__in=(WITHDRAWN, DECLINED))


@Written
def _handed(by: Actor, known_as: tuple[UUID, ...], *, at: datetime) -> QuerySet[Handover]:
    rows = Handover.objects.filter(contact_id__in=_concerns_of(known_as)).exclude(UNCHANGED)
    own = Q(contact__in=visible_contacts(by, at=at)) | Q(by=by.id, side=Handover.Side.OUT)
    return rows.filter(own).select_related("peer", "crossed").order_by("-at", "pk")


def _moment(one: Handover) -> datetime:
    """Since when it stands as it does: since it was offered, or since somebody took it over or it ended."""
    if one.status in OFFERED_NOW:
        return one.at
    return (one.accepted_at if one.status == ACCEPTED else one.ended_at) or one.at


def _led_since(contacts: Any, moment: datetime) -> bool:
    """Has anybody here accepted the lead since, for whom it was decided since or who had not led before, and can still lead? That
    one worker follows another says nothing of where the family is. Whoever reads may not open what says so, so not who."""
    anew = Q(verb__in=("decide", "reopen and ask")) | Q(verb="accept lead", was=Referral.Status.DECIDED)
    since = ReferralMove.objects.filter(anew, referral=OuterRef("pk"), at__gt=moment)
    led = Referral.objects.filter(contact_id__in=contacts, status=Referral.Status.WITH_LEAD)
    return led.filter(Exists(since), lead_accepted_at__gt=moment).exclude(cannot_lead()).exists()


def _offered_back(one: Handover, found: Sequence[Handover]) -> Handover | None:
    """The handover of the other direction with the same area, while nobody has said on either that they took over. The two hang
    on two concerns, and until somebody said who is who on two children: then they know of each other by `crossed`."""
    if one.status not in OFFERED_NOW:
        return None
    same = [row for row in found if row.peer_id == one.peer_id and row.side != one.side]
    also = [row for row in (one.crossed, *same) if row is not None and row.status in OFFERED_NOW]
    return also[0] if also else None
