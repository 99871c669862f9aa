"""A child may be in danger now: the receipt says first whom to ring, and who acts while the hub is closed."""

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

import pytest
import time_machine
from django.template.loader import render_to_string

from plait.base.packs import current
from plait.referrals.concern import Concern
from plait.referrals.forms.raising_call import MUST, call_form
from plait.referrals.models import Contact
from plait.referrals.presenters.danger import danger_of
from tests.referrals.raising.browser import SAFE, SignIn, _now, begin, fill, sign_in
from tests.referrals.raising.conftest import Who
from tests.referrals.raising.test_call_pages import CALL

__all__ = ["_now", "sign_in"]


def done(client: object, **said: str) -> str:
    sent = client.post("/calls/new/", {**CALL, "key": str(uuid4()), **said})  # type: ignore[attr-defined]
    assert sent.status_code == 302
    return client.get(sent.headers["Location"]).content.decode()  # type: ignore[attr-defined, no-any-return]


def test_danger_now_stands_first_on_the_receipt_of_a_call(sign_in: SignIn) -> None:
    page = done(sign_in("call_handler"), danger_now="yes")
    main = page[page.index("<main") :]
    assert main.index("You said danger now") < main.index("Call recorded")
    assert main.index("999") < main.index("Call recorded")
    assert "Whom have you told, and when?" in main


def test_not_sure_says_ring_now_and_no_says_nothing(sign_in: SignIn) -> None:
    assert "Not sure whether it is safe now: ring now" in done(
        sign_in("call_handler"), danger_now="not_known"
    )
    assert "danger-first" not in done(sign_in("call_handler"), danger_now="no")


def test_the_closed_list_says_who_acts_until_it_is_read(sign_in: SignIn) -> None:
    page = done(sign_in("call_handler"), danger_now="yes", caller_works_with_children="yes")
    assert "Who acts now:" in page and "the police by" in page


def test_out_of_hours_the_duty_team_comes_before_the_hub(theo: Concern, who: Who, at: datetime) -> None:
    from plait.referrals.actions.raise_concern import raise_concern

    sent = raise_concern(concern=replace(theo, danger_now="yes"), draft_id=None, by=who("teacher"), at=at)
    pack = current(at=at)
    by_day = danger_of(sent, pack=pack, at=at)
    by_night = danger_of(sent, pack=pack, at=at.replace(hour=23, minute=31))
    assert by_day is not None and by_day.opens is None and by_day.sure
    assert by_night is not None and by_night.opens is not None and by_night.opens > at


def test_a_receipt_at_night_says_that_nobody_reads_it_before_the_hub_opens(
    sign_in: SignIn, at: datetime
) -> None:
    """A calm concern too: nobody takes "the hub has it" for "somebody reads it tonight"."""
    client = sign_in("teacher")
    draft = begin(client)
    fill(client, draft)
    by_day = client.post(draft + "check/", follow=True).content.decode()
    assert "The hub is closed now" not in by_day
    with time_machine.travel(at.replace(hour=22, minute=10), tick=False):
        client = sign_in("teacher")
        draft = begin(client)
        fill(client, draft)
        by_night = client.post(draft + "check/", follow=True).content.decode()
    assert "The hub is closed now. A worker reads it when the hub opens" in by_night
    assert "If it cannot wait until then, ring the emergency duty team now" in by_night


@pytest.mark.parametrize(("answer", "said"), [("yes", True), ("not_known", True), ("no", False)])
def test_a_receipt_says_once_more_not_to_tell_the_family(sign_in: SignIn, answer: str, said: bool) -> None:
    client = sign_in("teacher")
    draft = begin(client)
    fill(client, draft)
    client.post(draft + "safety/", {**SAFE, "telling_raises_risk": answer})
    page = client.post(draft + "check/", follow=True).content.decode()
    assert ("Do not tell the family about this yet" in page) is said


def test_a_call_says_what_must_be_answered_and_asks_who_must_not_know(
    sign_in: SignIn, at: datetime, pack: object
) -> None:
    form = call_form(current(at=at), at=at, agencies=[])
    assert MUST in form.fields["danger_now"].help_text and MUST not in form.fields["caller_name"].help_text
    client = sign_in("call_handler")
    page = client.post("/calls/new/", {**CALL, "key": str(uuid4()), "caller_must_not_know": "yes"})
    assert "Say who must not know" in page.content.decode() and not Contact.objects.exists()
    start = page.content.decode()
    assert "somebody reads this today" not in start and "decides by" in start


@pytest.mark.parametrize("said", ["yes", "not_known"])
def test_the_steps_of_a_concern_say_so_too(said: str, sign_in: SignIn) -> None:
    client = sign_in("teacher")
    start = client.get("/concerns/start/")
    assert start.status_code == 200
    shown = render_to_string(
        "referrals/raise/_frame.html",
        {"danger": said == "yes", "unsure": said == "not_known", "draft_id": uuid4(), "steps": []},
        request=start.wsgi_request,
    )
    assert ("Ring now, before you go on" in shown) == (said == "not_known")
