"""The custodians of a restricted record hear that somebody was refused it, in words that say nothing."""

import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import time_machine
from django.db import transaction

from plait.base.outbox.models import Message
from plait.people.actions.describe_person import describe_person
from plait.people.jobs import alert_custodians
from plait.people.models import Description, Involvement, Person, RefusalsSeen
from plait.people.queries import kept_like
from plait.people.rules import Described
from plait.referrals.access import open_contact
from plait.referrals.actions.raise_concern import raise_concern
from plait.referrals.events import ConcernRaised
from plait.referrals.handlers import tell_custodians
from tests.feedback.journey import CHILD, Journey, family


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


def without_token(page: bytes) -> bytes:
    return re.sub(rb'(csrf[^>]*(value|content)|nonce)="[^"]*"', b"", page)


def test_told_again_by_somebody_undeclared_the_custodians_can_look_and_nobody_else_can_tell(
    journey: Journey,
) -> None:
    restricted(journey)
    after = journey.at + timedelta(hours=1)
    teacher, custodian = journey.who("teacher"), journey.who("custodian")
    with time_machine.travel(after, tick=False):
        again = raise_concern(concern=family(shielded=False), draft_id=None, by=teacher, at=after)
        child = str(again.people.get(role="child").description.person_id)
        everything = [
            f"/hub/concerns/{again.pk}/",
            f"/people/{child}/story/",
            f"/people/{child}/round/",
            "/hub/",
        ]
        hub, own = journey.browser("screener"), journey.browser("teacher")

        def pages() -> list[bytes]:
            read = [hub.get(path).content for path in everything] + [
                own.get(f"/concerns/{again.pk}/").content
            ]
            return [without_token(page) for page in read]

        keepers = Involvement.objects.filter(source_id=again.pk, team=journey.cast.teams["custodians"])
        assert keepers.exists(), "it follows by itself"
        keepers.delete()
        Message.objects.filter(kind="custodians-waiting").delete()
        pages()
        before = pages()
        for _ in range(2):
            with transaction.atomic():
                tell_custodians(ConcernRaised(again.pk, again.route, teacher.id, after))
        assert open_contact(custodian, str(again.pk), at=after) == again
        assert pages() == before
        looked = hub.get(f"/people/{child}/looked/").content.decode()
        assert custodian.name not in looked and "Plait itself" not in looked
    letter = Message.objects.get(kind="custodians-waiting")
    assert letter.to_ref == f"team:{journey.cast.teams['custodians'].pk}"
    assert CHILD not in str(letter.context) + letter.subject_line


def test_only_somebody_who_may_be_the_same_wakes_the_custodians(journey: Journey) -> None:
    restricted(journey)
    kept = Description.objects.filter(person_id=journey.child).first()
    assert kept is not None
    born = kept.born_on or date(2018, 1, 1)
    Description.objects.filter(person_id=journey.child).update(born_on=born, nhs_number="9991000011")

    def like(**said: Any) -> bool:
        made = describe_person(
            described=Described(**said),
            source_ref="contact:x",
            agency_id="",
            by=journey.who("teacher"),
            at=journey.at,
        )
        return [str(one.pk) for one in kept_like([str(made.person_id)])] == [journey.child]

    with transaction.atomic():
        name = {"forename": CHILD.upper(), "surname": kept.surname}
        assert like(**name) and like(**name, born_on=born)
        assert not like(**name, born_on=born + timedelta(days=1))
        assert like(forename="Other", surname="Name", nhs_number="9991000011")
        assert not like(forename=CHILD) and not like(forename=CHILD, surname="Other")
