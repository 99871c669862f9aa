"""A refusal does not cost anybody what they typed: it stands on the page, with the sentence that says how to go on."""

from datetime import datetime, timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from plait.base.audit.models import AuditEntry
from plait.people.actions.protect_from import protect_from
from plait.people.actions.shield_whereabouts import shield_whereabouts
from plait.people.models import EndOfHiding, FamilyMessage
from plait.referrals.models import Contact, PartnerCheck, Referral
from plait.sharing.models import SharingDecision
from plait.site.demo.cast import Cast
from tests.feedback.journey import Journey

pytestmark = pytest.mark.django_db


@pytest.fixture
def journey(cast: Cast, pack: Any, at: datetime) -> Journey:
    return Journey(cast, at)


def test_a_send_that_is_refused_comes_back_with_everything(journey: Journey) -> None:
    """The referral is closed while she writes to the police."""
    journey.raised().accepted()
    Referral.objects.filter(pk=journey.referral.pk).update(status="closed")
    agency = str(journey.who("police").agency)
    sent = {
        "purpose": "To look after her tonight", "agencies": [agency], "adults": "on", "concern": "A bruise.", "do": "send",
        f"a-{agency}-questions": "Any call to the home?", f"a-{agency}-gateway": "CA04_16LA",
    }  # fmt: skip
    with time_machine.travel(journey.at + timedelta(hours=1), tick=True):
        answer = journey.browser("screener").post(f"/hub/concerns/{journey.contact.pk}/ask/", sent)
    page = unescape(answer.content.decode())
    assert answer.status_code == 200
    assert "What each will read" in page
    assert "This referral is closed. Reopen it, then ask." in page
    for typed in ("To look after her tonight", "Any call to the home?", "A bruise."):
        assert typed in page
    assert not PartnerCheck.objects.exists()
    assert not SharingDecision.objects.exists()
    assert AuditEntry.objects.filter(verdict="refused", reason="referral-closed").count() == 1


def test_to_ask_again_or_to_take_back_too_late_keeps_the_words(journey: Journey) -> None:
    journey.raised().accepted().asked("police")
    check = journey.checks["police"]
    browser = journey.browser("screener")
    for tail, status, typed in (
        ("ask-again", "withdrawn", "She may be called Theo."), ("take-back", "answered", "The wrong police."),
    ):  # fmt: skip
        PartnerCheck.objects.filter(pk=check.pk).update(status=status)
        address = f"/hub/concerns/{journey.contact.pk}/checks/{check.pk}/{tail}/"
        answer = browser.post(address, {"because": typed})
        assert answer.status_code == 200, tail
        assert typed in unescape(answer.content.decode())
        assert "There is one thing to mend" in answer.content.decode()


def test_a_colleague_was_first(journey: Journey) -> None:
    """The manager writes why while the screener accepts; and a call is written down while the police answer."""
    journey.raised().accepted().asked("police")
    first = journey.referral
    manager = journey.browser("manager")
    for step, sent in (
        ("accept", {"because": "Bruises twice, canary-typed."}),
        ("answer", {"outcome": "advice", "because": "We spoke, canary-typed."}),
        ("take-back", {"because": "It is ours, canary-typed."}),
    ):
        answer = manager.post(f"/hub/concerns/{journey.contact.pk}/{step}/", sent)
        page = unescape(answer.content.decode())
        assert answer.status_code == 200, step
        assert "canary-typed" in page
        assert "to mend" in page
        if step == "accept":
            assert f"{first.accepted_by_name} has accepted it: {first.accepted_because}" in page
    assert not Referral.objects.exclude(pk=first.pk).exists()


def test_show_again_while_somebody_is_protected_keeps_the_reason(journey: Journey) -> None:
    journey.raised().accepted()
    hub = journey.who("screener")
    shield_whereabouts(
        person_id=journey.child, because="He looks for her.", review_on=None, by=hub, at=journey.later()
    )
    protect_from(
        person_id=journey.child, name="Dean Kerrigan", kind="harmed", because="He works there.", by=hub,
        at=journey.later(),
    )  # fmt: skip
    address, typed = f"/people/{journey.child}/shield/end/", "He has moved abroad for good."
    answer = journey.browser("screener").post(address, {"because": typed})
    page = unescape(answer.content.decode())
    assert answer.status_code == 200
    assert "Somebody at home is still protected from somebody." in page
    assert "If that has ended, end it first, with the reason." in page
    assert typed in page
    assert f"/people/{journey.child}/reaching/" in page
    assert not EndOfHiding.objects.exists()
    assert AuditEntry.objects.filter(verdict="refused", reason="still-protected").exists()


def test_whoever_may_not_is_still_refused(journey: Journey) -> None:
    journey.raised().accepted()
    shield_whereabouts(
        person_id=journey.child, because="He looks for her.", review_on=None, by=journey.who("screener"),
        at=journey.later(),
    )  # fmt: skip
    answer = journey.browser("call_handler").post(
        f"/people/{journey.child}/shield/end/", {"because": "It is safe now, I think."}
    )
    assert answer.status_code == 403


def test_a_letter_to_whoever_must_not_have_it_keeps_its_words(journey: Journey) -> None:
    journey.raised().accepted()
    typed = "Please ring us before Friday."
    said = {"means": "text", "to": "07700 900999", "words": typed}
    answer = journey.browser("screener").post(f"/people/{journey.child}/reaching/message/", said)
    page = unescape(answer.content.decode())
    assert answer.status_code == 200
    assert typed in page
    assert "Nothing was sent." in page or "not the safe way" in page
    assert not FamilyMessage.objects.exists()


def test_whatever_page_refuses_gives_back_what_was_sent(journey: Journey) -> None:
    """A colleague answered the concern while he wrote why it is red; and nobody learns from it what is there."""
    journey.raised()
    Contact.objects.filter(pk=journey.contact.pk).update(status="answered")
    sent = {"rating": "red", "because": "Nobody has seen her since Friday.", "password": "not-this"}
    browser = journey.browser("screener")
    with time_machine.travel(journey.at + timedelta(hours=1), tick=True):
        late = browser.post(f"/hub/concerns/{journey.contact.pk}/rate/", sent)
        nothing = browser.post(f"/hub/concerns/{uuid4()}/rate/", sent)
    assert (late.status_code, nothing.status_code) == (403, 404)
    for answer in (late, nothing):
        page = unescape(answer.content.decode())
        assert sent["because"] in page and "copy them before you leave" in page
        assert "not-this" not in page
