"""Who owes a word about a concern: somebody for whom it is there."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from plait.agencies.duty import is_away
from plait.agencies.models import Practitioner, Team
from plait.agencies.queries import actor_for, members, shut_out
from plait.agencies.roles import may
from plait.base.access.written import Written
from plait.base.clock.models import RunningClock
from plait.feedback.models import FeedbackTask
from plait.feedback.queries.reading import contact_behind
from plait.feedback.rules import who_owes
from plait.feedback.store.timing import ANSWER, AT_THE_GATE, SEND
from plait.people.access import who_may_hear
from plait.people.models import Involvement
from plait.referrals.access import WORKS_ON_IT
from plait.referrals.models import Contact, ContactPerson
from plait.referrals.queries.deciding import everybody_in

RULES = (SEND, ANSWER, *sorted(AT_THE_GATE))


def owner_of(contact: Contact, *, at: datetime) -> str:
    """`team:<id>` or `practitioner:<id>`: whoever owes a word about this concern now."""
    return who_owes(f"team:{contact.team_id}", *keepers_of(contact, at=at))


def keepers_of(contact: Contact, *, at: datetime) -> tuple[bool, list[str], list[str]]:
    """Is the concern about somebody restricted? Then whoever of the hub is named on it and is there, and the teams that keep the
    record and work on it: of each only those for whom all of it is there."""
    if not _restricted.rows(contact.pk):
        return False, [], []
    people = everybody_in(contact.pk)
    live = Involvement.objects.filter(
        Q(to_at__isnull=True) | Q(to_at__gt=at), source_kind="contact", source_id=contact.pk, kind__in=WORKS_ON_IT,
        from_at__lte=at,
    )  # fmt: skip
    by_name = Practitioner.objects.select_related("agency").filter(pk__in=live.values("practitioner"))
    there = [one for one in by_name.order_by("name", "pk") if not shut_out(one, at=at)]
    there = [one for one in there if not is_away(one.pk, at=at) and may(actor_for(one, at=at), "hub:desk")]
    hear = who_may_hear([str(one.pk) for one in there], people, at=at)
    named = [f"practitioner:{one.pk}" for one in there if str(one.pk) in hear]
    teams = Team.objects.filter(pk__in=live.values("team"), kind=Team.Kind.CUSTODIAN).order_by("name", "pk")
    return True, named, [f"team:{one.pk}" for one in teams if _hears(one, people, at=at)]


@Written
def _restricted(contact_id: UUID) -> QuerySet[ContactPerson, Any]:
    told_of = ContactPerson.objects.filter(contact_id=contact_id, description__person__restricted=True)
    return told_of.values_list("pk", flat=True)


def _hears(team: Team, people: list[str], *, at: datetime) -> bool:
    return bool(who_may_hear([str(one.pk) for one in members.rows(str(team.pk), at=at)], people, at=at))


def contacts_about_restricted(person_id: str) -> list[str]:
    """The concerns that speak of this person, where the record is restricted."""
    told = ContactPerson.objects.filter(
        description__person_id=person_id, description__person__restricted=True
    )
    return sorted({str(one) for one in told.values_list("contact_id", flat=True)})


def contacts_owed_by(owner: str) -> list[str]:
    """The concerns about which this one owes a word now."""
    mine = RunningClock.objects.filter(owner=owner, rule__in=RULES, state=RunningClock.State.RUNNING)
    found = (contact_behind(one) for one in mine.values_list("subject", flat=True))
    return sorted({str(one.pk) for one in found if one is not None})


def unread_by_who_left(of: Q) -> list[UUID]:
    """Of these words, those sent to somebody who has left since and had not read them; not one about going home, which is over
    with its bell."""
    unread = FeedbackTask.objects.filter(of, status=FeedbackTask.Status.SENT, read_at__isnull=True)
    unread = unread.filter(practitioner__left_at__isnull=False, pickup_word__isnull=True)
    return list(unread.order_by("pk").values_list("pk", flat=True))


def running_about(contacts: Iterable[Contact]) -> list[tuple[RunningClock, Contact]]:
    """What is owed about these concerns now, each with its concern."""
    by_ref = {one.ref: one for one in contacts}
    tasks = FeedbackTask.objects.filter(contact__in=list(by_ref.values())).prefetch_related("disagreements")
    for task in tasks.select_related("contact"):
        by_ref[task.ref] = task.contact
        by_ref |= {f"disagreement:{one.pk}": task.contact for one in task.disagreements.all()}
    running = RunningClock.objects.filter(
        rule__in=RULES, state=RunningClock.State.RUNNING, subject__in=list(by_ref)
    )
    return [(one, by_ref[one.subject]) for one in running.order_by("key")]
