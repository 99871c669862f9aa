"""The desk of whoever leads."""

from datetime import timedelta

import pytest

from plait.referrals.models import Referral
from tests.referrals.deciding.conftest import Desk, Story
from tests.referrals.deciding.test_decide import decide
from tests.referrals.deciding.test_pages import body, home

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_lead_s_desk_from_waiting_to_closing(desk: Desk, story: Story) -> None:
    assert "Nothing waits to be accepted" in body(desk.get("lead", "/lead/"))
    decide(story, outcome="section_47")
    accept = f"/lead/{story.referral.pk}/accept/"
    waiting = body(desk.get("lead", "/lead/"))
    assert accept in waiting and "Theo Marlow, Ivy Marlow" in waiting
    assert desk.get("lead", accept).status_code == 200
    for _ in range(2):
        assert desk.post("lead", accept, {}).status_code == 302
    story.at += timedelta(minutes=5)
    assert accept not in body(desk.get("lead", "/lead/"))
    assert "Esther Lunn" in body(desk.get("screener", home(story)))
    closing = body(desk.get("lead", home(story, "close/")))
    assert "These checks are still out" in closing and "Only a hub manager" in closing
    assert desk.post("lead", home(story, "close/"), {"because": "Done."}).status_code == 302
    assert Referral.objects.get().status == "with_lead", "protection was begun: another person closes"
    said = {"outcome": "RC8", "because": "Moved.", "despite": "They live in Harrowfen now."}
    assert desk.post("manager", home(story, "close/"), said).status_code == 302
    assert Referral.objects.get().status == "closed"
    story.at += timedelta(days=2)
    assert "They live in Harrowfen now." in body(desk.get("screener", home(story)))
    assert desk.get("lead", home(story)).status_code == 404
    assert desk.post("screener", home(story, "reopen/"), {"because": "A new bruise."}).status_code == 302
    assert Referral.objects.get().status == "decided", "as before the team took over: it is asked anew"
    assert accept in body(desk.get("lead", "/lead/"))


def test_roles_that_do_not_lead_have_no_desk(desk: Desk, story: Story) -> None:
    assert desk.get("teacher", "/lead/").status_code == 403
