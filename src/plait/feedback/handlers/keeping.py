"""A record was restricted, or somebody left: whoever owes a word must be somebody for whom the concern is there."""

from django.db.models import Q

from plait.agencies.events import AccountEnded, AgencyEnded
from plait.base.audit.actor import Actor
from plait.feedback.actions.end_with_agency import end_with_agency
from plait.feedback.actions.keep_owners import keep_owners
from plait.feedback.actions.pass_on_unread import pass_on_unread
from plait.feedback.queries.owing import contacts_about_restricted, contacts_owed_by, unread_by_who_left
from plait.people.events import PersonConfirmed, PersonRestricted

WORKER = Actor.process("worker")


def pass_on_after_restricting(event: PersonRestricted | PersonConfirmed) -> None:
    """To whoever of the hub is named on it, else to its custodians."""
    if contacts := contacts_about_restricted(str(event.person)):
        keep_owners(contact_ids=contacts, by=WORKER, at=event.at)
        if unread := unread_by_who_left(Q(contact__in=contacts)):
            pass_on_unread(task_ids=unread, by=WORKER, at=event.at)


def pass_on_after_leaver(event: AccountEnded) -> None:
    """What they owed by name is owed by somebody else in the same moment, and what they, or somebody of their agency before them,
    had not read is read by somebody who can, or told by the hub."""
    if contacts := contacts_owed_by(f"practitioner:{event.practitioner}"):
        keep_owners(contact_ids=contacts, by=WORKER, at=event.at)
    if unread := unread_by_who_left(Q(practitioner__agency__practitioners=event.practitioner)):
        pass_on_unread(task_ids=unread, by=WORKER, at=event.at)


def settle_after_agency(event: AgencyEnded) -> None:
    """Nobody of it reads any more what it was told: a person tells it, or it ends with the reason."""
    end_with_agency(agency_id=event.agency, by=WORKER, at=event.at)
