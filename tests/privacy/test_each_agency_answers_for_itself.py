"""The area's officer reads what was asked of every agency, and answers for none that has an officer: each deed says so."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from plait.base.access.verdict import Refused
from plait.base.audit.models import AuditEntry
from plait.base.audit.pseudonyms import pseudonym
from plait.privacy.actions import answer_complaint as complaints
from plait.privacy.actions import answer_request as requests
from plait.privacy.actions.extend_request import extend_request
from plait.privacy.actions.hold import ask_for_hold, ask_to_lift_hold
from plait.privacy.models import Complaint, RightsRequest
from plait.privacy.queries.retention import held_people
from tests.feedback.journey import Journey
from tests.privacy.test_asking import child

pytestmark = pytest.mark.django_db


def asked_of(journey: Journey, who: str) -> RightsRequest:
    return requests.record_request(
        kind="access", about="Me", person_id="", requester="Somebody", asks_as="self", safe_contact="", said="Everything.",
        received_at=journey.at, by=journey.who(who), at=journey.later(),
    )  # fmt: skip


def complained_of(journey: Journey, who: str) -> Complaint:
    return complaints.record_complaint(
        complainant="", safe_contact="", said="It was wrong.", received_at=journey.at, by=journey.who(who), at=journey.later()
    )  # fmt: skip


DEEDS: dict[str, Callable[..., Any]] = {
    "check": partial(
        requests.check_request, person_id="0e1f7d1c-5c0b-4f7e-9b5d-3f1f1b3c9a77", how="A passport.", scope=""
    ),
    "pause": partial(requests.pause_request, because="Proof."),
    "resume": requests.resume_request,
    "gather": requests.gather_request,
    "release": requests.release_request,
    "answer": partial(requests.answer_request, outcome="refused", answer="No."),
    "extend": partial(extend_request, because="Many things.", told=True),
}


def refused(journey: Journey, deed: Callable[..., Any], ref: str, **ids: str) -> None:
    with pytest.raises(Refused) as found:
        deed(**ids, by=journey.who("privacy_officer"), at=journey.later())
    assert found.value.verdict.reason == "another-agency"
    assert found.value.verdict.next_step
    assert found.value.about == ref


@pytest.mark.parametrize("deed", DEEDS)
def test_a_request_to_another_agency(journey: Journey, deed: str) -> None:
    request = asked_of(journey, "police_privacy")
    refused(journey, DEEDS[deed], request.ref, request_id=str(request.pk))
    request.refresh_from_db()
    assert request.state == "received"


def test_a_complaint_about_another_agency(journey: Journey) -> None:
    one = complained_of(journey, "police_privacy")
    refused(journey, complaints.acknowledge_complaint, one.ref, complaint_id=str(one.pk))
    complaints.acknowledge_complaint(
        complaint_id=str(one.pk), by=journey.who("police_privacy"), at=journey.later()
    )
    answer = partial(complaints.answer_complaint, outcome="upheld", answer="Sorry.", learning="")
    refused(journey, answer, one.ref, complaint_id=str(one.pk))


def test_another_agencys_hold_is_not_theirs_to_have_lifted(journey: Journey) -> None:
    journey.raised()
    held = ask_for_hold(
        person_id=child(journey), because="A claim.", by=journey.who("police_privacy"), at=journey.later()
    )
    lift = partial(ask_to_lift_hold, because="No need.")
    refused(journey, lift, held.ref, hold_id=str(held.pk))
    assert child(journey) in held_people()


def test_they_answer_for_an_agency_that_has_no_officer(journey: Journey) -> None:
    request = asked_of(journey, "privacy_officer")
    school = journey.cast.agencies["alder_lane"].pk
    RightsRequest.objects.filter(pk=request.pk).update(agency_id=school)
    officer = journey.who("privacy_officer")
    requests.check_request(
        request_id=str(request.pk),
        person_id="0e1f7d1c-5c0b-4f7e-9b5d-3f1f1b3c9a77",
        how="A passport.",
        scope="",
        by=officer,
        at=journey.later(),
    )


def test_the_pages_show_no_button_that_would_be_refused(journey: Journey) -> None:
    request, complaint = asked_of(journey, "police_privacy"), complained_of(journey, "police_privacy")
    journey.at += timedelta(minutes=1)
    browser = journey.browser("privacy_officer")
    page = browser.get(f"/privacy/requests/{request.pk}/").content.decode()
    assert "answers for this request" in page
    assert "They may ask" not in page
    assert "They were told that it came" not in browser.get(f"/privacy/complaints/{complaint.pk}/").content.decode()  # fmt: skip
    browser.post(f"/privacy/requests/{request.pk}/", {"do": "gather"})
    row = AuditEntry.objects.filter(verdict="refused", reason="another-agency").last()
    assert row is not None
    assert row.subject == pseudonym(request.ref)
