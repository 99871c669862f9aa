"""Whoever comes by one-time links goes on with what they did not send: in the browser that was to keep it, nowhere else."""

from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from plait.agencies import sessions
from plait.agencies.rules import MAILBOX_SESSION_LASTS
from plait.base.outbox.models import Message
from plait.referrals.actions.save_draft import DRAFT_LASTS
from plait.referrals.models import Draft
from plait.site.demo.cast import Cast
from tests.referrals.raising.browser import _now, begin

__all__ = ["_now"]
pytestmark = pytest.mark.django_db


def come(
    browser: Client, cast: Cast, name: str = "Ada Reeve", agency: str = "alder_lane", **said: str
) -> Any:
    """Ask for a link to the agency's mailbox, and follow it in this browser."""
    before = list(Message.objects.values_list("pk", flat=True))
    browser.post("/sign-in/by-mailbox/", {"address": cast.agencies[agency].mailbox, "person_name": name})
    return browser.post(str(Message.objects.exclude(pk__in=before).get().context["link_path"]), said)


def test_the_next_link_in_the_same_browser_goes_on_and_no_other_does(cast: Cast, at: datetime) -> None:
    own, colleague = Client(), Client()
    kept = come(own, cast, keep="on").cookies[sessions.KEPT_HERE]
    assert (kept["httponly"], kept["samesite"], kept["path"]) == (True, "Lax", "/m/")
    draft, worker = begin(own), begin(own, works_with_children="not_known")
    assert "opens this again" in own.get(draft + "safety/").content.decode()
    assert "cannot be opened again" in own.get(worker + "safety/").content.decode(), (
        "it may be about a reader"
    )
    assert b"keep nothing here" in own.get("/sign-out/").content
    with time_machine.travel(at + MAILBOX_SESSION_LASTS / 4, tick=False):
        lost = own.post(draft + "safety/", {}, follow=True).content.decode()
        assert "What was saved is kept in this browser" in lost
        come(colleague, cast, keep="on")
        assert colleague.get(draft + "safety/").status_code == 404, "another browser, whatever name is typed"
        come(own, cast, keep="on")
        assert own.get(draft + "safety/").status_code == 200
        assert own.get(worker + "safety/").status_code == 404
        come(own, cast, name="Somebody Else")
        assert own.get(draft + "safety/").status_code == 404, "the computer is shared after all"
        come(own, cast)
        assert own.get(draft + "safety/").status_code == 404, "and so it forgets"
    assert Draft.objects.count() == 2


@pytest.mark.parametrize("why", ["not asked for", "forgotten", "tampered", "mailbox changed", "over"])
def test_nothing_is_kept(cast: Cast, at: datetime, why: str) -> None:
    own = Client()
    come(own, cast, **({} if why == "not asked for" else {"keep": "on"}))
    draft = begin(own)
    if why == "not asked for":
        assert "cannot be opened again" in own.get(draft + "safety/").content.decode()
    own.post("/sign-out/", {"forget": "yes"} if why == "forgotten" else {})
    if why == "tampered":
        own.cookies[sessions.KEPT_HERE] = f"{own.cookies[sessions.KEPT_HERE].value}x"
    if why == "mailbox changed":
        cast.agencies["alder_lane"].mailbox = "office@alder-lane.invalid"
        cast.agencies["alder_lane"].save()
    with time_machine.travel(at + (DRAFT_LASTS if why == "over" else DRAFT_LASTS / 14), tick=False):
        come(own, cast, keep="on")
        assert own.get(draft + "safety/").status_code == 404
