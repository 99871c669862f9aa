"""The register, one step down whole, and what a new concern is held against."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from plait.agencies.models import Practitioner
from plait.agencies.queries import nothing_opens_to, teams_that_everybody_left
from plait.base.access.written import Written
from plait.base.clock import LONDON
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import clocks_about, clocks_for
from plait.base.packs import Pack
from plait.people.models import DeclaredConflict, Person
from plait.people.queries import ids_of
from plait.referrals.models import Contact, ContactPerson, Referral
from plait.referrals.queries.leading import concerns_somebody_declared
from plait.stepdown.life import HELD, LIVE
from plait.stepdown.models import LookedAgain, NewConcern, StepDown, StepDownMove
from plait.stepdown.queries.parts import children_in
from plait.stepdown.rules import Earlier, answers_register, promise_of
from plait.stepdown.store.promises import would_pass_on


def cannot_hold() -> Q:
    """Of step downs: somebody accepted and cannot hold it now, because nothing opens to them any more (they left, are
    suspended, or their agency ended), or they declared that they know somebody in it."""
    knows = DeclaredConflict.objects.filter(
        practitioner_id=OuterRef("lead_id"),
        person_id__in=ContactPerson.objects.filter(
            contact_id=OuterRef(OuterRef("referral__contact_id"))
        ).values("description__person_id"),
        ended_at__isnull=True,
    )
    return nothing_opens_to("lead") | Q(Exists(knows))


def without_a_holder() -> QuerySet[StepDown]:
    """Of everything: accepted once, watched still, and held by nobody who can. Begins with the few who left or declared
    something (see `referrals.queries.leading.without_a_lead`)."""
    few: set[UUID] = set(_left.rows())
    if concerns := concerns_somebody_declared.rows():
        referrals = list(Referral.objects.filter(contact_id__in=concerns).values_list("pk", flat=True))
        few |= set(StepDown.objects.filter(referral__in=referrals).values_list("pk", flat=True))
    if not few:
        return StepDown.objects.none()
    rows = StepDown.objects.filter(cannot_hold(), status=HELD, pk__in=few)
    return rows.select_related("to_team__agency", "referral__contact")


@Written
def _left() -> QuerySet[StepDown, Any]:
    gone = Practitioner.objects.filter(nothing_opens_to()).values("pk")
    return StepDown.objects.filter(lead__in=gone, status=HELD).values_list("pk", flat=True)


def of_empty_teams(*, at: datetime) -> list[StepDown]:
    """Watched still, with a promise of a team in which nobody is any more, though somebody else could answer for it."""
    empty = teams_that_everybody_left(at=at)
    if not empty:
        return []
    rows = StepDown.objects.filter(Q(to_team__in=empty) | Q(from_team__in=empty), status__in=LIVE)
    found = rows.select_related("to_team__agency", "from_team__agency", "referral__contact__team")
    return [one for one in found.order_by("made_at", "pk") if would_pass_on(one, at=at)]


def holder_able(stepdown: StepDown) -> bool:
    """Is the family held by somebody who can?"""
    if stepdown.lead_id is None or stepdown.status != HELD:
        return False
    return not _unheld.rows(stepdown.pk)


@Written
def _unheld(stepdown_id: UUID) -> QuerySet[StepDown, Any]:
    return StepDown.objects.filter(cannot_hold(), pk=stepdown_id).values_list("pk", flat=True)


def in_order(rows: QuerySet[StepDown]) -> QuerySet[StepDown]:
    """What is due first, first; and whatever has no clock after it."""
    return rows.filter(status__in=LIVE).order_by(F("due_at").asc(nulls_last=True), "made_at", "pk")


def with_rows(rows: QuerySet[StepDown]) -> QuerySet[StepDown]:
    """With everything that a line of the register says."""
    return rows.select_related(
        "to_team__agency", "from_team__agency", "lead", "referral__contact"
    ).prefetch_related("new_concerns")


@dataclass(frozen=True, slots=True)
class Whole:
    """One step down with what its page shows."""

    stepdown: StepDown
    clocks: list[RunningClock]
    looks: list[LookedAgain]
    moves: list[StepDownMove]
    new_concerns: list[NewConcern]


def whole(stepdown: StepDown) -> Whole:
    """In a fixed number of queries."""
    return Whole(
        stepdown=stepdown,
        clocks=list(clocks_for([stepdown.ref]).prefetch_related("pauses")),
        looks=list(stepdown.looks.order_by("-at", "pk")),
        moves=list(stepdown.moves.order_by("-at", "pk")),
        new_concerns=new_concerns_of(stepdown),
    )


def open_clock(stepdown: StepDown, promise: str) -> RunningClock | None:
    """The clock of a promise that nobody has kept yet."""
    running = (one for one in clocks_about(stepdown.ref) if one.state == RunningClock.State.RUNNING)
    return next((one for one in running if promise_of(one.key) == promise), None)


def new_concerns_of(stepdown: StepDown) -> list[NewConcern]:
    """Later concerns about its children, the newest first: only those that still speak of them, should a link have been
    undone."""
    rows = list(stepdown.new_concerns.select_related("contact").order_by("-at", "pk"))
    if not rows:
        return []
    known = set(ids_of(children_in(stepdown)))
    of = {
        str(one)
        for one in ContactPerson.objects.filter(
            contact_id__in=[row.contact_id for row in rows], description__person_id__in=list(known)
        ).values_list("contact_id", flat=True)
    }
    return [row for row in rows if str(row.contact_id) in of]


def months_after(day: date, months: int) -> date:
    """The same day that many months later, or the last of a shorter month."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def stepped_down_among(person_ids: Iterable[str], *, pack: Pack, on: date) -> list[StepDown]:
    """Step downs of these people that a concern of that day is held against, the newest first."""
    ids = [str(one) for one in person_ids]
    # Where an id redirects, asked once for all of them: a concern about four takes no more questions than one about one.
    led = Person.objects.filter(pk__in=ids, superseded_by__isnull=False).values_list("pk", "superseded_by_id")
    stands = {str(was): str(now) for was, now in led}
    known = list(ids_of(stands.get(one, one) for one in ids))
    if pack.stepdown is None or not known:
        return []
    child = ContactPerson.objects.filter(
        contact_id=OuterRef("referral__contact_id"), description__person_id__in=known
    ).exclude(role=ContactPerson.Role.ADULT)
    rows = StepDown.objects.filter(Exists(child))
    found = with_rows(rows).order_by("-made_at", "-pk")
    months = pack.stepdown.answered_for_months
    return [one for one in found if answers_register(_earlier(one, months), on=on)]


def _earlier(stepdown: StepDown, months: int) -> Earlier:
    made = stepdown.made_at.astimezone(LONDON).date()
    since = (stepdown.begun_at or stepdown.made_at).astimezone(LONDON).date()
    until = date.max if stepdown.status in LIVE else months_after(since, months)
    return Earlier(stepdown.status, made, until)


def later_concerns_of(contact: Contact, *, pack: Pack, at: datetime) -> list[StepDown]:
    """The step downs that a concern answers: of its children, made before it was received."""
    if contact.route != Contact.Route.STANDARD:
        return []
    people = contact.people.exclude(role=ContactPerson.Role.ADULT).values_list(
        "description__person_id", flat=True
    )
    on = contact.received_at.astimezone(LONDON).date()
    found = stepped_down_among([str(one) for one in people], pack=pack, on=on)
    return [
        one
        for one in found
        if one.referral.contact_id != contact.pk and one.made_at <= contact.received_at <= at
    ]


def refs_about(person_id: str) -> list[str]:
    """`stepdown:` of every step down whose concern speaks of this person."""
    behind = ContactPerson.objects.filter(
        contact_id=OuterRef("referral__contact_id"), description__person_id=person_id
    )
    rows = StepDown.objects.filter(Exists(behind))
    return [f"stepdown:{pk}" for pk in rows.order_by("made_at", "pk").values_list("pk", flat=True)]
