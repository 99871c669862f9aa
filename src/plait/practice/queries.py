"""Whom a practitioner may name as their supervisor, which children are looked at each night, and questions to think with."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from plait.agencies.models import Practitioner
from plait.agencies.queries import people_of_agency, present_practitioners
from plait.base.access.written import Written
from plait.base.audit.actor import Actor
from plait.base.packs.schema.prompts import PromptsFile, ThinkingQuestion
from plait.base.prompts.models import Disposition
from plait.people.events import Held
from plait.people.queries import ids_of
from plait.practice.models import SupervisionItem
from plait.referrals.models import Contact, ContactPerson, Referral
from plait.stepdown.life import LIVE


def supervisors_for(by: Actor) -> list[Practitioner]:
    """Everybody of the reader's own agency who works there now, but for themselves: who supervises whom, they know."""
    now = present_practitioners().values("pk")
    return list(people_of_agency(by.agency).filter(pk__in=now).exclude(pk=by.id).order_by("name", "pk"))


def thinking(file: PromptsFile, *, subject: str, on: date) -> list[ThinkingQuestion]:
    """The questions of this week for this subject: the choice turns each week, and everybody who looks sees the same."""
    year, week, _ = on.isocalendar()
    start = int(hashlib.sha256(subject.encode()).hexdigest(), 16) + (year * 53 + week) * file.thinking_at_once
    return [file.thinking[(start + step) % len(file.thinking)] for step in range(file.thinking_at_once)]


def children_of(contact_id: str) -> list[str]:
    """The ids that stand now of the children one concern is about; nobody for what is on the closed list."""
    return list(dict.fromkeys(str(stands or person) for person, stands in _children_of.rows(contact_id)))


@Written
def _children_of(contact_id: str) -> QuerySet[ContactPerson, Any]:
    rows = ContactPerson.objects.filter(
        contact_id=contact_id, role=ContactPerson.Role.CHILD, contact__route=Contact.Route.STANDARD
    )
    return rows.values_list("description__person_id", "description__person__superseded_by_id")


def contact_behind(referral_id: str) -> str:
    """The id of the concern that became this referral."""
    found = _contact_behind.first(referral_id)
    if found is None:
        raise Referral.DoesNotExist(referral_id)
    return str(found)


@Written
def _contact_behind(referral_id: str) -> QuerySet[Referral, Any]:
    return Referral.objects.filter(pk=referral_id).values_list("contact_id", flat=True)


def children_worked_with(*, since: datetime) -> list[str]:
    """Every child on whose concern something goes on, or came since then, or whose family somebody watches after help got less:
    whom the nightly look is for."""
    about = ContactPerson.objects.filter(
        role=ContactPerson.Role.CHILD,
        contact__route=Contact.Route.STANDARD,
        description__person__superseded_by=None,
    )
    open_now = about.filter(contact__answered_at=None).exclude(contact__referral__status="closed")
    lately = about.filter(contact__received_at__gte=since)
    watched = about.filter(contact__referral__stepdowns__status__in=LIVE)
    some = (open_now, lately, watched)
    return sorted(
        {str(one) for rows in some for one in rows.values_list("description__person_id", flat=True)}
    )


def known_as(person_id: str) -> tuple[str, ...]:
    """Every id of this person, the one that stands first."""
    return tuple(dict.fromkeys([person_id, *ids_of([person_id])]))


def taken_on(prompt_ids: Iterable[str]) -> QuerySet[SupervisionItem]:
    """What was taken to supervision of these questions, for disposal alone."""
    return SupervisionItem.objects.filter(prompt_id__in=list(prompt_ids))


def written_about(person_ids: Iterable[str]) -> list[Held]:
    """What agencies' workers said to questions about these ids of one person, each with what was asked. Not of a question that
    rests on something sealed, nor *later*, which is no answer."""
    rows = Disposition.objects.filter(prompt__person_id__in=list(person_ids), prompt__custodian="")
    said = rows.exclude(because="").exclude(agency_id="").exclude(kind=Disposition.Kind.LATER)
    return [
        Held(
            f"disposition:{one.pk}", one.agency_id, "What was said to a question",
            f"{one.prompt.asks}\n\n{one.get_kind_display()}: {one.because}", one.at,
        )
        for one in said.select_related("prompt").order_by("at", "pk")
    ]  # fmt: skip


def talked_of(person_ids: Iterable[str], *, agency_id: str) -> list[SupervisionItem]:
    """Who of this agency took something about this person to supervision, and with whom; once for each two."""
    rows = SupervisionItem.objects.filter(person_id__in=list(person_ids), agency_id=agency_id)
    found = rows.select_related("practitioner", "supervisor").order_by("taken_at", "pk")
    return list({(one.practitioner_id, one.supervisor_id): one for one in found}.values())


def supervision_item(item_id: str) -> SupervisionItem:
    """One of them, for Plait itself. Raises DoesNotExist."""
    return SupervisionItem.objects.get(pk=item_id)
