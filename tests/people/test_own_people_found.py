"""A conflict is found where somebody's home, telephone or next of kin shows it; it refuses first, until somebody has looked."""

import pytest

from plait.base.access.verdict import Refused
from plait.people.access import inferred_to_look_at, visible_people
from plait.people.actions.say_own_home import say_own_home
from plait.people.actions.settle_inferred import settle_inferred
from plait.people.models import HouseholdMark, InferredConflict
from plait.people.rules.homes import Home
from tests.feedback.journey import ADDRESS, POSTCODE, SURNAME, Journey, family

HOMES = {
    "home": Home(surnames=(SURNAME,), postcode=POSTCODE.lower()),
    "address": Home(surnames=("Quite-Other",), postcode=POSTCODE, line=ADDRESS.upper()),
    "phone": Home(surnames=("Quite-Other",), phones=("+44 7700 900142",)),
    "kin": Home(surnames=("Quite-Other",), postcode="EW1 1AA", kin=(("Leanne", SURNAME, POSTCODE),)),
}


def meets(journey: Journey, who: str = "screener") -> bool:
    return visible_people(journey.who(who), at=journey.at).filter(pk=journey.child).exists()


@pytest.mark.parametrize("how", ["home", "address", "phone"])
@pytest.mark.parametrize("first", [True, False])
def test_it_refuses_whoever_said_it_first(journey: Journey, how: str, first: bool) -> None:
    if first:
        say_own_home(home=HOMES[how], by=journey.who("screener"), at=journey.later())
        journey.raised("teacher")
    else:
        journey.raised("teacher")
        assert meets(journey)
        say_own_home(home=HOMES[how], by=journey.who("screener"), at=journey.later())
    assert not meets(journey)
    assert meets(journey, "manager")


def test_next_of_kin_elsewhere_is_found(journey: Journey) -> None:
    journey.raised("teacher")
    say_own_home(home=HOMES["kin"], by=journey.who("screener"), at=journey.later())
    mother = InferredConflict.objects.get()
    assert (mother.by, str(mother.person_id) == journey.child) == ("kin", False)


def test_another_home_is_nobody_s_own(journey: Journey) -> None:
    journey.raised("teacher", family(shielded=False))
    for home in (
        Home(surnames=(SURNAME,), postcode="EW9 9ZZ"),
        Home(surnames=("Stone",), postcode=POSTCODE),
        Home(surnames=("Stone",), phones=("01632 960001",)),
        Home(surnames=()),
    ):
        say_own_home(home=home, by=journey.who("screener"), at=journey.later())
    assert not InferredConflict.objects.exists()
    assert meets(journey)


def test_what_they_said_cannot_be_read_back(journey: Journey) -> None:
    say_own_home(home=HOMES["address"], by=journey.who("screener"), at=journey.later())
    marks = list(HouseholdMark.objects.values_list("mark", flat=True))
    assert marks
    assert all(len(one) >= 32 and "heron" not in one.lower() for one in marks)


def test_set_aside_it_opens_again_and_is_not_found_again(journey: Journey) -> None:
    journey.raised("teacher")
    say_own_home(home=HOMES["home"], by=journey.who("screener"), at=journey.later())
    found = InferredConflict.objects.get(person_id=journey.child)
    officer = journey.who("privacy_officer")
    assert found in inferred_to_look_at(officer)
    for who in ("screener", "manager", "administrator"):
        with pytest.raises(Refused, match="no-such-conflict"):
            settle_inferred(
                inferred_id=str(found.pk),
                confirm=False,
                because="A namesake, I asked.",
                by=journey.who(who),
                at=journey.later(),
            )
    with pytest.raises(Refused, match="no-reason"):
        settle_inferred(inferred_id=str(found.pk), confirm=False, because="", by=officer, at=journey.later())
    settle_inferred(
        inferred_id=str(found.pk),
        confirm=False,
        because="A namesake, I asked.",
        by=officer,
        at=journey.later(),
    )
    assert meets(journey)
    say_own_home(home=HOMES["home"], by=journey.who("screener"), at=journey.later())
    assert meets(journey)


def test_confirmed_it_stays(journey: Journey) -> None:
    journey.raised("teacher")
    say_own_home(home=HOMES["home"], by=journey.who("screener"), at=journey.later())
    found = InferredConflict.objects.get(person_id=journey.child)
    settle_inferred(
        inferred_id=str(found.pk), confirm=True, because="Her sister, she says.",
        by=journey.who("privacy_officer"), at=journey.later(),
    )  # fmt: skip
    assert not meets(journey)
    assert not inferred_to_look_at(journey.who("privacy_officer")).filter(pk=found.pk).exists()
