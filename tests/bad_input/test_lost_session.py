"""Half an hour at a page, and the session is over: whatever was written is on the page again after signing in.

Every address that takes words is asked: a new page that loses them makes this red without anybody thinking of it.
"""

from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any

import pytest
import time_machine
from django.test import Client

from plait.agencies.models import HeldForm
from plait.agencies.queries.held import held_paths
from plait.agencies.rules import SECRET_PLACES, SECRET_WORDS
from plait.agencies.sessions import HELD
from plait.referrals.models import Contact
from tests.bad_input.pages import Found, forms_on
from tests.matrix.asking import path_of
from tests.matrix.oracle import QUESTIONS, Question
from tests.matrix.world import BACKEND, MAILBOX, NOW, World, undone

LATER = NOW + timedelta(minutes=16)
WORDS = "They had no coat & said “not today”"
# Saves itself every few seconds: a page that stays open keeps its draft, and the form itself is held at its own address.
AUTOSAVED = ("/draft/", "/save/")
# Every page that somebody with an account of their own reads. (A mailbox link has nobody to keep anything for.)
PLACES = list({one.pattern: one for one in reversed(QUESTIONS) if (one.reads or set()) - {MAILBOX}}.values())


def written(form: Found) -> dict[str, list[str]]:
    """The form with words in every place for words; what a browser fills in by itself stays."""
    return {**form.ready, **{name: [WORDS] for name in form.typed}}


def lose(world: World, who: str, form: str, sent: dict[str, Any]) -> Any:
    """Sent a quarter of an hour too late, from a browser that still shows the page; then signed in again."""
    browser = (
        Client()
    )  # the session ends here, and with it this browser's cookie: the reader's own keeps theirs
    browser.cookies = SimpleCookie(world.browsers[who].cookies.output(header="", sep=";"))
    with time_machine.travel(LATER, tick=False):
        answer = browser.post(form, sent)
        assert answer.status_code == 302, (form, answer.status_code)
        assert "kept=yes" in answer["Location"], f"{form}: {answer['Location']}"
        again = Client()
        user = world.cast.people[who].user
        assert user is not None
        again.force_login(user, backend=BACKEND)
        session = again.session  # what signing in by a page notes (tests/agencies/test_sessions.py)
        session[HELD] = held_paths(str(user.pk), at=LATER)
        session.save()
        page = again.get(form)
        assert page.status_code == 200, (form, page.status_code)
        return page


@pytest.mark.read_once
@pytest.mark.parametrize("question", PLACES, ids=str)
def test_no_page_loses_what_was_written(world: World, question: Question) -> None:
    assert question.reads
    readers = question.reads - {MAILBOX}
    who = min(readers & (question.sends or readers) or readers)
    path = path_of(question, world)
    with undone():
        page = world.browsers[who].get(path)
        for form in forms_on(path, page) if page.status_code == 200 else []:
            words = [one for one in form.typed if not any(secret in one for secret in SECRET_WORDS)]
            if not words or form.action.endswith(AUTOSAVED) or form.action.startswith(SECRET_PLACES):
                continue
            with undone():
                shown = lose(world, who, form.action, written(form))
                own = forms_on(form.action, shown)
                kept = {
                    name
                    for one in own
                    for name in one.typed
                    if WORDS in [value.strip() for value in one.ready.get(name, [])]
                }
                assert set(words) <= kept, f"{form.action} lost {sorted(set(words) - kept)}"
                assert "We kept what you wrote" in shown.content.decode()


def test_what_was_written_to_each_agency_is_there_again(world: World) -> None:
    """The second step of asking partners, where the questions are changed for one of them."""
    who, path = "screener", f"/hub/concerns/{world['contact:ava']}/ask/"
    with undone():
        first = forms_on(path, world.browsers[who].get(path))[0]
        agency = first.fields["agencies"]
        told = {**first.ready, "agencies": agency, "purpose": ["To see what school knows"], "do": ["preview"]}
        second = forms_on(path, world.browsers[who].post(path, told))[0]
        sent = {**second.ready, "do": ["again"]} | {name: [WORDS] for name in second.typed}
        assert second.typed
        shown = lose(world, who, path, sent)
        kept = forms_on(path, shown)[0]
        assert all(kept.ready[name][0].strip() == WORDS for name in second.typed)
        assert ("do", "send") in kept.buttons


def test_which_of_those_found_and_why_is_there_again(world: World) -> None:
    """Who is it: what was looked for is looked for again, and nothing is said before it is sent again."""
    question = next(
        one for one in QUESTIONS if one.reads and one.fill.get("contact_person_id") == "contact_person:ruby"
    )
    assert question.reads
    who, path = min(question.reads), path_of(question, world)
    with undone():
        look = {
            "do": "look",
            "forename": "Zz",
            "surname": "Nobody",
            "purpose": "Find out whether we know this person",
        }
        found = forms_on(path, world.browsers[who].post(path, look))
        say = next(one for one in found if "because" in one.typed)
        shown = lose(world, who, path, {**say.ready, "who": ["new"], "because": [WORDS]})
        again = next(one for one in forms_on(path, shown) if "because" in one.typed)
        assert again.ready["because"][0].strip() == WORDS
        assert again.ready["who"] == ["new"]


def test_it_is_forgotten_once_it_is_sent(world: World) -> None:
    question = next(
        one for one in QUESTIONS if one.sends and one.pattern == "hub/concerns/<uuid:contact_id>/accept/"
    )
    assert question.sends
    path, who = path_of(question, world), min(question.sends)
    with undone():
        shown = lose(world, who, path, {"because": WORDS})
        assert WORDS.replace("&", "&amp;") in shown.content.decode()
        assert HeldForm.objects.count() == 1
        with time_machine.travel(LATER, tick=False):
            again = shown.client
            again.post(path, {"because": ""})
            assert not HeldForm.objects.exists()
            assert "We kept" not in again.get(path).content.decode()


def test_what_is_typed_and_not_sent_is_there_again_and_nothing_is_done(world: World) -> None:
    """The laptop was closed over half an answer. The page's own script sends it, and nobody pressed anything."""
    who, path = "screener", f"/hub/concerns/{world['contact:ava']}/answer/"
    keep = {"X-Requested-With": "keep"}
    with undone():
        browser, before = world.browsers[who], Contact.objects.get(pk=world["contact:ava"]).status
        form = next(one for one in forms_on(path, browser.get(path)) if one.typed)
        typed = {**form.ready, **{name: [WORDS] for name in form.typed}}
        assert browser.post(path, typed, headers=keep).status_code == 204
        shown = browser.get(path)
        assert all(one in forms_on(path, shown)[0].ready["because"][0] for one in (WORDS,))
        assert "We kept what you wrote" in shown.content.decode()
        assert Contact.objects.get(pk=world["contact:ava"]).status == before
        with time_machine.travel(NOW + timedelta(hours=25), tick=False):
            assert not held_paths(str(world.cast.people[who].user_id), at=NOW + timedelta(hours=25))
        browser.post(path, {**typed, "because": ["sent"], "outcome": ["nowhere"]})
        assert not HeldForm.objects.exists(), "it was sent: what was typed before is not offered again"
        # Where it could not be shown again, or by whom it cannot be kept, nothing is kept and nothing is done.
        for one, address in ((who, "/sign-out/"), (MAILBOX, "/concerns/start/")):
            assert world.browsers[one].post(address, {"because": WORDS}, headers=keep).status_code in (
                404,
                405,
                422,
            )
        assert not HeldForm.objects.exists()
