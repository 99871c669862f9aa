"""The hub wrote an address to partners before anybody had to be hidden: from then on nobody reads it there."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from html import unescape
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from plait.base.access.verdict import Refused
from plait.feedback.actions.disagree import answer_disagreement, disagree
from plait.feedback.models import FeedbackTask
from plait.people.actions.shield_whereabouts import shield_whereabouts
from plait.people.rules import Described
from plait.referrals.actions.ask_partners import Ask, ask_partners
from plait.referrals.actions.record_dissent import record_dissent
from plait.referrals.concern import ChildSaid, Concern
from plait.referrals.models import Dissent
from plait.site.demo.cast import Cast
from tests.feedback.journey import Journey

pytestmark = pytest.mark.django_db(transaction=True)
HOME = Described(forename="Kit", surname="Dale", address_line="9 Elm Row", postcode="EW2 2BB")


@pytest.fixture
def journey(cast: Cast, pack: Any, at: datetime) -> Iterator[Journey]:
    """The hub asks the police with the address in its purpose and question."""
    told = Concern(children=(ChildSaid(HOME),), observed="Hungry.")
    story = Journey(cast, at).raised(concern=told).accepted()
    police = str(cast.agencies["police"].pk)
    (story.checks["police"],) = ask_partners(
        referral_id=str(story.referral.pk), asks=[Ask(agency_id=police, questions=("Who lives at 9 Elm Row?",))],
        purpose="Is it safe at 9 Elm Row?", by=story.who("screener"), at=story.later(),
    )  # fmt: skip
    with time_machine.travel(story.at + timedelta(hours=1), tick=True):
        yield story


def hide(journey: Journey) -> None:
    shield_whereabouts(
        person_id=journey.child,
        because="He looks for her",
        review_on=None,
        by=journey.who("screener"),
        at=journey.later(),
    )


def test_a_purpose_is_read_without_the_address_on_every_step_of_the_answer(journey: Journey) -> None:
    check = journey.checks["police"]
    police, there = journey.browser("police"), f"/checks/{check.pk}/"
    quick = {"same": "on", "c0-kind": "not_known", "seen": "0", "gateway": "CA04_16LA", "step": "start"}
    items = {"c0-kind": "items", "step": "start"}

    def steps() -> list[str]:
        answers = [police.get(there), *(police.post(f"{there}answer/", one) for one in (quick, items))]
        return [answer.content.decode() for answer in answers]

    before = steps()
    assert "Is it safe at 9 Elm Row?" in before[0]
    assert any(
        "What the hub will see" in page and "for this purpose: Is it safe at 9 Elm Row?" in page
        for page in before
    )
    hide(journey)
    assert [page for page in steps() if "Elm Row" in page] == []


def test_the_hubs_answer_to_a_disagreement_is_read_without_it_too(journey: Journey) -> None:
    journey.decided("section_47")
    task = FeedbackTask.objects.get(about=journey.contact.ref)
    told = disagree(
        task_id=str(task.pk),
        because="9 Elm Row is cold.",
        wanted="",
        by=journey.who("teacher"),
        at=journey.later(),
    )
    answer_disagreement(
        disagreement_id=str(told.pk),
        answer="We went to 9 Elm Row twice.",
        by=journey.who("manager"),
        at=journey.later(),
    )
    teacher, path = journey.browser("teacher"), f"/feedback/{task.pk}/"
    assert "We went to 9 Elm Row twice." in teacher.get(path).content.decode()
    hide(journey)
    shown = teacher.get(path).content.decode()
    assert "We went to [protected] twice." in shown
    assert "9 Elm Row is cold." in shown, "their own words come back as they typed them"


def test_a_dissent_said_twice_at_once_is_kept_once(journey: Journey) -> None:
    journey.decided("section_47")
    say = partial(
        record_dissent, decision_id=str(journey.referral.decisions.get().pk), view="It needed more. " * 400,
        by=journey.who("police"), at=journey.later(),
    )  # fmt: skip
    first = say()
    real, blind = QuerySet.get, [True]

    def get(self: QuerySet[Any], *args: Any, **kwargs: Any) -> Any:
        """The first look of a request that began before the other had committed."""
        if self.model is Dissent and blind:
            blind.pop()
            raise Dissent.DoesNotExist
        return real(self, *args, **kwargs)

    with patch.object(QuerySet, "get", get):
        assert say() == first
    first.pk = uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)


def test_the_hubs_answer_stops_at_an_address_that_is_protected_already(journey: Journey) -> None:
    journey.decided("section_47")
    hide(journey)
    task = FeedbackTask.objects.get(about=journey.contact.ref)
    told = disagree(
        task_id=str(task.pk), because="It is cold.", wanted="", by=journey.who("teacher"), at=journey.later()
    )
    words = "We went to 11 Elm Row twice."
    with pytest.raises(Refused, match="gives-away"):
        answer_disagreement(
            disagreement_id=str(told.pk), answer=words, by=journey.who("manager"), at=journey.later()
        )
    hub, page = journey.browser("manager"), f"/feedback/disagreements/{told.pk}/"
    shown = unescape(hub.post(page, {"answer": words}).content.decode())
    assert "Take out <q data-typed>11 Elm Row</q>" in shown
    assert words in shown
    told.refresh_from_db()
    assert told.answered_at is None
    assert hub.post(page, {"answer": "We went there twice."}).status_code == 302
