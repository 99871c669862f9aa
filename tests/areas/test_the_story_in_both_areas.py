"""The same story in two areas that decided differently: other clocks, other words, another number of levels."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings

from plait.base import packs
from plait.base.audit.models import AuditEntry
from plait.base.clock.queries import clock
from plait.feedback.models import FeedbackTask
from plait.referrals.models import CheckAnswer, Contact, Decision, PartnerCheck, Referral
from plait.site.demo.morning import leave_on_the_desks
from plait.site.demo.story import Told, play
from tests.lanes.telling import ToldOnce

pytestmark = pytest.mark.quick


@pytest.fixture(params=["areas/ellowmere", "areas/harrowfen"])
def area(request: pytest.FixtureRequest, settings: LazySettings, pack: Any) -> str:
    settings.PLAIT_AREA = request.param
    return str(request.param)


@pytest.fixture
def told(area: str, cast: Any, at: datetime, told_once: ToldOnce) -> list[Told]:
    return told_once(f"story/{area}", lambda: list(play(cast, at=at)))


@pytest.fixture
def contact(told: list[Told]) -> Contact:
    return Contact.objects.get(channel="form")


def test_one_concern_reaches_its_end(told: list[Told], contact: Contact) -> None:
    referral = Referral.objects.get(contact=contact)
    assert contact.status == "accepted"
    assert referral.status == "with_lead"
    assert referral.lead is not None
    assert referral.lead.name == "Esther Lunn"
    assert [line.at for line in told] == sorted(line.at for line in told)


def test_the_rating_keeps_the_areas_own_clock(contact: Contact, area: str, at: datetime) -> None:
    answer = PartnerCheck.objects.get(agency__kind="HOUSING")
    running = clock(f"{answer.ref}:answer")
    assert running is not None
    rating = packs.current(at=at).rating(contact.rating)
    assert running.kind == rating.partner_return_target.kind
    kinds = {"areas/ellowmere": "working_hours", "areas/harrowfen": "hours"}
    assert running.kind == kinds[area]


def test_the_decision_is_kept_in_the_words_of_its_area(contact: Contact, area: str, at: datetime) -> None:
    decision = Decision.objects.get()
    pack = packs.current(at=at)
    assert decision.level == len(pack.levels)
    assert decision.level_label == pack.level(len(pack.levels)).label
    assert decision.pack == pack.release_id


def test_everyone_who_helped_has_heard(contact: Contact) -> None:
    tasks = FeedbackTask.objects.filter(contact=contact)
    answered = {str(answer.partner_check_id) for answer in CheckAnswer.objects.all()}
    assert {task.about for task in tasks} == {contact.ref, *(f"check:{one}" for one in answered)}
    assert {task.status for task in tasks} == {"sent"}
    assert tasks.get(agency__kind="GP").kind == "knew_nothing"


def test_every_line_of_the_story_was_audited(told: list[Told]) -> None:
    acts = set(AuditEntry.objects.values_list("act", flat=True))
    for act in (
        "concern:raised",
        "person:confirmed",
        "contact:rated",
        "referral:accepted",
        "sharing:ask",
        "check:answered",
        "sharing:answer",
        "referral:decided",
        "sharing:feedback",
        "feedback:sent",
    ):
        assert act in acts


def test_the_desks_have_something_on_them(area: str, cast: Any, at: datetime) -> None:
    leave_on_the_desks(cast, now=at + timedelta(hours=6))
    assert Contact.objects.filter(route="closed_list").count() == 1
    assert Contact.objects.filter(opened_at__isnull=True, route="standard").count() == 2
    assert PartnerCheck.objects.filter(status="asked").count() == 4
