"""A school's mailbox is read by several people, perhaps by the one whom a concern on the closed list is about."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from plait.agencies.models import MailboxLink
from plait.agencies.sessions import actor_for_link
from plait.base.access.verdict import Refused
from plait.base.audit.actor import Actor
from plait.feedback.access import my_feedback
from plait.feedback.models import FeedbackTask
from plait.people.rules import Described
from plait.referrals.access import earlier_contacts, open_own_contact, own_contacts
from plait.referrals.actions.raise_concern import raise_concern
from plait.referrals.concern import ChildSaid, Concern
from plait.referrals.models import Contact
from plait.site.demo.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)

WORRY = Concern(
    children=(ChildSaid(Described(forename="Bo", surname="Lister")),), observed="He was shouted at."
)


def link(cast: Cast, at: datetime, name: str) -> Actor:
    made = MailboxLink.objects.create(
        agency=cast.agencies["alder_lane"],
        person_name=name,
        token_hash=f"{MailboxLink.objects.count():064d}",
        sent_at=at,
        used_at=at,
        expires_at=at + timedelta(minutes=30),
    )
    return actor_for_link(made)


def told(contact: Contact, by: Actor, at: datetime) -> FeedbackTask:
    return FeedbackTask.objects.create(
        about=contact.ref,
        contact=contact,
        decision_ref=contact.ref,
        kind="referrer",
        status="sent",
        actor=by.id,
        reference=contact.reference,
        text="It was looked at.",
        made_at=at,
        sent_at=at,
    )


def test_a_colleagues_name_does_not_open_the_closed_list(cast: Cast, pack: Any, at: datetime) -> None:
    first = link(cast, at, "Ann Smith")
    plain = raise_concern(concern=WORRY, draft_id=None, by=first, at=at)
    closed = raise_concern(concern=replace(WORRY, about_worker=True), draft_id=None, by=first, at=at)
    for one in (plain, closed):
        told(one, first, at)
    assert {*own_contacts(first, at=at)} == {plain, closed}
    assert {task.contact for task in my_feedback(first, at=at)} == {plain, closed}
    again = link(cast, at, "ann smith ")
    assert not own_contacts(again, at=at).exists()
    assert {*earlier_contacts(again)} == {plain}
    assert {task.contact for task in my_feedback(again, at=at)} == {plain}
    for one in (plain, closed):
        with pytest.raises(Refused):
            open_own_contact(again, str(one.pk), at=at)
