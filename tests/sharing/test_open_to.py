"""A clause may turn on whether the child is open to the agency that holds it, or to the one that receives it."""

import uuid

import pytest

from plait.base.access.verdict import Refused
from plait.people.actions.involve import involve
from plait.people.models import Involvement
from plait.people.queries.accesses import open_to_agency
from plait.referrals.models import ContactPerson
from plait.sharing.models import Clause, SharingDecision
from tests.feedback.journey import Journey


def turns_on(condition: str) -> None:
    Clause.objects.filter(number=1).update(conditions=[{"name": condition, "number": 0}])


def works_with_them(journey: Journey, kind: str) -> None:
    children = ContactPerson.objects.filter(role="child").values_list("description__person_id", flat=True)
    involve(
        person_ids=[str(one) for one in children],
        kind=kind,
        source_kind="claim",
        source_id=uuid.uuid4(),
        team_id=str(journey.cast.teams["police_safeguarding"].pk),
        by=journey.who("screener"),
        at=journey.later(),
    )


def test_a_question_goes_only_to_an_agency_that_works_with_the_child(journey: Journey) -> None:
    journey.raised().accepted()
    turns_on("open_to_recipient")
    with pytest.raises(Refused) as refusal:
        journey.asked("police")
    assert "only where the child is open to the agency that receives it" in refusal.value.verdict.say
    works_with_them(journey, "claimed")
    with pytest.raises(Refused):
        journey.asked("police")  # what somebody took for themselves opens no child to their agency
    works_with_them(journey, "works")
    journey.asked("police")
    assert SharingDecision.objects.filter(occasion="ask").count() == 1
    children = [
        str(one) for one in Involvement.objects.filter(kind="works").values_list("person_id", flat=True)
    ]
    police = str(journey.cast.agencies["police"].pk)
    assert open_to_agency(children, police, at=journey.at)
    Involvement.objects.filter(kind="works").update(to_at=journey.at)
    assert not open_to_agency(children, police, at=journey.at), "an involvement that ended opens nothing"


def test_the_hub_holds_what_is_open_to_it(journey: Journey) -> None:
    journey.raised().accepted()
    turns_on("open_to_holder")
    journey.asked("police")
    assert SharingDecision.objects.get(occasion="ask").outcome in ("share", "part")
