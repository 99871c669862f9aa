"""The custodians of a restricted record hear that somebody was refused it, in words that say nothing."""

from datetime import timedelta
from uuid import uuid4

import time_machine

from plait.base.outbox.models import Message
from plait.people.jobs import alert_custodians
from plait.people.models import Person, RefusalsSeen
from tests.feedback.journey import CHILD, Journey


def restricted(journey: Journey) -> Journey:
    journey.raised().accepted().asked("police").decided("section_47")
    Person.objects.filter(pk=journey.child).update(
        restricted=True, custodian=journey.cast.teams["custodians"]
    )
    return journey


def attempts() -> list[Message]:
    return list(Message.objects.filter(kind="restricted-attempt"))


def test_a_refusal_of_the_person_or_of_a_record_about_them_tells_the_custodian_once_a_day(
    journey: Journey,
) -> None:
    restricted(journey)
    with time_machine.travel(journey.at + timedelta(hours=1), tick=True):
        hub, police = journey.browser("screener"), journey.browser("police")
        for _ in range(3):
            hub.get(f"/people/{journey.child}/story/")
        police.get(f"/checks/{journey.checks['police'].pk}/")
    assert alert_custodians(journey.later()) == 2, "one for each seeker"
    assert {one.to_ref for one in attempts()} == {f"practitioner:{journey.cast.people['custodian'].pk}"}
    assert all(CHILD not in str(one.context) and journey.child not in str(one.context) for one in attempts())
    assert alert_custodians(journey.later()) == 0


def test_refusals_of_anything_else_tell_nobody_and_are_read_once(journey: Journey) -> None:
    restricted(journey)
    with time_machine.travel(journey.at + timedelta(hours=1), tick=True):
        journey.browser("screener").get(f"/people/{uuid4()}/story/")
    assert alert_custodians(journey.later()) == 0
    assert RefusalsSeen.objects.get().upto > 0
    assert attempts() == []


def test_nothing_refused_costs_nothing(journey: Journey, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert alert_custodians(journey.at) == 0
    assert not RefusalsSeen.objects.exists()


def test_where_no_team_is_named_every_custodian_hears(journey: Journey) -> None:
    restricted(journey)
    Person.objects.filter(pk=journey.child).update(custodian=None)
    with time_machine.travel(journey.at + timedelta(hours=1), tick=True):
        journey.browser("manager").get(f"/people/{journey.child}/story/")
    assert alert_custodians(journey.later()) == 1
