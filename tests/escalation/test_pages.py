"""The pages: raised beside what one was told, both sides on one page, and the same bytes for everybody who has no part in it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from plait.agencies.models import Absence
from plait.base.audit.models import AuditEntry
from plait.base.audit.pseudonyms import pseudonym
from plait.base.timers import fire_due
from plait.escalation.forms import RaiseForm
from plait.escalation.models import Challenge, ChildOutcome, Escalation, LadderPost
from plait.feedback.models import FeedbackTask
from plait.people.actions.restrict_person import restrict_person
from plait.people.models import Person
from plait.referrals.actions.accept_lead import accept_lead
from tests.feedback.journey import Journey

pytestmark = pytest.mark.django_db
SAID = {
    "urgency": "usual", "about": "decision", "because": "She flinched again.", "wanted": "See her this week.",
    "evidence": "", "spoke_with": "", "talked": "", "emergency_told": "", "other_because": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _now(journey: Journey) -> Iterator[None]:
    with time_machine.travel(journey.at + timedelta(minutes=5), tick=True):
        yield


@pytest.fixture
def browse(journey: Journey) -> Callable[[str], Client]:
    return journey.browser


def text(response: Any) -> str:
    return str(response.content.decode())


def test_a_school_disagrees_and_is_heard_at_stage_three(
    journey: Journey, told: FeedbackTask, browse: Callable[[str], Client]
) -> None:
    """By its pages, from “take it further” to the outcome on both records and what it did for the child."""
    teacher, dsl, custodian, manager = (browse(one) for one in ("teacher", "dsl", "custodian", "manager"))
    administrator = browse("administrator")
    for role, who in (("head", "custodian"), ("manager", "lead")):
        assert (
            administrator.post(
                "/escalations/who-answers/",
                {"role": role, "practitioner": str(journey.cast.people[who].pk), "order": "1"},
            ).headers["Location"]
            == "/escalations/who-answers/"
        )
    assert "Ada Finch" in text(administrator.get("/escalations/who-answers/"))
    page = text(teacher.get(f"/feedback/{told.pk}/"))
    assert f"/differently/feedback/{told.pk}/" in page
    ways = text(teacher.get(f"/differently/feedback/{told.pk}/"))
    assert "Robert Achebe" in ways and "Keep our view" in ways, "who would have it, before anybody chooses"
    raised = teacher.post(f"/escalations/raise/feedback/{told.pk}/", SAID)
    here = raised.headers["Location"]
    found = Escalation.objects.get()
    assert here == f"/escalations/{found.pk}/"
    shown = text(teacher.get(here))
    assert "Robert Achebe" in shown and f'href="/concerns/{found.contact_id}/">Open what it is about' in shown
    assert f'href="/referrals/{journey.referral.pk}/">Open what' in text(manager.get(here))
    assert teacher.get(f"/escalations/raise/feedback/{told.pk}/").headers["Location"] == here
    assert "Waits for an answer" in text(manager.get(here))
    assert (
        manager.post(here + "answer/", {"answer": "We keep to it.", "other_because": ""}).status_code == 302
    )
    assert "We keep to it." in text(teacher.get(here))
    worse = {"urgency": "danger", "because": "A bruise.", "emergency_told": "", "other_because": ""}
    assert "ring 999 or the duty team first" in text(teacher.post(here + "more-urgent/", worse))
    teacher.post(here + "more-urgent/", {**worse, "urgency": "soon"})
    assert "It cannot wait a week" in text(manager.get(here)) and "A bruise." in text(manager.get(here))
    assert 'value="usual"' not in text(teacher.get(here + "more-urgent/"))
    step = teacher.get(here + "climb/")
    stage_id = str(found.stages.get(order=1).pk)
    assert stage_id in text(step)
    for _ in range(2):  # sent twice is once
        teacher.post(
            here + "climb/", {"because": "Nobody has seen her.", "stage_id": stage_id, "other_because": ""}
        )
    assert found.stages.count() == 2
    assert "decided this" in text(manager.get(here + "answer/"))
    dsl.post(here + "climb/", {"because": "Not settled.", "stage_id": "", "other_because": ""})
    assert "Heads of service" in text(dsl.get("/escalations/"))
    custodian.post(here + "answer/", {"answer": "She is seen on Thursday.", "other_because": ""})
    assert "is it settled?" in text(dsl.get("/escalations/"))
    ended = {
        "how": "resolved",
        "outcome": "She is seen at school on Thursday.",
        "learning": "",
        "other_because": "",
    }
    assert dsl.post(here + "end/", ended).status_code == 302
    for one in (teacher, dsl, manager, custodian):
        assert "She is seen at school on Thursday." in text(one.get(here))
    assert {one.read_by != "" for one in found.outcomes.all()} == {True}
    assert "It was right to ask" in text(
        custodian.post(here + "right-to-ask/", {"words": "Well asked.", "other_because": ""}, follow=True)
    )
    assert (
        teacher.post(
            here + "child/", {"how": "better", "said": "She sleeps.", "other_because": ""}
        ).status_code
        == 302
    )
    assert ChildOutcome.objects.get().how == "better"
    assert "She sleeps." in text(manager.get(here))


def test_with_a_child_in_danger_somebody_is_rung_first_and_it_stands_on_top(
    journey: Journey, disputed: Callable[..., Escalation], browse: Callable[[str], Client]
) -> None:
    first = disputed()
    other = disputed("dsl", about="silence", subject=f"contact:{first.contact_id}")
    assert not RaiseForm({**SAID, "urgency": "danger"}).is_valid()
    assert RaiseForm({**SAID, "urgency": "danger", "emergency_told": "999, ten past nine"}).is_valid()
    Escalation.objects.filter(pk=other.pk).update(urgency="danger")
    shown = text(browse("dsl").get("/escalations/"))
    assert "A child is in danger now" in shown
    assert 0 <= shown.index(str(other.pk)) < shown.index(str(first.pk)), "though it is due no sooner"


def test_a_question_is_asked_answered_and_taken_further(
    journey: Journey, told: FeedbackTask, browse: Callable[[str], Client]
) -> None:
    teacher, manager = browse("teacher"), browse("manager")
    begun = text(teacher.get(f"/escalations/ask/feedback/{told.pk}/"))
    assert "I was told: “A social worker" in begun and "I expected: Somebody to see her." in begun
    assert "We see it differently" in text(teacher.get(f"/feedback/{told.pk}/"))
    asked = teacher.post(
        f"/escalations/ask/feedback/{told.pk}/",
        {"question": "Why not now?", "urgency": "soon", "other_because": ""},
    )
    one = Challenge.objects.get()
    here = asked.headers["Location"]
    assert here == f"/challenges/{one.pk}/"
    assert "Why not now?" in text(manager.get(here))
    assert "Fill in" in text(manager.post(here + "answer/", {"answer": "", "other_because": ""}))
    manager.post(here + "answer/", {"answer": "Because she is seen at home.", "other_because": ""})
    assert "Because she is seen at home." in text(teacher.get(here))
    manager.post(here + "right-to-ask/", {"words": "Well asked.", "other_because": ""})
    assert "Well asked." in text(teacher.get(here))
    teacher.post(f"/escalations/raise/challenge/{one.pk}/", SAID)
    assert Escalation.objects.get().challenge == one
    other = browse("dsl").post(
        f"/escalations/ask/contact/{one.contact_id}/",
        {"question": "When?", "urgency": "usual", "other_because": ""},
    )
    assert browse("dsl").post(other.headers["Location"] + "take-back/").status_code == 302


def test_late_the_page_says_so_and_offers_to_climb(
    journey: Journey, disputed: Callable[..., Escalation], browse: Callable[[str], Client]
) -> None:
    found = disputed()
    with time_machine.travel(journey.at + timedelta(days=3), tick=True):
        fire_due(at=journey.at + timedelta(days=3))
        page = text(journey.browser("teacher").get(f"/escalations/{found.pk}/"))
        assert "Nobody has answered in time" in page and "does not climb by itself" in page
        assert "Late" in text(journey.browser("teacher").get("/escalations/"))


def test_whoever_works_on_the_referral_reads_that_it_is_disputed(
    journey: Journey, disputed: Callable[..., Escalation], browse: Callable[[str], Client]
) -> None:
    """Also who has no part in it: else a family is stepped down while nobody has answered."""
    page = f"/referrals/{journey.referral.pk}/"
    accept_lead(referral_id=str(journey.referral.pk), by=journey.who("lead"), at=journey.later())
    lead = browse("lead")
    assert "still open" not in text(lead.get(page))
    found = disputed()
    assert "A disagreement about it is still open" in (said := text(lead.get(page)))
    assert str(found.pk) not in said
    Escalation.objects.filter(pk=found.pk).update(status="resolved")
    assert "still open" not in text(lead.get(page))


def test_who_has_no_part_in_it_gets_the_bytes_of_nothing_at_all(
    journey: Journey, disputed: Callable[..., Escalation], told: FeedbackTask, browse: Callable[[str], Client]
) -> None:
    found = disputed()
    for who in ("gp", "police_ex_partner", "other_teacher", "designated_officer"):
        browser = browse(who)
        for address in ("/escalations/{}/", "/escalations/{}/climb/", "/escalations/raise/feedback/{}/"):
            one = told.pk if "raise" in address else found.pk
            with time_machine.travel(journey.at, tick=False):  # a page says the minute in which it was read
                real, none = browser.get(address.format(one)), browser.get(address.format(uuid4()))
            assert (real.status_code, none.status_code) == (404, 404)
            assert real.content == none.content
        assert str(found.pk) not in text(browser.get("/escalations/"))
    assert AuditEntry.objects.filter(subject=pseudonym(found.ref), verdict="refused").count() >= 8


def test_restricted_it_is_absent_for_who_is_not_involved_by_name(
    journey: Journey, disputed: Callable[..., Escalation], browse: Callable[[str], Client]
) -> None:
    found = disputed()
    assert browse("deputy_dsl").get(f"/escalations/{found.pk}/").status_code == 200
    child = journey.contact.people.order_by("order")[0].description.person_id
    restrict_person(
        person_id=str(child), custodian_team_id=str(journey.cast.teams["custodians"].pk), because="A colleague’s.",
        by=journey.who("manager"), at=journey.later(1),
    )  # fmt: skip
    assert Person.objects.get(pk=child).restricted
    hidden = browse("deputy_dsl").get(f"/escalations/{found.pk}/")
    assert hidden.content == browse("deputy_dsl").get(f"/escalations/{uuid4()}/").content


def test_whoever_said_on_their_account_that_they_are_away_reads_it_among_their_escalations(
    journey: Journey, browse: Callable[[str], Client]
) -> None:
    browser = browse("teacher")
    assert 'href="/account/away/"' in browser.get("/escalations/").content.decode()
    today, last = journey.at.date(), journey.at.date() + timedelta(days=9)
    said = {"first_day": today.day, "first_month": today.month, "first_year": today.year} | {
        "last_day": last.day, "last_month": last.month, "last_year": last.year, "deputy": "",
    }  # fmt: skip
    assert browser.post("/account/away/", said).status_code == 302
    assert "You are away" in text(browser.get("/escalations/"))
    browser.post(f"/account/away/{Absence.objects.get().pk}/end/")
    assert "You are away" not in text(browser.get("/escalations/"))


def test_an_administrator_names_the_arbitrator_and_ends_the_post(
    browse: Callable[[str], Client], journey: Journey
) -> None:
    administrator = browse("administrator")
    administrator.post(
        "/escalations/who-answers/",
        {"role": "arbitrator", "practitioner": str(journey.cast.people["custodian"].pk), "order": "1"},
    )
    post = LadderPost.objects.get()
    assert post.agency is None
    administrator.post(f"/escalations/who-answers/{post.pk}/end/")
    post.refresh_from_db()
    assert post.to_at is not None


def test_what_must_not_leave_is_said_beside_the_answer_and_nothing_typed_is_lost(
    journey: Journey, disputed: Callable[..., Escalation], browse: Callable[[str], Client]
) -> None:
    found = disputed()
    page = browse("manager").post(
        f"/escalations/{found.pk}/answer/", {"answer": "She is at 14 Heron Quay Rise.", "other_because": ""}
    )
    assert page.status_code == 200
    assert "Take out" in text(page)
    found.refresh_from_db()
    assert found.status == "open"


def test_the_childs_story_shows_it_to_who_has_a_part_in_it_alone(
    journey: Journey, disputed: Callable[..., Escalation], browse: Callable[[str], Client]
) -> None:
    disputed(spoke_with="The hub", talked="They keep to it.")
    accept_lead(referral_id=str(journey.referral.pk), by=journey.who("lead"), at=journey.later(1))
    story = f"/people/{journey.child}/story/"
    hub, lead = text(browse("manager").get(story)), text(browse("lead").get(story))
    assert "Alder Lane Primary School disputes: a decision (Talk with each other)" in hub
    assert "An escalation climbed (Safeguarding lead and line manager)" in hub
    assert "disputes" not in lead
