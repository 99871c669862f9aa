"""A school's mailbox is read by several people, perhaps by the one whom a concern on the closed list is about."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from plait.agencies.models import MailboxLink
from plait.agencies.queries import hash_of
from plait.agencies.sessions import actor_for_link
from plait.base.access.verdict import Refused
from plait.base.audit.actor import Actor
from plait.base.audit.models import AuditEntry
from plait.feedback.access import my_feedback, open_feedback, unread
from plait.feedback.actions.disagree import disagree
from plait.feedback.actions.read_feedback import read_feedback
from plait.feedback.actions.show_receipt import show_receipt
from plait.feedback.models import Disagreement, FeedbackTask
from plait.feedback.queries.reading import own_disagreements
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
    assert not my_feedback(again, at=at).exists()
    for one in (plain, closed):
        with pytest.raises(Refused):
            open_own_contact(again, str(one.pk), at=at)


def test_a_typed_name_hears_nothing_and_the_receipt_does(cast: Cast, pack: Any, at: datetime) -> None:
    """Half a year later Ann has her receipt; Bert, who reads the same mailbox, has only her name."""
    ann = link(cast, at, "Ann Smith")
    mine, other = (raise_concern(concern=WORRY, draft_id=None, by=ann, at=at) for _ in range(2))
    for one in (mine, other):
        told(one, ann, at)
    disagree(
        task_id=str(FeedbackTask.objects.get(contact=mine).pk),
        because="He is afraid.",
        wanted="",
        by=ann,
        at=at,
    )
    back, bert = link(cast, at, "A. Smith"), link(cast, at, "Ann Smith")
    task = FeedbackTask.objects.get(contact=mine)
    assert not my_feedback(bert, at=at).exists()
    assert not own_disagreements(str(task.pk), by=bert).exists()
    with pytest.raises(Refused):
        open_feedback(bert, str(task.pk), at=at)
    show_receipt(reference=f" {mine.reference.lower().replace('-', ' ')} ", by=back, at=at)
    show_receipt(reference=mine.reference, by=back, at=at)
    assert {one.contact for one in my_feedback(back, at=at)} == {mine}
    assert [one.because for one in own_disagreements(str(task.pk), by=back)] == ["He is afraid."]
    answered = Disagreement.objects.get()
    answered.answered, answered.answered_at = "We looked again.", at
    answered.save()
    assert unread(back, at=at) == 1
    read_feedback(task_id=str(task.pk), by=back, at=at)
    assert unread(back, at=at) == 0


def test_a_receipt_of_another_mailbox_of_the_closed_list_or_of_nobody_opens_nothing(
    cast: Cast, pack: Any, at: datetime
) -> None:
    ann = link(cast, at, "Ann Smith")
    closed = raise_concern(concern=replace(WORRY, about_worker=True), draft_id=None, by=ann, at=at)
    account = raise_concern(concern=WORRY, draft_id=None, by=cast.actor("teacher", at=at), at=at)
    plain = raise_concern(concern=WORRY, draft_id=None, by=ann, at=at)
    elsewhere = replace(link(cast, at, "Ann Smith"), agency=str(cast.agencies["police"].pk))
    again = link(cast, at, "Ann Smith")
    for reference, by in (
        (closed.reference, again), (account.reference, again), ("BBBB-2222", again), ("", again),
        (plain.reference, elsewhere),
    ):  # fmt: skip
        with pytest.raises(Refused, match="no-such-receipt"):
            show_receipt(reference=reference, by=by, at=at)
    with pytest.raises(Refused, match="not-by-mailbox"):
        show_receipt(reference=plain.reference, by=cast.actor("teacher", at=at), at=at)
    assert AuditEntry.objects.filter(act="deed:show_receipt", verdict="refused").count() == 6


def test_the_page_asks_for_the_receipt_in_one_plain_sentence(cast: Cast, pack: Any, at: datetime) -> None:
    ann = link(cast, at, "Ann Smith")
    mine = raise_concern(concern=WORRY, draft_id=None, by=ann, at=at)
    told(mine, ann, at)
    with time_machine.travel(at, tick=False):
        browser = by_link(cast, at)
        page = browser.get("/feedback/").content.decode()
        assert "shown only to whoever has the reference on its receipt" in page
        assert mine.reference not in browser.get("/concerns/").content.decode()
        assert "one thing to mend" in browser.post("/feedback/receipt/", {}).content.decode()
        mistyped = browser.post("/feedback/receipt/", {"reference": "BBBB-2222"})
        assert mistyped.status_code == 200, "a slip of the hand is no dead end"
        assert "Look at your receipt again, or ring the hub." in mistyped.content.decode()
        assert "BBBB-2222" in mistyped.content.decode()
        assert AuditEntry.objects.filter(verdict="refused", reason="no-such-receipt").exists()
        assert browser.post("/feedback/receipt/", {"reference": mine.reference}).status_code == 302
        assert mine.reference in browser.get("/feedback/").content.decode()


def by_link(cast: Cast, at: datetime) -> Client:
    """A browser in which somebody who typed Ann's name has used a link."""
    token = "a" * 43
    MailboxLink.objects.create(
        agency=cast.agencies["alder_lane"], person_name="Ann Smith", token_hash=hash_of(token), sent_at=at,
        expires_at=at + timedelta(minutes=30),
    )  # fmt: skip
    browser = Client()
    assert browser.post(f"/m/{token}/").status_code == 302
    return browser


def test_whoever_asks_for_a_link_is_told_to_have_the_receipt_at_hand() -> None:
    assert (
        "have the reference on its receipt at hand" in Client().get("/sign-in/by-mailbox/").content.decode()
    )
