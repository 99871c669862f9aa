"""From the page that gives nothing to the record in two clicks; the same page whoever the child is; and what stands above it."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from plait.agencies.models import Practitioner
from plait.base.audit.models import AuditEntry
from plait.people.actions.restrict_person import restrict_person
from plait.people.actions.write_agency_note import write_agency_note
from plait.people.models import AccessReview, AgencyNote, Claim, OpenedFor
from plait.sharing.models import InformationItem
from tests.feedback.journey import CHILD, SURNAME, Journey

NOBODY = "00000000-0000-4000-8000-000000000000"
WHAT = "She is here with a burn and says she may not go home."
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')


@pytest.fixture
def told(journey: Journey) -> Iterator[Journey]:
    story = journey.raised("teacher").accepted().asked("police", "camhs").answered("police", "police")
    with time_machine.travel(story.later(1), tick=True):
        yield story


def proved(journey: Journey, who: str) -> Client:
    browser = journey.browser(who)
    assert browser.post("/account/again/", {"password": "three-odd-words-together"}).status_code == 302
    return browser


def story(journey: Journey) -> str:
    return f"/people/{journey.child}/story/"


def hide(journey: Journey) -> None:
    restrict_person(
        person_id=journey.child, custodian_team_id=str(journey.cast.teams["custodians"].pk),
        because="A colleague's child", by=journey.who("manager"), at=journey.at,
    )  # fmt: skip


# ---------------------------------------------------------------- emergency access
def test_two_clicks_from_the_refusal_to_the_record(told: Journey) -> None:
    nurse = proved(told, "nurse")
    refused = nurse.get(story(told))
    assert refused.status_code == 404
    assert 'href="/emergency/"' in refused.content.decode()
    form = nurse.get("/emergency/", follow=True)  # the first click
    assert form.redirect_chain == [(f"/people/{told.child}/emergency/", 302)]
    assert "What is happening?" in form.content.decode()
    record = nurse.post(
        form.redirect_chain[0][0], {"why": "arrived", "because": WHAT}, follow=True
    )  # the second
    shown = record.content.decode()
    assert record.redirect_chain == [(story(told), 302)]
    assert "The story so far" in shown
    assert "more minute" in shown
    assert "Emergency access." in shown


def test_a_proof_is_asked_of_whoever_signed_in_long_ago_and_what_they_wrote_is_kept(told: Journey) -> None:
    nurse = told.browser("nurse")
    path = f"/people/{told.child}/emergency/"
    sent = nurse.post(path, {"why": "arrived", "because": WHAT})
    assert sent.headers["Location"].startswith("/account/again/")
    assert not AccessReview.objects.exists()
    back = nurse.post(sent.headers["Location"], {"password": "three-odd-words-together"})
    assert back.headers["Location"] == path
    assert WHAT in nurse.get(path).content.decode()


def test_too_many_uses_are_said_beside_what_was_typed(told: Journey) -> None:
    nurse, who = proved(told, "nurse"), told.cast.people["nurse"]
    for _ in range(3):
        AccessReview.objects.create(
            kind="emergency", person_id=told.child, practitioner=who, why="arrived", because="x", at=told.at, due_at=told.at
        )  # fmt: skip
    for person in (told.child, NOBODY):
        answer = nurse.post(f"/people/{person}/emergency/", {"why": "arrived", "because": WHAT})
        assert answer.status_code == 403
        assert WHAT in answer.content.decode()
        assert "error-summary" in answer.content.decode()
    assert AuditEntry.objects.filter(act="deed:use_emergency_access", verdict="refused").count() == 2


def test_the_page_is_the_same_for_a_child_a_restricted_one_and_nobody(told: Journey) -> None:
    nurse = proved(told, "nurse")

    def pages(person: str) -> list[tuple[int, str]]:
        path = f"/people/{person}/emergency/"
        nurse.get(f"/people/{person}/story/")
        answers = [nurse.get(path), nurse.post(path, {"why": "", "because": "short"})]
        return [(one.status_code, TOKEN.sub("", one.content.decode())) for one in answers]

    known = pages(told.child)
    assert known == pages(NOBODY)
    hide(told)
    assert pages(told.child) == known
    sent = {"why": "arrived", "because": WHAT}
    there, absent = (nurse.post(f"/people/{one}/emergency/", sent) for one in (told.child, NOBODY))
    assert there.status_code == absent.status_code == 404
    assert there.content == absent.content


def test_what_opens_without_it_is_opened_without_it(told: Journey) -> None:
    screener = proved(told, "screener")
    assert screener.get(f"/people/{told.child}/emergency/").headers["Location"] == story(told)
    assert not AccessReview.objects.exists()


def test_without_an_address_it_says_what_to_do(told: Journey) -> None:
    shown = proved(told, "nurse").get("/emergency/").content.decode()
    assert "First open the record you need" in shown


@pytest.mark.parametrize("who", ["teacher", "administrator", "privacy_officer"])
def test_whoever_has_no_such_way_is_not_led_to_one(told: Journey, who: str) -> None:
    browser = proved(told, who)
    assert 'href="/emergency/"' not in browser.get(story(told)).content.decode()
    assert browser.get(f"/people/{told.child}/emergency/").status_code == 403


def test_an_agency_s_own_items_do_not_come_with_an_emergency(told: Journey) -> None:
    """Police private research: read by the police team that was asked, in a check; not by one of them who broke the glass."""
    InformationItem.objects.create(
        person_id=told.child, agency_id=str(told.cast.agencies["emergency_department"].pk), agency_name="ED",
        text="canary-private-research", assertion_kind="record", visibility="private", field_group="health",
        source_ref="own:1", written_by="x", written_at=told.at,
    )  # fmt: skip
    nurse = proved(told, "nurse")
    shown = nurse.post(
        f"/people/{told.child}/emergency/", {"why": "arrived", "because": WHAT}, follow=True
    ).content.decode()
    assert "The story so far" in shown
    assert "canary-private-research" not in shown


def test_the_reviewer_looks_and_keeps_an_outcome(told: Journey) -> None:
    proved(told, "nurse").post(f"/people/{told.child}/emergency/", {"why": "arrived", "because": WHAT})
    officer = told.browser("privacy_officer")
    front = officer.get("/").content.decode()
    assert "/audit/reviews/" in front
    listed = officer.get("/audit/reviews/").content.decode()
    assert "Bea Holt" in listed
    assert CHILD not in listed
    path = f"/audit/reviews/{AccessReview.objects.get().pk}/"
    assert WHAT in officer.get(path).content.decode().replace("<br>", "")
    assert officer.post(path, {"outcome": "in_order", "said": "short"}).status_code == 200
    assert officer.post(path, {"outcome": "in_order", "said": "The ward confirmed it."}).status_code == 302
    assert "It was in order" in officer.get("/audit/reviews/").content.decode()
    assert told.browser("manager").get(path).status_code == 403


# ---------------------------------------------------------------- claims
def test_a_claim_reads_the_same_whatever_it_is_about(told: Journey) -> None:
    said = {
        "forename": "Nobody", "surname": "Known", "role_label": "Nurse", "because": "I see her every week.",
    }  # fmt: skip
    camhs = told.browser("camhs")
    nothing = camhs.post("/claims/new/", said, follow=True)
    hide(told)
    camhs.get(story(told))
    restricted = camhs.post("/claims/new/", {**said, "forename": CHILD, "surname": SURNAME}, follow=True)
    assert nothing.redirect_chain == restricted.redirect_chain
    shown = restricted.content.decode()
    assert shown.count("Somebody looks at it") == 2
    assert "This is not a “no”" in shown


def test_from_the_refusal_a_claim_names_the_record_and_the_hub_answers(told: Journey) -> None:
    health_visitor = told.browser("health_visitor")
    assert 'href="/claims/new/"' in health_visitor.get(story(told)).content.decode()
    assert "We take the address" in health_visitor.get("/claims/new/").content.decode()
    said = {
        "forename": CHILD, "surname": SURNAME, "role_label": "Health visitor", "because": "I visit them monthly.",
    }  # fmt: skip
    mine = health_visitor.post("/claims/new/", said, follow=True).content.decode()
    assert story(told) in mine
    assert "until" in health_visitor.get(story(told)).content.decode()
    screener, claim = told.browser("screener"), Claim.objects.get()
    assert "Joy Mbeki" in screener.get("/claims/answer/").content.decode()
    path = f"/claims/answer/{claim.pk}/"
    assert "I visit them monthly." in screener.get(path).content.decode()
    assert screener.post(path, {"answer": "no"}).status_code == 302
    assert health_visitor.get(story(told)).status_code == 404
    assert health_visitor.get("/claims/answer/").status_code == 403


def test_the_hub_chooses_among_those_it_may_meet(told: Journey) -> None:
    camhs = told.browser("camhs")
    said = {
        "forename": CHILD,
        "surname": SURNAME,
        "role_label": "Therapist",
        "because": "I see her on Thursdays.",
    }
    camhs.post("/claims/new/", {**said, "forename": "Theodore"})
    screener, claim = told.browser("screener"), Claim.objects.get()
    path = f"/claims/answer/{claim.pk}/"
    assert told.child in screener.get(path).content.decode()
    assert screener.post(path, {"answer": "yes", "person": ""}).status_code == 200
    assert camhs.get(story(told)).status_code == 404
    assert screener.post(path, {"answer": "yes", "person": told.child}).status_code == 302
    assert camhs.get(story(told)).status_code == 200
    assert "Works with this child" not in camhs.get("/claims/").content.decode()
    assert "Open to you" in camhs.get("/claims/").content.decode()
    round_child = screener.get(f"/people/{told.child}/round/").content.decode()
    claim.refresh_from_db()
    end = f"/people/{told.child}/involvements/{claim.involvement_id}/end/"
    assert end in round_child
    assert screener.post(end, {"because": "Discharged"}).status_code == 302
    assert camhs.get(story(told)).status_code == 404


# ---------------------------------------------------------------- what for
def test_what_for_is_asked_once_a_day_and_kept(told: Journey) -> None:
    screener = told.browser("screener")
    first = screener.get(story(told)).content.decode()
    assert "What do you open this for today?" in first
    row = AuditEntry.objects.filter(act="person:story").latest("id")
    assert row.purpose == "taken:concern"
    said = screener.post(f"/people/{told.child}/purpose/", {"purpose": "supervise", "next": story(told)})
    assert said.headers["Location"] == story(told)
    again = screener.get(story(told)).content.decode()
    assert "What do you open this for today?" not in again
    assert "Supervise or check a colleague’s work" in again
    assert AuditEntry.objects.filter(act="person:story").latest("id").purpose == "said:supervise"
    looked = screener.get(f"/people/{told.child}/looked/").content.decode()
    assert "Supervise or check a colleague’s work" in looked
    assert "(from how they are involved)" in looked
    OpenedFor.objects.update(on=told.at.date() - timedelta(days=1))
    assert "What do you open this for today?" in screener.get(story(told)).content.decode()


def test_what_for_is_one_of_the_list_and_leads_nowhere_else(told: Journey) -> None:
    screener, path = told.browser("screener"), f"/people/{told.child}/purpose/"
    assert screener.post(path, {"purpose": "curious"}).status_code == 403
    sent = screener.post(path, {"purpose": "plan", "next": "https://elsewhere.invalid/"})
    assert sent.headers["Location"] == story(told)
    assert told.browser("police").post(path, {"purpose": "plan"}).status_code == 404
    assert OpenedFor.objects.count() == 1


# ---------------------------------------------------------------- an agency's own notes
def test_private_notes_are_their_own_team_s_and_nobody_else_s(told: Journey) -> None:
    path, words = f"/people/{told.child}/our-notes/", "She said what he does at night, canary-therapy."
    camhs = told.browser("camhs")
    assert camhs.post(path, {"kind": "therapy", "text": words}).status_code == 302
    assert words in camhs.get(path).content.decode()
    for who in (
        "screener",
        "manager",
        "edt",
        "lead",
        "teacher",
        "custodian",
        "privacy_officer",
        "administrator",
    ):
        assert told.browser(who).get(path).status_code == 404, who
    assert "canary-therapy" not in told.browser("police").get(path).content.decode(), (
        "their own, not another team's"
    )
    screener = told.browser("screener")
    for page in (
        story(told),
        f"/people/{told.child}/",
        f"/people/{told.child}/looked/",
        f"/referrals/{told.referral.pk}/",
    ):
        assert "canary-therapy" not in screener.get(page).content.decode(), page
    printed = screener.post(f"/people/{told.child}/story/print/", {"source_checked": "1"})
    assert "canary-therapy" not in printed.content.decode()


def test_no_emergency_and_no_claim_opens_them(told: Journey) -> None:
    """Of the same agency, but in a team that is not involved."""
    AgencyNote.objects.create(
        person_id=told.child, team=told.cast.teams["emergency_department_safeguarding"], kind="other",
        text="canary", written_by=told.cast.people["nurse"], written_at=told.at,
    )  # fmt: skip
    nurse = proved(told, "nurse")
    nurse.post(f"/people/{told.child}/emergency/", {"why": "arrived", "because": WHAT})
    assert nurse.get(story(told)).status_code == 200
    assert nurse.get(f"/people/{told.child}/our-notes/").status_code == 404


def test_they_shut_with_the_team_s_involvement(told: Journey) -> None:
    write_agency_note(
        person_id=told.child, team_id=str(told.cast.teams["camhs_safeguarding"].pk), kind="therapy",
        text="Notes", by=told.who("camhs"), at=told.at,
    )  # fmt: skip
    told.cast.teams["camhs_safeguarding"].involvements.update(to_at=told.at)
    assert told.browser("camhs").get(f"/people/{told.child}/our-notes/").status_code == 404


# ---------------------------------------------------------------- before the first record
def test_somebody_new_is_asked_whom_they_know_before_their_first_record(told: Journey) -> None:
    screener = told.browser("screener")
    Practitioner.objects.filter(pk=told.cast.people["screener"].pk).update(declared_at=None)
    asked = screener.get("/hub/")
    assert asked.headers["Location"] == "/account/people-i-know/first/?next=%2Fhub%2F"
    for page in ("/", "/concerns/", "/account/", "/levels/"):
        assert screener.get(page).status_code in (200, 302), page
    assert screener.get("/concerns/").status_code == 200, "nobody is kept from raising a concern"
    shown = screener.get(asked.headers["Location"]).content.decode()
    assert "Nobody. Go on" in shown
    gone_on = screener.post("/account/people-i-know/first/", {"next": "/hub/"})
    assert gone_on.headers["Location"] == "/hub/"
    assert screener.get("/hub/").status_code == 200


def test_where_one_lives_is_said_and_never_shown_again(told: Journey) -> None:
    screener = told.browser("screener")
    said = {"surnames": f"Cole, {SURNAME}", "postcode": "EW4 2QX", "phones": "07700 900321"}
    assert screener.post("/account/own-home/", said).status_code == 302
    shown = screener.get("/account/own-home/").content.decode()
    assert "07700 900321" not in shown
    assert "You said it on" in shown
    assert screener.get(story(told)).status_code == 404
    officer = told.browser("privacy_officer")
    listed = officer.get("/audit/found/").content.decode()
    path = re.search(r"/audit/found/[0-9a-f-]{36}/", listed)
    assert path is not None
    assert CHILD not in listed
    screener.post(
        "/claims/new/",
        {
            "forename": CHILD,
            "surname": SURNAME,
            "role_label": "Worker",
            "because": "Her hub worker, since May.",
        },
    )
    assert "They say they work with them" in officer.get("/audit/found/").content.decode()
    for one in set(re.findall(r"/audit/found/[0-9a-f-]{36}/", listed)):
        assert (
            officer.post(one, {"answer": "no", "because": "A namesake in the same street."}).status_code
            == 302
        )
    assert screener.get(story(told)).status_code == 200
    assert told.browser("manager").get("/audit/found/").status_code == 403
