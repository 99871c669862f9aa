"""A form sent twice, by an impatient finger or a slow line: its deed is done once, and nobody is shown a fault."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from plait.referrals.forms.raising_answers import SAFETY_FIRST, Answers
from plait.referrals.models import Contact, ContactPerson, Draft
from tests.bad_input.pages import fill, records, wrong_with
from tests.matrix.world import MAILBOX, NOW, World

WHY = "For a reason."
TODAY = {"day": str(NOW.day), "month": str(NOW.month), "year": str(NOW.year)}


def day(name: str) -> dict[str, str]:
    return {f"{name}_{part}": value for part, value in TODAY.items()}


# what: who, where, what they fill in beside what stands there
DEEDS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "rating": ("screener", "/hub/concerns/{contact:kit}/rate/", {"rating": "red", "because": WHY}),
    "accept": ("screener", "/hub/concerns/{contact:kit}/accept/", {"because": WHY}),
    "advice": ("screener", "/hub/concerns/{contact:kit}/answer/", {"outcome": "nfa", "because": WHY}),
    "protect a concern": ("screener", "/referrals/of/{contact:kit}/protect/", {"outcome": "section_47", "because": WHY}),
    "protect": ("screener", "/referrals/{referral:pell}/protect/", {"outcome": "section_47", "because": WHY}),
    "strategy": ("screener", "/referrals/{referral:pell}/strategy/", {
        "shared": WHY, "decided": WHY, "enquiry": "none", "medical": "no", "medical_because": WHY, "safety_tonight": WHY,
        "attended-0-name": "Esther Lunn", "attended-1-name": "Karen Pike", "attended-2-name": "Joy Mbeki",
    }),
    "level": ("screener", "/referrals/{referral:pell}/levels/", {"level": "3", "because": WHY}),
    "dissent": ("lead", "/differently/decision/{decision}/keep/", {"view": WHY}),
    "I rang": ("screener", "/checks/{check:ava-housing}/rang/", {
        "spoke_with": "Duty officer", "said": WHY, "counts_as": "ask", "rang_time": "10:00", **day("rang_on"),
    }),
    "closed list": ("designated_officer", "/hub/concerns/{contact:closed}/done/", {
        "spoke_with": "The head", "said": WHY, "rang_time": "10:00", **day("rang_on"),
    }),
    "settle": ("screener", "/feedback/to-settle/{feedback:held}/", {"how": "not_told", "because": WHY}),
    "answer a disagreement": ("screener", "/feedback/disagreements/{disagreement}/", {"answer": WHY}),
    "hide": ("screener", "/people/{person:ava}/shield/", {"because": WHY}),
    "people I know": ("gp", "/account/people-i-know/", {"forename": "Bo", "surname": "Lister", "kind": "friend"}),
    "end a declaration": ("privacy_officer", "/audit/declared/{conflict}/", {"because": "mistake"}),
}  # fmt: skip


def address(pattern: str, world: World) -> str:
    for name, value in world.ids.items():
        pattern = pattern.replace(f"{{{name}}}", value)
    assert "{" not in pattern, pattern
    return pattern


def twice(browser: Client, path: str, data: dict[str, Any]) -> tuple[Any, Any]:
    """Done by the first; by the second nothing is changed, and nothing is a fault."""
    untouched = records()
    first = browser.post(path, data)
    assert first.status_code in (200, 302), (first.status_code, first.content.decode())
    done = records()
    assert done != untouched, "the first did nothing"
    second = browser.post(path, data)
    assert list(wrong_with(second)) == []
    assert {name for name, rows in records().items() if rows != done[name]} == set()
    return first, second


@pytest.mark.parametrize("deed", DEEDS)
def test_done_once(world: World, deed: str) -> None:
    who, pattern, said = DEEDS[deed]
    browser, path = world.browsers[who], address(pattern, world)
    twice(browser, path, fill(browser, path, **said))


def test_a_note_of_the_closed_list_keeps_itself_until_it_is_sent(world: World) -> None:
    browser, path = (
        world.browsers["designated_officer"],
        address("/hub/concerns/{contact:closed}/done/", world),
    )
    said = {"spoke_with": "The head", "said": "He is kept from the club."}
    assert browser.post(path, said, headers={"X-Requested-With": "autosave"}).status_code == 204
    data = fill(browser, path, **day("rang_on"), rang_time="10:00")
    assert said["said"] in str(data["said"])
    twice(browser, path, data)
    assert "kept from the club" not in browser.get(path).content.decode()


def test_a_question_is_asked_once(world: World) -> None:
    browser, path = world.browsers["screener"], address("/hub/concerns/{contact:ava}/ask/", world)
    agency = (
        str(world.cast.agencies["gp"].pk)
        if "gp" in world.cast.agencies
        else str(world.cast.agencies["camhs"].pk)
    )
    data = fill(browser, path, purpose="To keep them safe", agencies=[agency], do="preview")
    page = browser.post(path, data)
    assert f"a-{agency}-questions" in page.content.decode()
    one = {f"a-{agency}-questions": "Seen lately?", f"a-{agency}-gateway": "CA04_16LA"}
    twice(browser, path, {**data, **one, "do": "send"})


def test_a_decision_is_made_once(world: World) -> None:
    browser, path = world.browsers["manager"], address("/referrals/{referral:pell}/decide/", world)
    said = {"outcome": "early_help", "level": "2", "because": WHY, "override_because": WHY}
    first, second = twice(browser, path, fill(browser, path, **said))
    assert first.status_code == second.status_code == 302


def test_an_answer_is_given_once(world: World) -> None:
    browser, path = world.browsers["camhs"], address("/checks/{check:pell-camhs}/answer/", world)
    data = {
        "same": "on",
        "c0-kind": "nothing_relevant",
        "c1-kind": "nothing_relevant",
        "gateway": "CA04_16LA",
        "seen": "0",
        "step": "send",
    }
    first, second = twice(browser, path, data)
    assert first.headers["Location"] == second.headers["Location"]


def test_a_disagreement_is_sent_once(world: World) -> None:
    browser, path = world.browsers[MAILBOX], address("/feedback/{feedback:mailbox}/", world)
    browser.get(path)
    twice(browser, path + "disagree/", {"because": WHY, "wanted": ""})


def test_leading_is_accepted_once(world: World) -> None:
    twice(world.browsers["family_helper"], address("/hub/passed/{contact:hazel}/accept/", world), {})


def test_who_it_is_is_said_once(world: World) -> None:
    kit = ContactPerson.objects.filter(contact_id=world["contact:kit"]).order_by("order").first()
    assert kit is not None
    twice(world.browsers["screener"], f"/hub/concerns/{world['contact:kit']}/who/{kit.pk}/", {"do": "new"})


def test_a_concern_and_a_call_are_sent_once(world: World) -> None:
    browser, before = world.browsers["teacher"], Contact.objects.count()
    path = f"/concerns/drafts/{world['draft:half']}/"
    for step, said in (
        ("safety/", {"must_not_know": "no", "protect_source": "no", "telling_raises_risk": "not_known"}),
        ("children/1/", {"child_given_name": "Noor"}),
        ("worry/", {"observed": "No coat."}),
        ("family/", {"family_told": "not_sure"}),
        ("start/", {"danger_now": "no", "works_with_children": "no"}),
    ):  # fmt: skip
        assert browser.post(path + step, said).status_code == 302, step
    twice(browser, path + "check/", {})
    assert Contact.objects.count() == before + 1
    stale = {"danger_now": "yes", "works_with_children": "no", "key": world["draft:half"]}
    late = browser.post("/concerns/start/", stale, follow=True).content.decode()
    assert "What you answered just now is not in it" in late and "call 999" in late
    call = {
        "danger_now": "no", "caller_kind": "neighbour", "caller_must_not_know": "no", "caller_works_with_children": "no",
        "caller_said": "Shouting.", "called_at": "12:10", "key": str(uuid4()),
    }  # fmt: skip
    twice(world.browsers["call_handler"], "/calls/new/", {**call, **day("called_on")})
    assert Contact.objects.count() == before + 2


def test_a_start_sent_twice_is_one_draft(world: World) -> None:
    before = Draft.objects.count()
    start = {"danger_now": "no", "works_with_children": "no", "key": str(uuid4())}
    browser = world.browsers["teacher"]
    assert (
        browser.post("/concerns/start/", start).headers["Location"]
        == browser.post("/concerns/start/", start).headers["Location"]
    )
    assert Draft.objects.count() == before + 1
    # From a stale page with other answers: what grew worse is kept; what says less is never kept in silence.
    draft = Draft.objects.get(pk=start["key"])
    worse = {**start, "danger_now": "yes", "works_with_children": "not_known"}
    assert browser.post("/concerns/start/", worse).status_code == 302
    draft.refresh_from_db()
    kept = Answers(draft.answers).part("start")
    assert kept and {name: kept[name] for name in SAFETY_FIRST} == {
        name: worse[name] for name in SAFETY_FIRST
    }
    for less in ({**worse, "danger_now": "no"}, {**worse, "works_with_children": "no"}):
        shown = browser.post("/concerns/start/", less)
        assert shown.status_code == 409 and "What was saved before" in shown.content.decode()
        draft.refresh_from_db()
        assert Answers(draft.answers).part("start") == kept
