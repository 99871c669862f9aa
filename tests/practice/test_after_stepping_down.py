"""What Plait notices about a family whose help got less, and about an agency that stays silent."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from plait.base.prompts.models import Prompt
from plait.base.prompts.queries import open_prompts
from plait.practice.queries import children_worked_with
from plait.referrals.concern import Concern, Safety
from plait.site.demo.cast import Cast
from tests.feedback.journey import family
from tests.stepdown.family import Family


def told_again(journey: Family) -> None:
    """Another concern about the same child, and nobody else named."""
    before = journey.contact
    said = Concern(children=family().children, observed="Hungry again.", safety=Safety(where="no"))
    new = journey.raised("nurse", said).contact
    journey.contact = before
    journey.say_who(new, at=journey.later())
    journey.contact = new


Looked = Callable[..., dict[str, Prompt]]


@pytest.fixture
def journey(cast: Cast, pack: Any, at: datetime) -> Family:
    """Takes the place of the folder’s journey: a family that is held by the family help worker, its referral closed."""
    return Family(cast, at).led().stepped_down().agreed().held().closed()


def sees(journey: Family, who: str) -> set[str]:
    return {one.prompt.rule for one in open_prompts([journey.child], by=journey.who(who), at=journey.at)}


def test_nobody_reached_them_until_somebody_does(journey: Family, looked: Looked) -> None:
    assert not {"not-reached", "slipping", "said-to-hold"} & set(looked())
    journey.looked("visit", "not_seen")
    asked = looked()["not-reached"]
    assert asked.evidence == [journey.stepdown.ref]
    assert "not-reached" in sees(journey, "family_helper"), "whoever holds them is asked"
    for who in ("teacher", "police", "gp", "privacy_officer"):
        assert not sees(journey, who), who
    journey.looked("first_review", "slipped")
    assert "not-reached" not in looked()
    assert "slipping" not in looked(), "somebody has two weeks"
    journey.at += timedelta(days=20)
    assert "slipping" in looked()
    assert journey.child in children_worked_with(since=journey.at), "the night looks at whoever is watched"


def test_it_was_said_to_hold_and_a_concern_came(journey: Family, looked: Looked) -> None:
    journey.looked("visit", "yes")
    journey.at += timedelta(days=10)
    told_again(journey)
    asked = looked()["said-to-hold"]
    assert set(asked.evidence) == {journey.stepdown.ref, journey.contact.ref}


def test_an_agency_that_is_silent_about_one_child_twice(journey: Family, looked: Looked) -> None:
    for _ in range(2):
        told_again(journey)
        journey.accepted().asked("surgery")
        journey.at += timedelta(days=8)
    asked = looked()["agency-silent"]
    assert len(asked.evidence) == 2 and asked.asks.startswith("The last 2 times")
    journey.answered("surgery", "gp")
    assert "agency-silent" not in looked()
