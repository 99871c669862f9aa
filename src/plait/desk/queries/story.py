"""One child's story: everything that this reader may see of it, from every app below, in one list."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from plait.agencies.roles import may
from plait.base.audit.actor import Actor
from plait.escalation.access import visible_challenges, visible_escalations
from plait.escalation.models import Challenge, Escalation
from plait.feedback.access import may_answer_pickup, may_settle, visible_disagreements
from plait.feedback.models import Disagreement, FeedbackTask, PickupWord
from plait.handover.access.handing import protected_people, visible_handovers
from plait.handover.models import Handover
from plait.people.access import self_given_only, unreachable_people, whereabouts_for
from plait.people.models import Person, SafetyNote
from plait.people.places import ShownMove, say_moves
from plait.people.queries import ids_of, safety_notes_of
from plait.people.rules import Whereabouts
from plait.referrals.access import visible_contacts
from plait.referrals.models import (
    CallNote,
    CheckAnswer,
    Contact,
    ContactPerson,
    Decision,
    PartnerCheck,
    RatingGiven,
    Referral,
    Referrer,
    SafetySettled,
    StrategyRecord,
)
from plait.sharing.access import FamilyEvent, family_events
from plait.sharing.models import InformationItem
from plait.sharing.queries import beside_of, items_about
from plait.sharing.rules.beside import Beside
from plait.stepdown.access import visible_stepdowns
from plait.stepdown.models import StepDown
from plait.thresholds.models import LevelView
from plait.thresholds.queries import views_on


@dataclass(slots=True)
class Gathered:
    """What the reader may see of one person's story, before it is put into words."""

    person: Person
    hidden: Whereabouts
    safety: list[SafetyNote]
    contacts: list[Contact]
    referrers: dict[str, Referrer]
    ratings: list[RatingGiven]
    referrals: list[Referral]
    checks: list[PartnerCheck]
    answers: list[CheckAnswer]
    items: list[InformationItem]
    views: list[LevelView]
    decisions: list[Decision]
    strategies: list[StrategyRecord]
    feedback: list[FeedbackTask]
    disputes: list[Escalation]
    steps: list[StepDown]
    moves: list[ShownMove]
    told_at: dict[str, datetime] = field(default_factory=dict)
    family: list[FamilyEvent] = field(default_factory=list)
    born_on: date | None = None
    decides: bool = False
    beside: dict[UUID, tuple[Beside, ...]] = field(default_factory=dict)
    works_on: frozenset[UUID] = frozenset()
    calls: list[CallNote] = field(default_factory=list)
    disagreements: list[Disagreement] = field(default_factory=list)
    challenges: list[Challenge] = field(default_factory=list)
    settled: list[SafetySettled] = field(default_factory=list)
    pickup: list[PickupWord] = field(default_factory=list)
    handovers: list[Handover] = field(default_factory=list)
    whereabouts_protected: frozenset[UUID] = frozenset()


def readable_contacts(person_id: str, *, by: Actor, at: datetime) -> QuerySet[Contact]:
    """Concerns that speak of a person whose story the reader has opened.

    Never one on the closed list that is not theirs to keep, nor one that also speaks of somebody they declared they know
    or of a restricted person: from the outside such a concern is not there.
    """
    speaks_of = ContactPerson.objects.filter(contact_id=OuterRef("pk"), description__person_id=person_id)
    unreachable = ContactPerson.objects.filter(
        contact_id=OuterRef("pk"), description__person__in=unreachable_people(by, at=at).values("pk")
    )
    open_to_them = Q(route=Contact.Route.STANDARD) | Q(pk__in=visible_contacts(by, at=at).values("pk"))
    return (
        Contact.objects.filter(Exists(speaks_of), open_to_them)
        .exclude(Exists(unreachable))
        .select_related("team__agency")
        .order_by("received_at", "pk")
    )


def worked_on(person_id: str, *, by: Actor, at: datetime) -> list[tuple[Contact, Referral | None]]:
    """The concerns about this person that the reader works on, each with its referral, the newest first."""
    works_on = readable_contacts(person_id, by=by, at=at).filter(
        pk__in=visible_contacts(by, at=at).values("pk")
    )
    contacts = list(works_on.order_by("-received_at", "pk"))
    referrals = {
        one.contact_id: one for one in Referral.objects.filter(contact__in=[one.pk for one in contacts])
    }
    return [(contact, referrals.get(contact.pk)) for contact in contacts]


def gather_story(person: Person, *, by: Actor, at: datetime) -> Gathered:
    """Everything for the timeline, in a fixed number of queries. Whoever calls has opened the person."""
    person_id = str(person.pk)
    known_as = frozenset(ids_of([person_id]))
    contacts = list(readable_contacts(person_id, by=by, at=at))
    ids = [contact.pk for contact in contacts]
    people = set(
        ContactPerson.objects.filter(contact_id__in=ids).values_list("description__person_id", flat=True)
    )
    works_on = frozenset(visible_contacts(by, at=at).filter(pk__in=ids).values_list("pk", flat=True))
    referrals = list(
        Referral.objects.filter(contact_id__in=ids)
        .select_related("lead_team__agency")
        .prefetch_related("moves")
    )
    checks = list(
        PartnerCheck.objects.filter(referral__in=referrals)
        .select_related("agency")
        .order_by("asked_at", "pk")
    )
    answers = CheckAnswer.objects.filter(partner_check__in=checks, person_id__in=known_as, superseded=False)
    about = [one for one in checks if _about(one, known_as)]
    items = _items(known_as, checks=checks, by=by, own=not self_given_only(by, person_id, at=at))
    return Gathered(
        person=person,
        hidden=whereabouts_for(by, {person_id, *(str(one) for one in people)}, at=at),
        safety=list(safety_notes_of([person_id])),
        contacts=contacts,
        referrers={
            str(one.contact_id): one
            for one in Referrer.objects.filter(contact_id__in=ids).select_related("agency")
        },
        ratings=list(RatingGiven.objects.filter(contact_id__in=ids).order_by("at", "pk")),
        referrals=referrals,
        checks=about,
        answers=list(answers.select_related("partner_check__agency").order_by("at", "pk")),
        items=items,
        beside=beside_of(items),
        views=views_on(referral.ref for referral in referrals),
        decisions=list(
            Decision.objects.filter(referral__in=referrals).prefetch_related("dissents").order_by("at", "pk")
        ),
        strategies=list(
            StrategyRecord.objects.filter(referral__in=referrals)
            .prefetch_related("attended", "actions")
            .order_by("held_at", "pk")
        ),
        feedback=list(
            FeedbackTask.objects.filter(contact_id__in=ids).select_related("agency").order_by("made_at", "pk")
        ),
        disputes=list(
            visible_escalations(by, at=at)
            .filter(contact_id__in=ids)
            .select_related("our_agency", "their_agency")
            .prefetch_related("stages", "outcomes")
            .order_by("at", "pk")
        ),
        steps=list(
            visible_stepdowns(by, at=at)
            .filter(referral__contact_id__in=ids)
            .select_related("from_team__agency", "to_team")
            .prefetch_related("moves", "looks")
            .order_by("made_at", "pk")
        ),
        moves=say_moves(person),
        told_at={contact.ref: contact.received_at for contact in contacts},
        family=family_events(by, person_id, at=at),
        decides=bool(may(by, "decision:make")),
        works_on=works_on,
        calls=_calls(contacts, referrals, about, works_on),
        settled=list(SafetySettled.objects.filter(contact_id__in=works_on).order_by("at", "pk")),
        pickup=_said_at_the_gate(works_on, by=by),
        handovers=(handed := _handovers(ids, by=by, at=at)),
        whereabouts_protected=frozenset(one.pk for one in handed if getattr(one, "hides", True)),
        disagreements=_disagreements(ids, by=by, at=at),
        challenges=list(
            visible_challenges(by, at=at)
            .filter(contact_id__in=ids)
            .select_related("our_agency")
            .order_by("at", "pk")
        ),
    )


def _calls(
    contacts: list[Contact], referrals: list[Referral], checks: list[PartnerCheck], works_on: frozenset[UUID]
) -> list[CallNote]:
    """Calls that are an ask or a note only, for those who read them on the page of the concern."""
    theirs = [one for one in referrals if one.contact_id in works_on]
    known = {one.pk for one in theirs}
    refs = [one.ref for one in contacts if one.pk in works_on] + [one.ref for one in theirs]
    refs += [one.ref for one in checks if one.referral_id in known]
    kinds = (CallNote.CountsAs.ASK, CallNote.CountsAs.NOTE)
    found = CallNote.objects.filter(about__in=refs, counts_as__in=kinds)
    return list(found.order_by("rang_at", "pk")) if refs else []


def _said_at_the_gate(works_on: frozenset[UUID], *, by: Actor) -> list[PickupWord]:
    """Whether the child can go home, for those who may say so themselves."""
    if not may_answer_pickup(by):
        return []
    return list(PickupWord.objects.filter(contact_id__in=works_on).order_by("at", "pk"))


def _handovers(contact_ids: list[UUID], *, by: Actor, at: datetime) -> list[Handover]:
    """Those that the reader may open, each with whether anything about where its people are is protected."""
    found = visible_handovers(by, at=at).filter(contact_id__in=contact_ids)
    rows = found.annotate(hides=Exists(protected_people("contact_id"))).select_related("peer")
    return list(rows.prefetch_related("said").order_by("at", "pk"))


def _disagreements(contact_ids: list[UUID], *, by: Actor, at: datetime) -> list[Disagreement]:
    """What somebody said against what they were told, for those who answer it."""
    if not may_settle(by):
        return []
    found = visible_disagreements(by, at=at).filter(task__contact_id__in=contact_ids)
    return list(found.order_by("at", "pk"))


def _items(
    known_as: frozenset[str], *, checks: Iterable[PartnerCheck], by: Actor, own: bool
) -> list[InformationItem]:
    """Items by the rule of `sharing`, of which those given in a concern that is not theirs to see are left out; and what an
    agency keeps for itself, for whoever came in by a claim or in an emergency (`own` is false)."""
    known = {check.ref for check in checks}
    return [
        item
        for item in items_about(known_as, by=by)
        if (own or item.visibility != InformationItem.Visibility.PRIVATE)
        and (
            not item.source_ref.startswith("check:")
            or item.source_ref in known
            or item.agency_id == by.agency
        )
    ]


def _about(check: PartnerCheck, known_as: frozenset[str]) -> bool:
    return any(str(child.get("person")) in known_as for child in check.shown.get("children", []))
