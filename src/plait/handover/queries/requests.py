"""What was asked of an area that knows a family and what of us, and what our answer may be made of."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from plait.base.audit.actor import Actor
from plait.base.federation import queries as border
from plait.base.federation.models import Peer
from plait.handover.models import AreaRequest, AskReceived, RequestReceived
from plait.handover.queries.hiding import kept
from plait.handover.queries.looking import kept_among
from plait.handover.queries.packing import says_who_told
from plait.people.access import may_be_opened
from plait.people.models import AddressPeriod, Person
from plait.people.places import household_of, whereabouts_of
from plait.people.queries import ids_of, standing_id
from plait.people.rules.veiling import veiling
from plait.referrals.access import visible_referrals
from plait.referrals.models import Contact, PartnerCheck
from plait.sharing.models import InformationItem
from plait.sharing.queries import items_about
from plait.sharing.queries.notes import restricted_among

NEVER = ("location", "contact_details", "source_identity")  # what would lead to somebody, or to who told us


def our_request(message_id: str, *, code: str) -> AreaRequest | None:
    """What we asked that area by this message."""
    rows = AreaRequest.objects.select_related("asked__ask")
    return rows.filter(message=message_id, asked__code=code).first()


def asked_before(code: str, message_id: str) -> AskReceived | None:
    """The question of that area to which we answered that the child is known."""
    rows = AskReceived.objects.filter(code=code, message=message_id, says="known", person__isnull=False)
    return rows.first()


def is_kept(person_id: str) -> bool:
    """Is the child, or somebody of their home, kept (`hiding.kept`)? Of a child who was found to be somebody else, whoever they
    are now, and what stands of whom they were taken for."""
    person_id = standing_id(person_id)
    them = ids_of([person_id])
    return bool(kept_among([person_id])) or Person.objects.filter(kept(), pk__in=list(them)).exists()


def stands_for(person_id: str) -> str | None:
    """Who this child is now, where two were found to be one; None where there is no record any more."""
    found = Person.objects.filter(pk=person_id).first()
    return None if found is None else str(found.superseded_by_id or found.pk)


def keeper_of(person_id: str) -> str:
    """The team that keeps this child's record, or that of somebody at home; empty where any custodian does."""
    person_id = standing_id(person_id) if person_id else ""
    return kept_among([person_id]).get(person_id, "") if person_id else ""


def is_believed(code: str) -> bool:
    """Is this area believed now?"""
    return border.trusted(code) is not None


def as_party(code: str) -> str:
    """How a record of a decision names this area, and how a clause binds it."""
    found = Peer.objects.filter(code=code).first()
    return str(found.pk) if found else ""


def leads_there(person_id: str, texts: Iterable[str], *, flees: bool = False) -> bool:
    """Would any of these words lead to where somebody of this child's home is, who is protected? Where the family has said that
    somebody `flees`, to where they live now, protected or not."""
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        return False
    home = [person_id, *(str(one.pk) for one in household_of(person))]
    hidden = whereabouts_of(home, signs_of=home)
    if flees:
        now = AddressPeriod.objects.filter(person_id__in=home, to_on__isnull=True)
        places = list(now.values_list("place__line", "place__postcode"))
        hidden = replace(
            hidden,
            lines=hidden.lines | {line for line, _ in places if line},
            postcodes=hidden.postcodes | {postcode for _, postcode in places if postcode},
        )
    hide = veiling(hidden)
    return any(hide(text) != text for text in texts)


def tells_who(person_id: str, texts: Iterable[str]) -> bool:
    """Would any of these words say who told us of this child?"""
    said = [one for one in texts if one.strip()]
    contacts = Contact.objects.filter(people__description__person__in=list(ids_of([person_id]))).distinct()
    return bool(said) and any(says_who_told(one, said) for one in contacts.order_by("pk"))


def may_go_along(request: RequestReceived, by: Actor, *, at: datetime) -> list[InformationItem]:
    """What stands here of this child and may be part of the answer, for somebody who may open them: nothing sealed, nothing that
    is not to be passed on, nothing kept for one agency, no place, and nothing of a concern that the reader does not work on."""
    person = str(request.ask.person) if request.ask and request.ask.person else ""
    if not person or not may_be_opened(by, [person], at=at):
        return []
    found = [
        one
        for one in items_about(ids_of([person]), by=by)
        if one.visibility == InformationItem.Visibility.SHAREABLE
        and one.field_group not in NEVER
        and one.text
    ]
    stopped = restricted_among(str(one.pk) for one in found)
    checks = [one.source_ref.partition(":")[2] for one in found if one.source_ref.startswith("check:")]
    theirs = PartnerCheck.objects.filter(pk__in=checks, referral__in=visible_referrals(by, at=at))
    seen = {one.ref for one in theirs} if checks else set()
    return [
        one
        for one in found
        if str(one.pk) not in stopped
        and (not one.source_ref.startswith("check:") or one.source_ref in seen or one.agency_id == by.agency)
    ]
