"""Every page of a step down, walked by the people of the story."""

import re
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client

from plait.stepdown.models import NewConcern, StepDown
from tests.stepdown.family import IF_WORSE, WHY, Family
from tests.stepdown.test_again import seen_again

BASE = "/step-down/"


@pytest.fixture
def walked(family: Family) -> Family:
    return family.led()


def page(family: Family, who: str, path: str) -> str:
    with time_machine.travel(family.at, tick=False):
        answer = family.browser(who).get(path)
    assert answer.status_code == 200, (answer.status_code, path)
    assert answer.headers["Cache-Control"] == "no-store"
    return str(answer.content.decode())


def send(family: Family, who: str, path: str, **said: Any) -> tuple[int, str]:
    with time_machine.travel(family.later(), tick=False):
        browser: Client = family.browser(who)
        answer = browser.post(path, said)
        return answer.status_code, answer.headers.get("Location", "") or answer.content.decode()


def form(family: Family, **changed: Any) -> dict[str, Any]:
    day: datetime = family.at
    return {
        "from_level": "3", "to_level": "2", "to_team": str(family.cast.teams["family_help"].pk), "why": WHY,
        "contingency": IF_WORSE, "need_1": "Speech therapy", "need_1_who": "Health visitor", "family_told": "yes",
        "family_how": "At home.", "services_told": "Alder Lane\nBrook Street", "gateway": "CA04_16LA",
        "explained_on_day": str(day.day), "explained_on_month": str(day.month), "explained_on_year": str(day.year),
        "stepdown_id": "5a6b0c1e-9c1d-4a57-8f0e-0f6a5f1f1a11", **changed,
    }  # fmt: skip


def test_from_the_closing_to_the_last_answer(walked: Family) -> None:
    referral = f"/referrals/{walked.referral.pk}/"
    closing = page(walked, "lead", f"{referral}close/")
    assert "nothing says who holds them from here" in closing
    assert f'href="{referral}step-down/"' in closing
    asks = page(walked, "lead", f"{referral}step-down/")
    assert "In Ellowmere nobody steps from protection straight to early help." in asks
    assert "Promised, and not done yet" in asks, "the referral still has its clocks"
    status, body = send(walked, "lead", f"{referral}step-down/", **form(walked, to_level="3"))
    assert (status, "That is not less help than now." in body) == (403, True)
    assert IF_WORSE in body, "nothing typed is lost"
    status, where = send(walked, "lead", f"{referral}step-down/", **form(walked))
    assert status == 302
    assert send(walked, "lead", f"{referral}step-down/", **form(walked)) == (302, where), "sent twice is once"
    walked.stepdown = StepDown.objects.get()
    assert urlsplit(where).path == f"{BASE}{walked.stepdown.pk}/"
    assert "Your team was asked" in page(walked, "family_helper", BASE)
    asked = page(walked, "family_helper", f"{where}answer/")
    assert WHY in asked and "Brook Street" in asked
    status, body = send(walked, "family_helper", f"{where}answer/", answer="decline")
    assert (status, "Say why your team cannot hold this family." in body) == (403, True)
    assert send(walked, "family_helper", f"{where}answer/", answer="accept")[0] == 302
    held = page(walked, "family_helper", where)
    assert "Joint handover visit" in held and "Concern again" in held
    assert "Nobody whose answer counts has agreed" in held
    walked.agreed()
    assert "It stands" in page(walked, "family_helper", where)
    status, body = send(walked, "family_helper", f"{where}look/visit/", standing="yes", own_records="")
    assert status == 200 and "Answer “What do your own records show?”" in body
    assert send(
        walked, "family_helper", f"{where}look/visit/", standing="slipped", own_records="Twice late.", partners="School: fine."
    )[0] == 403, "a joint visit: did both go?"  # fmt: skip
    assert send(
        walked, "family_helper", f"{where}look/visit/", standing="slipped", own_records="Twice late.", partners="School: fine.",
        together="no",
    )[0] == 302  # fmt: skip
    kept = page(walked, "family_helper", where)
    assert "Twice late." in kept and "One of them went alone" in kept
    assert "Decide what happens now" in page(walked, "family_helper", BASE)
    assert "A hub manager decides" in page(walked, "family_helper", where)
    assert f"{where}weigh/" in page(walked, "manager", where)
    assert f"{where}end/" not in page(walked, "family_helper", where), "not over a manager's head"
    well = {"standing": "yes", "own_records": "On time."}
    assert send(walked, "family_helper", f"{where}look/first_review/", **well)[0] == 302
    shown = page(walked, "manager", where)
    assert "It held when somebody last looked" in shown and "or end it with a reason" in shown
    asked = page(walked, "manager", f"{where}weigh/")
    assert "did not hold as it should" in asked and "As it was promised" in asked
    assert send(walked, "manager", f"{where}weigh/", because="The bus was late.", months="2")[0] == 302
    assert "Looking again, as a manager decided" in page(walked, "family_helper", where)
    assert "Looking again" in page(walked, "family_helper", BASE)
    with time_machine.travel(walked.at, tick=False):
        assert walked.browser("family_helper").get(f"{where}look/visit/").status_code == 404, "answered"


def test_a_no_a_managers_word_and_another_team(walked: Family) -> None:
    walked.stepped_down(contingency="", family_told="")
    where = f"{BASE}{walked.stepdown.pk}/"
    said = {"answer": "decline", "code": "capacity", "because": "Nobody until May."}
    assert send(walked, "family_helper", f"{where}answer/", **said) == (302, BASE)
    shown = page(walked, "manager", where)
    assert "Nobody until May." in shown and "Weigh it and go on" in shown
    own = page(walked, "lead", where)
    assert "Weigh it and go on" not in own and f"/differently{where.replace('step-down', 'stepdown')}" in own
    asked = send(
        walked, "lead", f"/escalations/ask{where.replace('step-down', 'stepdown')}",
        question="And after May?", urgency="usual", other_because="",
    )  # fmt: skip
    assert asked[0] == 302 and "And after May?" in page(walked, "family_helper", urlsplit(asked[1]).path)
    status, body = send(walked, "lead", f"{where}weigh/", because="Because.")
    assert (status, "takes a hub manager" in body) == (403, True)
    school = str(walked.cast.teams["alder_lane_safeguarding"].pk)
    assert send(walked, "lead", f"{where}another/", team=school, because="They know them.")[0] == 302
    assert "Your team was asked" in page(walked, "dsl", BASE)
    assert send(walked, "manager", f"{where}weigh/", because="They want no more of us.")[0] == 302
    assert "Robert Achebe weighed what was missing" in page(walked, "lead", where)
    assert (
        send(walked, "lead", f"{where}add/", contingency=IF_WORSE, family_told="yes", family_how="At home.")[
            0
        ]
        == 302
    )
    assert IF_WORSE in page(walked, "lead", where)
    assert f"{where}end/" not in page(walked, "lead", where), "where no lead holds them a manager ends it"
    assert send(walked, "lead", f"{where}end/", because="They moved.")[0] == 403
    assert send(walked, "manager", f"{where}end/", because="They moved.") == (302, BASE)


def test_concern_again_in_one_sentence(walked: Family) -> None:
    walked.stepped_down().held().agreed().closed()
    where = f"{BASE}{walked.stepdown.pk}/"
    shown = page(walked, "family_helper", f"{where}again/")
    assert "In danger now? Ring" in shown
    status, body = send(walked, "family_helper", f"{where}again/", because=" ")
    assert status == 200 and "Answer “What do you worry about?”" in body
    assert send(walked, "family_helper", f"{where}again/", because="A bruise.") == (302, where)
    assert "It is open again, with its history." in page(walked, "family_helper", where)
    assert "A bruise." in page(walked, "screener", f"/referrals/{walked.referral.pk}/")


def test_a_planned_step_up_is_one_question_too(walked: Family) -> None:
    walked.stepped_down().held().agreed().closed()
    where = f"{BASE}{walked.stepdown.pk}/"
    assert send(walked, "family_helper", f"{where}up/", because="More than we can do.") == (302, where)
    assert "It was stepped up" in page(walked, "family_helper", where)


def test_the_hub_and_the_story_say_that_they_were_stepped_down(walked: Family) -> None:
    walked.stepped_down().held().agreed().closed()
    assert "Jo Barley</strong> holds the family" in page(
        walked, "family_helper", f"/people/{walked.child}/story/"
    )
    walked.looked("visit", "slipped", child_words="“I like Jo.”")
    story = page(walked, "family_helper", f"/people/{walked.child}/story/?kind=step")
    assert "Stepped down from Targeted family help to Early help" in story and "“I like Jo.”" in story
    contact = seen_again(walked)
    assert NewConcern.objects.count() == 1
    hub = page(walked, "screener", f"/hub/concerns/{contact.pk}/")
    assert "Stepped down 155 days before this concern" in hub
    assert IF_WORSE in hub and "Concern again: open the old referral with its history" in hub
    assert "A new concern" in page(walked, "family_helper", BASE)
    shown = page(walked, "family_helper", f"{BASE}{walked.stepdown.pk}/")
    assert "155 days after" in shown and "A bruise." not in shown, "that there is one, not what it says"


def test_nobody_whom_you_hold(walked: Family) -> None:
    assert "Nobody whom you hold or hand over" in page(walked, "family_helper", BASE)
    walked.stepped_down()
    where = f"{BASE}{walked.stepdown.pk}/"
    with time_machine.travel(walked.at, tick=False):
        absent = walked.browser("gp").get(f"{BASE}5a6b0c1e-9c1d-4a57-8f0e-0f6a5f1f1a11/")
        theirs = walked.browser("gp").get(where)
    assert (
        (absent.status_code, absent.content) == (theirs.status_code, theirs.content) == (404, absent.content)
    )


def test_what_nobody_has_accepted_is_asked_for_and_every_page_names_the_same_holder(family: Family) -> None:
    family.led().stepped_down()
    asked = "Asked to step down from Targeted family help to Early help, waiting for Family help team"
    told = f"/people/{family.child}/story/"
    story = page(family, "lead", told)
    assert asked in story and "Stepped down from Targeted" not in story
    leads = re.search(r"Leads the plan</dt>.*?</div>", story, re.DOTALL)
    assert leads and "Esther Lunn" in leads[0]
    with time_machine.travel(family.at, tick=False):
        for path in (told, f"/people/{family.child}/where/"):
            assert family.browser("family_helper").get(path).status_code == 404, (
                "who may yet say no reads neither"
            )
    for who in ("lead", "family_helper"):
        register, own = (page(family, who, path) for path in (BASE, f"{BASE}{family.stepdown.pk}/"))
        row = re.search(r"Who holds them</span>.*?</td>", register, re.DOTALL)
        assert row and "Assessment team" in row[0] and "waiting for Family help team" in row[0]
        assert "Assessment team" in own and "until Family help team" in own
    family.held()
    story = page(family, "family_helper", f"/people/{family.child}/story/")
    assert "Stepped down from Targeted family help to Early help" in story and asked not in story
