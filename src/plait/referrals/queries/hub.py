"""What the hub's pages and deeds read of one concern. Whoever calls has passed `access.open_contact`."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from plait.agencies.models import Agency, Team
from plait.base.access.stand_ins import some_ids
from plait.base.access.written import Written
from plait.base.audit.actor import Actor
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import clocks_for
from plait.base.packs import Pack
from plait.base.packs.schema.outcomes import Outcome
from plait.base.timers.models import Timer
from plait.people.models import AddressPeriod, Assertion, Involvement, Relationship, SafetyNote
from plait.people.places import ShownPlace, say_places
from plait.referrals.models import (
    CallNote,
    CheckAnswer,
    Contact,
    ContactPerson,
    PartnerCheck,
    RatingGiven,
    Referral,
    Referrer,
    SafetySettled,
)
from plait.referrals.queries.settling import settled_of


@dataclass(frozen=True, slots=True)
class ConcernFacts:
    """Everything the page of a concern is made of, read in a fixed number of queries."""

    contact: Contact
    people: list[ContactPerson]
    places: dict[str, ShownPlace]
    relations: list[Relationship]
    notes: list[SafetyNote]
    links: dict[str, Assertion]
    open_with: dict[str, list[Involvement]]
    ratings: list[RatingGiven]
    clocks: list[RunningClock]
    referral: Referral | None
    checks: list[PartnerCheck]
    answers: dict[str, list[CheckAnswer]] = field(default_factory=dict)
    calls: list[CallNote] = field(default_factory=list)
    settled: dict[str, SafetySettled] = field(default_factory=dict)


def concern_facts(contact: Contact, *, at: datetime) -> ConcernFacts:
    """One concern with its people, warnings, ratings, clocks, referral and checks."""
    people = people_of(contact)
    ids = [one.description.person_id for one in people]
    referral = Referral.objects.filter(contact=contact).select_related("lead_team__agency", "lead").first()
    checks = checks_of(referral) if referral else []
    answers: dict[str, list[CheckAnswer]] = defaultdict(list)
    standing = CheckAnswer.objects.filter(partner_check__in=[check.pk for check in checks], superseded=False)
    for answer in standing.order_by("at", "pk"):
        answers[str(answer.partner_check_id)].append(answer)
    subjects = [contact.ref, *([referral.ref] if referral else []), *(check.ref for check in checks)]
    return ConcernFacts(
        contact=contact,
        people=people,
        places=say_places([one.description.person for one in people]),
        relations=relations_among(ids),
        notes=list(SafetyNote.objects.filter(person_id__in=ids).order_by("-at", "pk")),
        links=standing_links(people),
        open_with=open_with([str(one) for one in ids], besides=contact, at=at),
        ratings=list(contact.ratings.order_by("-at", "-pk")),
        clocks=list(clocks_for(subjects).prefetch_related("pauses")),
        referral=referral,
        checks=checks,
        answers=dict(answers),
        calls=list(CallNote.objects.filter(about__in=subjects).order_by("-rang_at", "pk")),
        settled=settled_of(contact),
    )


def people_of(contact: Contact) -> list[ContactPerson]:
    """Everyone a concern speaks of, in its order, with how they were described."""
    return _people_of.rows(contact.pk)


@Written
def _people_of(contact_id: UUID) -> QuerySet[ContactPerson]:
    rows = ContactPerson.objects.filter(contact_id=contact_id)
    return rows.select_related("description__person").order_by("order", "pk")


def checks_of(referral: Referral) -> list[PartnerCheck]:
    """Every check of a referral, oldest first."""
    return list(referral.checks.select_related("agency", "team").order_by("asked_at", "pk"))


def relations_among(person_ids: Sequence[UUID]) -> list[Relationship]:
    """Who these people are to one another."""
    return list(Relationship.objects.filter(person_id__in=person_ids, other_id__in=person_ids).order_by("pk"))


def standing_links(people: Sequence[ContactPerson]) -> dict[str, Assertion]:
    """Who said who somebody is, by description id; undone links are not among them."""
    rows = _standing_links.rows(some_ids(one.description_id for one in people))
    return {str(row.description_id): row for row in rows}


@Written
def _standing_links(descriptions: tuple[UUID, ...]) -> QuerySet[Assertion]:
    rows = Assertion.objects.filter(description_id__in=descriptions, retracted_at__isnull=True)
    return rows.filter(decided="person").order_by("at")


def open_with(
    person_ids: Sequence[str], *, besides: Contact | None, at: datetime
) -> dict[str, list[Involvement]]:
    """Teams and workers allocated to these people now, by person id, other than through this concern."""
    rows = (
        Involvement.objects.filter(person_id__in=person_ids, kind="allocated", from_at__lte=at)
        .filter(Q(to_at__isnull=True) | Q(to_at__gt=at))
        .select_related("team__agency", "practitioner__agency")
        .order_by("from_at")
    )
    if besides is not None:
        rows = rows.exclude(source_id=besides.pk)
    found: dict[str, list[Involvement]] = defaultdict(list)
    for row in rows:
        found[str(row.person_id)].append(row)
    return dict(found)


def words_may_tell(contact: Contact) -> bool:
    """Must the name of whoever told us stay with the hub? Then their words may say who they are, and stay off paper."""
    named = Referrer.objects.filter(contact=contact)
    return named.filter(Q(protected=True) | ~Q(kind=Referrer.Kind.PRACTITIONER)).exists()


def referrer_of(contact: Contact) -> Referrer | None:
    """Who told us. Whoever asks records that it was shown."""
    return Referrer.objects.select_related("agency", "practitioner").filter(contact=contact).first()


def referral_behind(contact: Contact) -> Referral | None:
    """The referral that a concern became, if it did."""
    return Referral.objects.filter(contact=contact).first()


def agencies_to_ask(pack: Pack) -> list[Agency]:
    """Agencies that have a team to answer and are of a kind that the pack asks, by kind and name."""
    kinds = [kind for kind, partner in pack.partners.items() if partner.askable]
    answers = Team.objects.filter(agency_id=OuterRef("pk"), kind=Team.Kind.SAFEGUARDING)
    found = list(Agency.objects.filter(Exists(answers), kind__in=kinds).order_by("name"))
    return sorted(found, key=lambda agency: (kinds.index(agency.kind), agency.name))


def passed_to(visible: QuerySet[Contact], *, by: Actor) -> list[Contact]:
    """Concerns the hub passed to the reader's teams that nobody there has accepted, or of which nobody has said yet what was
    done; oldest first."""
    return list(
        visible.filter(status=Contact.Status.WITH_WORKER, passed_to_id__in=list(by.teams))
        .prefetch_related("people__description")
        .order_by("received_at")[:50]
    )


def who_know(contact_ids: Iterable[UUID | str]) -> dict[str, frozenset[str]]:
    """By concern, the practitioners who declared that they know somebody it speaks of: for them it is not there, so nobody
    is sent to them about it."""
    declared = "description__person__conflicts"
    rows = ContactPerson.objects.filter(
        contact_id__in=list(contact_ids),
        **{f"{declared}__isnull": False, f"{declared}__ended_at__isnull": True},
    )
    found: dict[str, set[str]] = defaultdict(set)
    for contact_id, practitioner_id in rows.values_list("contact_id", f"{declared}__practitioner_id"):
        found[str(contact_id)].add(str(practitioner_id))
    return {contact_id: frozenset(known) for contact_id, known in found.items()}


def rings_due(subjects: Sequence[str], *, at: datetime) -> frozenset[str]:
    """Of these records, those that should have been opened by now (the timer is due, fired or not)."""
    rows = Timer.objects.filter(
        subject__in=list(subjects), kind__endswith="-not-opened", due_at__lte=at
    ).exclude(state="cancelled")
    return frozenset(rows.values_list("subject", flat=True))


def outcomes_for_contacts(pack: Pack) -> list[Outcome]:
    """What may be answered without accepting a referral: whatever is not counted nationally as one."""
    found = [one for one in pack.outcomes.values() if one.national.contact_outcome != "cin_referral"]
    return sorted(found, key=lambda one: one.order)


def closed_list_outcome(pack: Pack) -> str:
    """How a concern that leaves the closed list is counted, and in whose words its referrer hears: it was looked at, and
    no more is done now. Nothing of what was done is told: who is told what is the designated officer's to say."""
    able = outcomes_for_contacts(pack)
    looked_at = [one for one in able if one.national.contact_outcome == "NFA"]
    return (looked_at or able)[-1].code


def calls_on(contact: Contact) -> list[CallNote]:
    """What was written down about the concern itself, newest first."""
    return list(CallNote.objects.filter(about=contact.ref).order_by("-rang_at", "pk"))


def last_calls(refs: Iterable[str]) -> dict[str, CallNote]:
    """The newest call about each of these records, by its reference."""
    rows = CallNote.objects.filter(about__in=sorted(set(refs))).order_by("rang_at", "pk")
    return {one.about: one for one in rows}


def postcode_said(one: ContactPerson) -> str:
    """The postcode that this concern gave for somebody, to look for them by. Not for anybody whose address is shielded:
    the caller has asked `people.places` first."""
    person = one.description.person
    period = _address_said.first(person.pk, one.description.source_ref)
    return period.place.postcode if period else ""


@Written
def _address_said(person_id: UUID, source_ref: str) -> QuerySet[AddressPeriod]:
    rows = AddressPeriod.objects.filter(person_id=person_id, source_ref=source_ref)
    return rows.select_related("place").order_by("pk")[:1]
