"""Somebody asks for their data, or complains: checked, gathered, reviewed by each owner, approved by another, and nothing of it
gives anybody away."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from plait.base.access.verdict import Refused
from plait.base.audit.models import AuditEntry
from plait.base.clock.queries import clock, standing_of
from plait.base.outbox.models import Message
from plait.base.timers import fire_due
from plait.people.actions.declare_conflict import declare_conflict
from plait.people.actions.describe_person import describe_person
from plait.people.actions.protect_from import protect_from
from plait.people.rules import Described
from plait.privacy.actions.answer_complaint import acknowledge_complaint, answer_complaint, record_complaint
from plait.privacy.actions.answer_request import (
    answer_request,
    approve_request,
    check_request,
    decide_line,
    gather_request,
    pause_request,
    record_request,
    release_request,
    resume_request,
)
from plait.privacy.models import RequestLine, RightsRequest
from plait.privacy.rules.redacting import TAKEN_OUT, take_out
from plait.privacy.rules.telling import is_meant
from plait.referrals.models import Contact, Referrer
from plait.sharing.actions.note_item import note_item
from plait.sharing.models import InformationItem
from tests.feedback.journey import ADDRESS, CHILD, POLICE_ITEM, SURNAME, Journey
from tests.privacy.test_asking import child

pytestmark = pytest.mark.django_db
ASKER = "Imran Vale-Canary"


def asked(journey: Journey, kind: str = "access", who: str = ASKER) -> RightsRequest:
    return record_request(
        kind=kind, about="My child", person_id="", requester=who, asks_as="parent", safe_contact="By letter to work",
        said="Everything.", received_at=journey.at, by=journey.who("privacy_officer"), at=journey.later(),
    )  # fmt: skip


def gathered(journey: Journey) -> RightsRequest:
    journey.raised().accepted().asked("police").answered("police", "police")
    request, officer = asked(journey), journey.who("privacy_officer")
    check_request(
        request_id=str(request.pk), person_id=child(journey), how="Passport; the child agrees.", scope="", by=officer,
        at=journey.later(),
    )  # fmt: skip
    return gather_request(request_id=str(request.pk), by=officer, at=journey.later())


def decide(
    journey: Journey,
    request: RightsRequest,
    decided: str,
    *,
    by: str = "police_privacy",
    words: tuple[str, ...] = (),
) -> None:
    """The police decide like this on what they wrote; the school, which has no officer, is stood in for by the area's."""
    lines = RequestLine.objects.filter(request=request)
    for line in lines.filter(item__isnull=False):
        decide_line(
            line_id=str(line.pk), decided=decided, words=words, reason="" if decided == "release" else "third_party",
            why="", by=journey.who(by), at=journey.later(),
        )  # fmt: skip
    for line in lines.filter(item__isnull=True):
        decide_line(
            line_id=str(line.pk), decided="release", words=(), reason="", why="", by=journey.who("privacy_officer"),
            at=journey.later(),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("asks", "who", "meant"),
    [
        ("Dean Kerrigan", "Dean Kerrigan", True),
        ("Mr D. Kerrigan", "Dean Kerrigan, her former partner", True),
        ("dean", "Dean Kerrigan", True),
        ("Mr Kerrigan", "Dean Kerrigan", True),
        ("Dean Kerrigan-Vale", "her ex Dean", True),
        ("Leanne Kerrigan", "Mr Kerrigan", True),  # rather one too many
        ("Leanne Kerrigan", "Dean Kerrigan", False),
        ("L Kerrigan", "Dean Kerrigan", False),
        ("Imran Vale", "her father", False),  # names nobody: the page says that somebody must not know
    ],
)
def test_whether_whoever_asks_is_meant(asks: str, who: str, meant: bool) -> None:
    assert is_meant(asks, who) is meant


def test_no_copy_is_gathered_for_somebody_who_must_not_know(journey: Journey) -> None:
    journey.raised().accepted().asked("police").answered("police", "police")
    officer, request = journey.who("privacy_officer"), asked(journey, who="Mr D Kerrigan")
    with pytest.raises(Refused, match="must-not-know"):
        check_request(
            request_id=str(request.pk), person_id=child(journey), how="Passport.", scope="", by=officer,
            at=journey.later(),
        )  # fmt: skip
    said = answer_request(
        request_id=str(request.pk), outcome="refused", answer="What is held about others is not given out.", by=officer,
        at=journey.later(),
    )  # fmt: skip
    assert said.state == "answered"


def test_what_protects_somebody_is_asked_again_at_every_step(journey: Journey) -> None:
    request = gathered(journey)
    page = journey.browser("privacy_officer").get(f"/privacy/requests/{request.pk}/").content.decode()
    assert "Ask the hub whether it is whoever asks" in page
    decide(journey, request, "part", words=("canary-police",))
    guardian, officer = journey.who("caldicott"), journey.who("privacy_officer")
    approve_request(request_id=str(request.pk), by=guardian, at=journey.later())
    other = describe_person(
        described=Described(forename="Imran", surname="Vale-Canary"), source_ref="test:other",
        agency_id=str(journey.cast.agencies["council"].pk), by=journey.who("screener"), at=journey.later(),
    )  # fmt: skip
    protect_from(
        person_id=child(journey), name="An uncle", kind="harmed", other_id=str(other.person_id), because="He hurt her.",
        by=journey.who("screener"), at=journey.later(),
    )  # fmt: skip
    with pytest.raises(Refused, match="must-not-know"):
        release_request(request_id=str(request.pk), by=officer, at=journey.later())
    page = journey.browser("privacy_officer").get(f"/privacy/requests/{request.pk}/").content.decode()
    assert "Somebody of this name must not know" in page
    assert journey.browser("privacy_officer").get(f"/privacy/requests/{request.pk}/paper/").status_code == 403


@pytest.mark.parametrize("forename", [CHILD, "Leanne"])
def test_no_officer_reads_or_takes_up_a_request_about_a_family_that_they_know(
    journey: Journey, forename: str
) -> None:
    """Everything that any agency wrote is gathered on that page: whoever declared that they know them is refused first."""
    request, fresh = gathered(journey), asked(journey)
    noted(journey, "canary-note")
    assert "canary-note" in journey.browser("police_privacy").get("/privacy/notes/").content.decode()
    for who in ("privacy_officer", "police_privacy"):
        declare_conflict(
            forename=forename,
            surname=SURNAME,
            born_on=None,
            kind="partner",
            by=journey.who(who),
            at=journey.later(),
        )
        page, gone = journey.browser(who), "0e1f7d1c-5c0b-4f7e-9b5d-3f1f1b3c9a77"
        with time_machine.travel(journey.at, tick=False):  # a page says the minute in which it was read
            refused, absent = (page.get(f"/privacy/requests/{one}/") for one in (request.pk, gone))
        assert (refused.status_code, refused.content) == (404, absent.content), who
        assert request.reference not in page.get("/privacy/requests/").content.decode(), who
        assert "canary-note" not in page.get("/privacy/notes/").content.decode(), who
    for line in RequestLine.objects.filter(request=request, item__isnull=False):
        with pytest.raises(Refused, match="not-the-owner"):
            decide_line(
                line_id=str(line.pk), decided="release", words=(), reason="", why="", by=journey.who("police_privacy"),
                at=journey.later(),
            )  # fmt: skip
    with pytest.raises(Refused, match="declared-conflict"):
        check_request(
            request_id=str(fresh.pk), person_id=child(journey), how="Passport.", scope="",
            by=journey.who("privacy_officer"), at=journey.later(),
        )  # fmt: skip
    said = {
        journey.browser("privacy_officer")
        .post(f"/privacy/requests/{fresh.pk}/", {"do": "check", "c-reference": one, "c-how": "Passport."})
        .content.decode()
        .split("<main", 1)[1]
        .replace(one, "")
        .split("csrfmiddlewaretoken")[0]
        for one in (f"person:{child(journey)}", "person:0e1f7d1c-5c0b-4f7e-9b5d-3f1f1b3c9a77")
    }
    assert len(said) == 1, "the same words for somebody they know and for nobody"


def test_what_is_taken_out_is_gone() -> None:
    text, missing = take_out("Her Aunt  Mo saw him. AUNT MO told us.", ["aunt mo"])
    assert (text, missing) == (f"Her {TAKEN_OUT} saw him. {TAKEN_OUT} told us.", [])
    assert take_out("Nothing here.", ["aunt mo"])[1] == ["aunt mo"]


def test_from_the_letter_to_the_paper(journey: Journey) -> None:
    request = gathered(journey)
    officer, guardian = journey.who("privacy_officer"), journey.who("caldicott")
    with pytest.raises(Refused, match="not-the-owner"):
        decide(journey, request, "release", by="privacy_officer")  # the police have an officer of their own
    with pytest.raises(Refused, match="not-all-reviewed"):
        approve_request(request_id=str(request.pk), by=guardian, at=journey.later())
    with pytest.raises(Refused, match="not-in-the-text"):
        decide(journey, request, "part", words=("no such words",))
    decide(journey, request, "part", words=("canary-police",))
    with pytest.raises(Refused, match="same-person"):  # who gathered it does not approve it
        approve_request(request_id=str(request.pk), by=officer, at=journey.later())
    with pytest.raises(Refused, match="not-approved"):
        release_request(request_id=str(request.pk), by=officer, at=journey.later())
    approve_request(request_id=str(request.pk), by=guardian, at=journey.later())
    paper = journey.browser("privacy_officer").get(f"/privacy/requests/{request.pk}/paper/").content.decode()
    assert "Called to the address twice" in paper
    assert "canary-police" not in paper
    assert TAKEN_OUT in paper
    assert "A bruise on her arm" in paper  # the words of the concern, which the school raised in its own name
    assert ASKER not in paper
    release_request(request_id=str(request.pk), by=officer, at=journey.later())
    running = clock(f"{request.ref}:answer")
    assert running is not None
    assert standing_of(running, journey.at).value == "met"
    assert set(InformationItem.objects.values_list("text", flat=True)) == {
        POLICE_ITEM
    }  # the record stays whole


def test_whoever_told_us_with_their_name_protected_is_not_gathered(journey: Journey) -> None:
    request = gathered(journey)
    assert RequestLine.objects.filter(request=request, source_ref=journey.contact.ref).count() == 1
    RequestLine.objects.filter(request=request).delete()
    Referrer.objects.update(protected=True)
    gather_request(request_id=str(request.pk), by=journey.who("privacy_officer"), at=journey.later())
    assert not RequestLine.objects.filter(request=request).exclude(source_ref="").exists()
    Referrer.objects.update(protected=False)
    Contact.objects.update(route="closed_list")
    gather_request(request_id=str(request.pk), by=journey.who("privacy_officer"), at=journey.later())
    assert not RequestLine.objects.filter(request=request).exclude(source_ref="").exists()


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (f"Seen at {ADDRESS}.", "where somebody protected is"),
        ("Nia Osei rang us.", "who told us"),
        ("Leanne was there.", "names somebody else"),
    ],
)
def test_nothing_leaves_that_gives_somebody_away(journey: Journey, said: str, found: str) -> None:
    request = gathered(journey)
    InformationItem.objects.update(text=said)
    decide(journey, request, "release")
    with pytest.raises(Refused) as refused:
        approve_request(request_id=str(request.pk), by=journey.who("caldicott"), at=journey.later())
    assert found in refused.value.verdict.say


def noted(journey: Journey, text: str) -> None:
    """The police write beside what they answered that it is disputed."""
    item = InformationItem.objects.get()
    note_item(
        item_id=str(item.pk), kind="disputed", text=text, by=journey.who("police_privacy"), at=journey.later()
    )


def paper_of(journey: Journey, request: RightsRequest) -> str:
    return journey.browser("privacy_officer").get(f"/privacy/requests/{request.pk}/paper/").content.decode()


def test_the_paper_holds_the_note_beside_the_words_as_it_stood_when_it_was_approved(journey: Journey) -> None:
    request = gathered(journey)
    noted(journey, "It was the flat below, canary-note.")
    decide(journey, request, "release")
    approve_request(request_id=str(request.pk), by=journey.who("caldicott"), at=journey.later())
    noted(journey, "Written afterwards, canary-later.")
    paper = paper_of(journey, request)
    assert "canary-note" in paper
    assert "Disputed" in paper
    assert "canary-later" not in paper, "nobody has looked through it"
    release_request(request_id=str(request.pk), by=journey.who("privacy_officer"), at=journey.later())
    assert "canary-later" not in paper_of(journey, request)


def test_where_words_were_taken_out_the_paper_says_only_that_it_is_disputed(journey: Journey) -> None:
    request = gathered(journey)
    noted(journey, "It was the flat below, canary-note.")
    decide(journey, request, "part", words=("canary-police",))
    approve_request(request_id=str(request.pk), by=journey.who("caldicott"), at=journey.later())
    paper = paper_of(journey, request)
    assert "Disputed" in paper
    assert "canary-note" not in paper


def test_a_note_of_what_is_withheld_is_not_on_the_paper_and_none_gives_anybody_away(journey: Journey) -> None:
    request = gathered(journey)
    noted(journey, f"They live at {ADDRESS} now.")
    decide(journey, request, "release")
    with pytest.raises(Refused, match="gives-away"):
        approve_request(request_id=str(request.pk), by=journey.who("caldicott"), at=journey.later())
    decide(journey, request, "withhold")
    approve_request(request_id=str(request.pk), by=journey.who("caldicott"), at=journey.later())
    paper = paper_of(journey, request)
    assert ADDRESS not in paper
    assert "Disputed" not in paper


def test_who_asks_is_nowhere_but_on_the_request(journey: Journey) -> None:
    """I05. Neither the audit nor any page about the person says that somebody asked, or who."""
    request = gathered(journey)
    assert not any(ASKER in str(vars(row)) for row in AuditEntry.objects.all())
    for who in ("screener", "manager", "edt"):
        for tail in ("story/", "looked/", "round/", ""):
            page = journey.browser(who).get(f"/people/{child(journey)}/{tail}").content.decode()
            assert ASKER not in page
            assert "request" not in page.lower() or request.reference not in page
    own = journey.browser("police_privacy").get(f"/privacy/requests/{request.pk}/").content.decode()
    assert POLICE_ITEM not in own or ASKER not in own
    assert ASKER not in own  # another agency reviews its lines without knowing who asks
    assert (
        ASKER in journey.browser("privacy_officer").get(f"/privacy/requests/{request.pk}/").content.decode()
    )


def test_the_time_stands_still_while_they_are_asked_who_they_are(journey: Journey) -> None:
    request, officer = asked(journey), journey.who("privacy_officer")
    running = clock(f"{request.ref}:answer")
    assert running is not None
    before = running.due_at
    pause_request(
        request_id=str(request.pk), because="Proof of who they are.", by=officer, at=journey.later()
    )
    pause_request(request_id=str(request.pk), because="Again.", by=officer, at=journey.later())
    resume_request(request_id=str(request.pk), by=officer, at=journey.later(5 * 24 * 60))
    running.refresh_from_db()
    assert running.due_at - before == timedelta(days=5)
    fire_due(at=before + timedelta(days=1))
    assert not Message.objects.filter(kind="right-late").exists(), (
        "it has more time: it is not late by the old one"
    )
    fire_due(at=running.due_at + timedelta(minutes=1))
    assert Message.objects.filter(kind="right-late").count() == 1


def test_a_correction_is_answered_with_reasons(journey: Journey) -> None:
    journey.raised()
    request = asked(journey, "correct")
    with pytest.raises(Refused, match="needs-answer"):
        answer_request(
            request_id=str(request.pk),
            outcome="refused",
            answer=" ",
            by=journey.who("caldicott"),
            at=journey.at,
        )
    answer_request(
        request_id=str(request.pk), outcome="part", answer="The date was wrong.", by=journey.who("caldicott"), at=journey.later()
    )  # fmt: skip
    assert RightsRequest.objects.get().state == "answered"


def test_a_complaint_is_acknowledged_answered_and_learnt_from(journey: Journey, client: Any) -> None:
    officer = journey.who("police_privacy")
    complaint = record_complaint(
        complainant="",
        safe_contact="",
        said="You rang my husband.",
        received_at=journey.at,
        by=officer,
        at=journey.later(),
    )
    running = clock(f"{complaint.ref}:acknowledged")
    assert running is not None
    assert running.due_at.date() - running.started_at.date() == timedelta(days=30)
    with pytest.raises(Refused, match="not-acknowledged"):
        answer_complaint(
            complaint_id=str(complaint.pk),
            outcome="upheld",
            answer="Sorry.",
            learning="",
            by=officer,
            at=journey.at,
        )
    for _ in range(2):
        fire_due(at=running.due_at + timedelta(minutes=1))
    late = Message.objects.filter(kind="right-late")
    assert [one.to_ref for one in late] == [f"practitioner:{officer.id}"], "once, to the agency's own officer"
    acknowledge_complaint(complaint_id=str(complaint.pk), by=officer, at=running.due_at + timedelta(hours=1))
    fire_due(at=running.due_at + timedelta(days=8))
    assert late.count() == 1, "it is done: nobody is asked again"
    answer_complaint(
        complaint_id=str(complaint.pk), outcome="upheld", answer="We are sorry.", learning="We ask for a safe number first.",
        by=officer, at=journey.later(),
    )  # fmt: skip
    assert (
        "safe number first" in journey.browser("police_privacy").get("/privacy/complaints/").content.decode()
    )
    assert journey.browser("caldicott").get(f"/privacy/complaints/{complaint.pk}/").status_code == 404
    assert "30 days" in client.get("/complain-about-data/").content.decode()
