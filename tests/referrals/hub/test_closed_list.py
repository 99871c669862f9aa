"""The designated officer's way forward: what was done is written down, and a concern is closed with a reason."""

from dataclasses import replace
from datetime import datetime

import pytest

from plait.base.access.verdict import Refused
from plait.base.announce import bus
from plait.base.audit.models import AuditEntry
from plait.base.clock.queries import clocks_for
from plait.referrals.actions.answer_closed_list import answer_closed_list
from plait.referrals.actions.raise_concern import raise_concern
from plait.referrals.events import ContactAnswered
from plait.referrals.models import CallNote, Contact
from tests.referrals.hub.story import CALM, Who
from tests.referrals.hub.test_pages import Enter, _now, enter, page_of

__all__ = ["_now", "enter"]
pytestmark = pytest.mark.usefixtures("_now")


@pytest.fixture
def closed(who: Who, at: datetime) -> Contact:
    """About somebody who works with children."""
    return raise_concern(concern=replace(CALM, about_worker=True), draft_id=None, by=who("teacher"), at=at)


def close(
    contact: Contact, who: Who, at: datetime, key: str = "designated_officer", because: str = "Unfounded."
) -> Contact:
    return answer_closed_list(contact_id=str(contact.pk), because=because, by=who(key), at=at)


def test_closing_ends_its_clocks_and_the_referrer_hears(
    closed: Contact, who: Who, at: datetime, told: list[bus.Event]
) -> None:
    done = close(closed, who, at)
    assert (done.status, done.answered_with, done.answered_because) == ("answered", "nfa", "Unfounded.")
    assert all(clock.state == "stopped" for clock in clocks_for([closed.ref]))
    close(closed, who, at)
    heard = [event for event in told if isinstance(event, ContactAnswered)]
    assert [(event.contact, event.outcome) for event in heard] == [(closed.pk, "nfa")]


@pytest.mark.parametrize("key", ["screener", "manager", "teacher", "privacy_officer"])
def test_nobody_else_can_and_the_refusal_is_kept(closed: Contact, who: Who, at: datetime, key: str) -> None:
    with pytest.raises(Refused):
        close(closed, who, at, key)
    assert AuditEntry.objects.filter(act="deed:answer_closed_list", verdict="refused").exists()
    assert Contact.objects.get(pk=closed.pk).status == "received"


def test_a_reason_is_needed(closed: Contact, who: Who, at: datetime) -> None:
    with pytest.raises(Refused, match="needs-reason"):
        close(closed, who, at, because=" ")


def test_what_is_not_on_the_list_is_not_theirs(calm: Contact, who: Who, at: datetime) -> None:
    with pytest.raises(Refused, match="not-involved"):
        close(calm, who, at)


def test_closed_otherwise_meanwhile_is_not_closed_again(closed: Contact, who: Who, at: datetime) -> None:
    close(closed, who, at)
    with pytest.raises(Refused, match="concern-is-answered"):
        close(closed, who, at, because="Another reason.")


def test_the_list_is_its_own_page(closed: Contact, enter: Enter) -> None:
    text = enter("designated_officer").get("/hub/").content.decode()
    assert '<h1 class="govuk-heading-l">The closed list</h1>' in text
    assert "Waiting for partners" not in text
    assert "The hub’s desk" not in text


def test_what_was_done_is_written_down_once_and_then_it_closes(closed: Contact, enter: Enter) -> None:
    officer = enter("designated_officer")
    assert "Write down what was done" in officer.get(page_of(closed)).content.decode()
    given = {
        "spoke_with": "The head of the school", "rang_on_day": "23", "rang_on_month": "11", "rang_on_year": "2026",
        "rang_time": "08:30", "said": "He does not work with children until Thursday.",
    }  # fmt: skip
    for _ in range(2):
        sent = officer.post(page_of(closed, "done/"), given)
        assert sent.status_code == 302, sent.content.decode()
    assert CallNote.objects.get(about=closed.ref).counts_as == "note"
    assert "until Thursday" in officer.get(page_of(closed)).content.decode()
    assert officer.post(page_of(closed, "close/"), {"because": "Unfounded."}).status_code == 302
    text = officer.get(page_of(closed)).content.decode()
    assert "Unfounded." in text
    assert "Close with a reason" not in text


def test_the_hub_does_not_see_that_it_exists(closed: Contact, calm: Contact, enter: Enter) -> None:
    for rest in ("done/", "close/"):
        assert enter("screener").get(page_of(closed, rest)).status_code == 403
        answer = enter("designated_officer").get(page_of(calm, rest))
        assert answer.status_code == 404


def test_each_rating_says_when_it_falls_due(contact: Contact, enter: Enter) -> None:
    text = enter("screener").get(page_of(contact, "rate/")).content.decode()
    assert "Red: within 4 working hours" in text
    assert "by Monday 23 November, 13:00" in text  # four working hours after nine
    assert "by Friday 27 November, 09:00" in text  # thirty-six working hours, nine a day


def test_protect_now_names_whom_and_who_must_not_know(contact: Contact, enter: Enter) -> None:
    path = f"/referrals/of/{contact.pk}/protect/"
    text = enter("screener").get(path).content.decode()
    head, body = text.split("<main")
    assert "Marlow" not in head[head.index("<title>") : head.index("</title>")]
    for words in ("Theo Marlow, Ivy Marlow", contact.reference, "Not rated yet", "Dean Kerrigan"):
        assert words in body, words
    assert "out of hours the emergency duty team" in body
    assert "out of hours the emergency duty team" not in enter("edt").get(path).content.decode()
