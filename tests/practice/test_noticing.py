"""What Plait notices about a family that the cast meets, and that looking twice changes nothing."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from plait.base.audit.models import AuditEntry
from plait.base.prompts.models import Prompt
from plait.base.timers.firing import fire_due
from plait.base.timers.models import Timer
from plait.people.actions.protect_from import protect_from
from plait.people.models import AddressPeriod, Description, Person, Place
from plait.people.rules import Described
from plait.practice.jobs import keep_the_night, look_at
from plait.referrals.actions.answer_check import ChildAnswer, answer_check
from plait.referrals.actions.answer_contact import answer_contact
from plait.referrals.actions.close_referral import close_referral
from plait.referrals.actions.rate_contact import rate_contact
from plait.referrals.actions.record_dissent import record_dissent
from plait.referrals.actions.say_who import say_who
from plait.referrals.concern import AdultSaid, ChildSaid, Concern, Safety
from plait.referrals.models import Contact, Decision
from tests.feedback.journey import Journey, family

Looked = Callable[..., dict[str, Prompt]]


def baby(**said: Any) -> Concern:
    """A baby of five months, and nobody who must not know."""
    return Concern(
        children=(ChildSaid(Described(forename="Ines", surname="Vale", born_on=date(2026, 6, 20)), "baby"),),
        adults=(AdultSaid(Described(forename="Rosa", surname="Vale"), "mother", lives_with="yes"),),
        safety=Safety(where="no"),
        **{"observed": "A bruise on the cheek.", "wanted": "Somebody to see him.", **said},
    )


def test_a_bruise_in_a_baby_must_be_answered(journey: Journey, looked: Looked) -> None:
    journey.raised(concern=baby())
    asked = looked()
    assert asked["bruise-infant"].mandatory
    assert asked["bruise-infant"].evidence == [journey.contact.ref]
    assert "bruise" not in looked(), "the same for an older child is not asked"


def test_no_bruise_in_an_older_child(journey: Journey, looked: Looked) -> None:
    assert "bruise-infant" not in looked(journey.raised().child)


def test_an_agency_that_asked_to_be_rung_and_an_adult_nobody_was_asked_about(
    journey: Journey, looked: Looked
) -> None:
    journey.raised().accepted().asked("police", "surgery")
    answer_check(
        check_id=str(journey.checks["surgery"].pk),
        answers=[ChildAnswer(person_id=journey.child, kind="speak_to_me", note="01632 960123, until four")],
        by=journey.who("gp"), at=journey.later(),
    )  # fmt: skip
    asked = looked()
    assert "answer-left-open" not in asked, "somebody has a day to ring"
    journey.at += timedelta(days=2)
    asked = looked()
    assert asked["answer-left-open"].evidence == [f"check:{journey.checks['surgery'].pk}"]
    assert all("{" not in one.asks for one in asked.values()), "no brace is left over"


def test_decided_without_the_police_until_they_answer(journey: Journey, looked: Looked) -> None:
    journey.raised().accepted().asked("police", "health_visiting", "alder_lane")
    journey.answered("health_visiting", "health_visitor").answered("alder_lane", "dsl").decided()
    asked = looked()
    assert asked["must-ask-out"].mandatory
    journey.answered("police", "police")
    assert "must-ask-out" not in looked()
    assert Prompt.objects.get(rule="must-ask-out").state == "ended"


def test_the_same_answer_again_and_a_relative_nobody_rang(journey: Journey, looked: Looked) -> None:
    hub = journey.who("screener")
    first = ""
    for _ in range(3):
        journey.raised(concern=family(shielded=False))
        one = journey.contact.people.get(role="child")
        say_who(
            contact_id=str(journey.contact.pk), contact_person_id=str(one.pk), person_id=first or None,
            because="The same child", by=hub, at=journey.later(),
        )  # fmt: skip
        first = first or str(journey.contact.people.get(role="child").description.person_id)
        rate_contact(
            contact_id=str(journey.contact.pk), rating="green", because="Seen", by=hub, at=journey.later()
        )
        answer_contact(
            contact_id=str(journey.contact.pk), outcome="nfa", because="A malicious call, it seems",
            by=hub, at=journey.later(),
        )  # fmt: skip
    asked = looked(first)
    assert {"low-level-adds-up", "same-outcome", "called-malicious"} <= set(asked)
    assert asked["low-level-adds-up"].asks.startswith("3 concerns came within 90 days")
    assert len(asked["same-outcome"].evidence) == 3


def test_closed_although_the_school_saw_it_differently(journey: Journey, looked: Looked) -> None:
    journey.raised().accepted().asked("police").answered("police", "police").decided()
    record_dissent(
        decision_id=str(Decision.objects.get().pk), view="He should be seen today.",
        by=journey.who("police"), at=journey.later(),
    )  # fmt: skip
    close_referral(
        referral_id=str(journey.referral.pk), because="Early help has them", outcome="RC8", despite="They are told today",
        by=journey.who("manager"), at=journey.later(),
    )  # fmt: skip
    assert "closed-over-dissent" in looked()


def test_two_homes_and_another_school_are_asked_about_but_never_of_a_protected_child(
    journey: Journey, looked: Looked
) -> None:
    journey.raised(concern=family(shielded=False))
    place = Place.objects.create(line="9 Salt Lane", town="Ellowmere", postcode="EW52AB")
    child = Person.objects.get(pk=journey.child)
    for number, row in enumerate(AddressPeriod.objects.filter(person=child)):
        row.from_on = date(2026, 10, 1 + number)
        row.save()
    AddressPeriod.objects.create(person=child, place=place, from_on=date(2026, 11, 1), source_ref="extract:1")
    old = Description.objects.filter(person=child).get()
    Description.objects.create(
        person=child, source_ref="extract:1", stated_at=journey.later(60), forename="Theodora", school="Kestrel School"
    )  # fmt: skip
    assert old.school
    asked = looked()
    assert {"two-homes-said", "new-school-after-concern"} <= set(asked)
    assert "Salt Lane" not in str([one.asks for one in asked.values()])
    place.shielded = True
    place.save()
    assert not {"two-homes-said", "new-school-after-concern", "moves"} & set(looked())


def test_somebody_feared_at_the_same_address_is_asked_of_the_keepers_alone(
    journey: Journey, looked: Looked
) -> None:
    journey.raised(concern=family(shielded=False))
    child = Person.objects.get(pk=journey.child)
    feared = Person.objects.create(made_at=journey.at)
    home = AddressPeriod.objects.filter(person=child).first()
    assert home is not None
    AddressPeriod.objects.create(person=feared, place=home.place, source_ref="extract:2")
    protect_from(
        person_id=str(child.pk), name="Dean Kerrigan", kind="harmed", other_id=str(feared.pk),
        because="A court’s order", by=journey.who("screener"), at=journey.later(),
    )  # fmt: skip
    asked = looked()
    keepers = str(journey.cast.teams["custodians"].pk)
    assert asked["feared-at-home"].custodian == keepers
    assert all(not one.custodian for rule, one in asked.items() if rule != "feared-at-home")


def test_what_stands_on_the_closed_list_is_no_fact(journey: Journey) -> None:
    journey.raised(concern=baby())
    Contact.objects.update(route="closed_list")
    look_at(journey.child, at=journey.later())
    assert not Prompt.objects.exists()


def test_looking_twice_writes_nothing(journey: Journey, looked: Looked) -> None:
    journey.raised(concern=baby())
    before = looked()
    audited, rows = AuditEntry.objects.count(), Prompt.objects.count()
    assert looked() == before
    assert (AuditEntry.objects.count(), Prompt.objects.count()) == (audited, rows)


@pytest.mark.parametrize("night", [False, True])
def test_the_worker_looks_after_something_changed_and_at_night(journey: Journey, night: bool) -> None:
    journey.raised(concern=baby())
    if night:
        Timer.objects.all().delete()
        keep_the_night(journey.at)
        keep_the_night(journey.at)
        assert Timer.objects.count() == 1
        fire_due(at=journey.at + timedelta(days=1))
    fire_due(at=journey.at + timedelta(days=1, minutes=2))
    assert Prompt.objects.filter(rule="bruise-infant").count() == 1
    if night:
        assert Timer.objects.filter(kind="prompts-nightly", state="waiting").count() == 1
