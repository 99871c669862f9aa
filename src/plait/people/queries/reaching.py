"""How somebody may be reached, from whom they are protected, what else leads to them, and what waits to be sent to them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from plait.base.access.stand_ins import some_ids
from plait.base.access.written import Written
from plait.people.models import (
    AddressPeriod,
    EndOfHiding,
    FamilyMessage,
    LeadsThere,
    Person,
    ProtectedFrom,
    Relationship,
    SafeContact,
)
from plait.people.rules.reaching import Guarded, SafeWay, contact_key, is_among, strictest


def safe_contacts_of(person_id: str) -> QuerySet[SafeContact]:
    """What was said of reaching them and holds now; several where two people were joined."""
    return SafeContact.objects.filter(person_id=person_id, replaced_at__isnull=True).order_by("-at", "pk")


def safe_way_to_reach(person_id: str) -> SafeWay:
    """The safe way to make contact, as strict as the strictest that anybody gave (`rules.reaching`)."""
    return strictest(
        SafeWay(
            stated=True,
            methods=(one.method,),
            contacts=(one.contact,) if one.contact else (),
            times=(one.times,) if one.times else (),
            voicemail=one.voicemail == SafeContact.Known.YES,
            code_words=(one.code_word,) if one.code_word else (),
            neutral=one.neutral,
            not_while=(one.not_while,) if one.not_while else (),
            languages=(one.language,) if one.language else (),
            interpreter=one.interpreter,
            unsafe=frozenset(one.unsafe),
            review_on=one.review_on,
        )
        for one in _safe_contacts.rows(person_id)
    )


@Written
def _safe_contacts(person_id: str) -> QuerySet[SafeContact]:
    return safe_contacts_of(person_id)


def protections_of(person_ids: Iterable[str]) -> QuerySet[ProtectedFrom]:
    """From whom these people are protected now, the newest first."""
    return (
        ProtectedFrom.objects.filter(person_id__in=[str(one) for one in person_ids], ended_at__isnull=True)
        .select_related("person", "other", "practitioner", "agency")
        .order_by("-at", "pk")
    )


def protected_from_them(person_id: str) -> QuerySet[ProtectedFrom]:
    """Who is protected from this person now."""
    return ProtectedFrom.objects.filter(other__pk=person_id, ended_at__isnull=True).order_by("-at", "pk")


def guarded(person_id: str) -> Guarded:
    """What is held against every number and address before anything is sent to this person."""
    theirs = {one for row in protections_of([person_id]) for one in row.reach}
    others = protections_of([person_id]).filter(other__isnull=False)
    hers = {str(one) for one in others.values_list("other_id", flat=True)}
    rows = AddressPeriod.objects.filter(person_id__in=[person_id, *hers]).select_related("place")
    ended: set[str] = set()
    for row in rows:
        line = ", ".join(part for part in (row.place.line, row.place.town, row.place.postcode) if part)
        if str(row.person_id) != str(person_id):
            if row.to_on is None:
                theirs.add(line)
        elif row.to_on is not None:
            ended.add(line)
    protected = Person.objects.filter(pk=person_id).filter(
        Q(address_hidden=True) | Q(addresses__place__shielded=True)
    )
    return Guarded(
        protected=protected.exists() or protections_of([person_id]).exists(),
        theirs=frozenset(theirs),
        former=frozenset(ended),
    )


def messages_to(person_id: str) -> QuerySet[FamilyMessage]:
    """What was or is to be sent to this person, the newest first."""
    return FamilyMessage.objects.filter(person_id=person_id).order_by("-at", "pk")


def leads_of(person_ids: Iterable[str]) -> QuerySet[LeadsThere]:
    """What else would lead to these people."""
    return LeadsThere.objects.filter(person_id__in=list(person_ids)).order_by("kind", "words", "pk")


def end_asked_of(person_id: str) -> EndOfHiding | None:
    """Somebody has asked that they be shown again, and a second person has not answered yet."""
    return EndOfHiding.objects.filter(person_id=person_id, state=EndOfHiding.State.ASKED).first()


def around(person_id: str) -> frozenset[str]:
    """Everybody whose whereabouts must not stand in words to this person: those related to them, those protected from them,
    and they themselves."""
    ties = Relationship.objects.filter(Q(person_id=person_id) | Q(other_id=person_id))
    found = {str(one) for pair in ties.values_list("person_id", "other_id") for one in pair}
    found |= {str(one) for one in protected_from_them(person_id).values_list("person_id", flat=True)}
    return frozenset({*found, person_id})


def barred_practitioners(person_ids: Iterable[UUID | str]) -> frozenset[str]:
    """The practitioners from whom one of these people is protected."""
    return frozenset(str(one) for one in _barred_practitioners.rows(some_ids(person_ids)))


@Written
def _barred_practitioners(person_ids: tuple[UUID, ...]) -> QuerySet[ProtectedFrom, Any]:
    rows = ProtectedFrom.objects.filter(person_id__in=person_ids, ended_at__isnull=True)
    return rows.filter(practitioner__isnull=False).values_list("practitioner_id", flat=True)


def barred_agencies(person_ids: Iterable[UUID | str]) -> frozenset[str]:
    """The agencies whose mailbox is read by somebody from whom one of these people is protected."""
    return frozenset(str(one) for one in _barred_agencies.rows(some_ids(person_ids)))


@Written
def _barred_agencies(person_ids: tuple[UUID, ...]) -> QuerySet[ProtectedFrom, Any]:
    rows = ProtectedFrom.objects.filter(person_id__in=person_ids, ended_at__isnull=True)
    return rows.filter(agency__isnull=False).values_list("agency_id", flat=True)


def reaches_somebody_barred(person_ids: Iterable[UUID | str], contacts: Iterable[str]) -> bool:
    """Is one of these numbers or addresses used by somebody from whom one of these people is protected?"""
    told = [one for one in contacts if one]
    if not told:
        return False
    theirs = {one for row in protections_of(str(one) for one in person_ids) for one in row.reach}
    return any(is_among(one, theirs) for one in told)


def used_by_somebody_barred(contact: str) -> bool:
    """Does anybody from whom anybody is protected use this e-mail address, or read this mailbox?"""
    key = contact_key(contact)
    rows = ProtectedFrom.objects.filter(ended_at__isnull=True)
    if rows.filter(agency__mailbox__iexact=contact.strip()).exclude(agency__mailbox="").exists():
        return True
    return any(contact_key(one) == key for reach in rows.values_list("reach", flat=True) for one in reach)


def kept_from(practitioner_id: str) -> frozenset[str]:
    """The people who are protected from this practitioner now."""
    return frozenset(str(one) for one in _kept_from.rows(practitioner_id))


@Written
def _kept_from(practitioner_id: str) -> QuerySet[ProtectedFrom, Any]:
    rows = ProtectedFrom.objects.filter(practitioner_id=practitioner_id, ended_at__isnull=True)
    return rows.values_list("person_id", flat=True)


def kept_from_mailbox(agency_id: str) -> frozenset[str]:
    """The people who are protected from somebody who reads this agency's mailbox; of no agency, nobody."""
    if not agency_id:
        return frozenset()
    return frozenset(str(one) for one in _kept_from_mailbox.rows(agency_id))


@Written
def _kept_from_mailbox(agency_id: str) -> QuerySet[ProtectedFrom, Any]:
    rows = ProtectedFrom.objects.filter(agency_id=agency_id, ended_at__isnull=True)
    return rows.values_list("person_id", flat=True)
