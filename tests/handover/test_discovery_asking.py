"""Ellowmere asks North: which words leave, how quietly, who may, and what is made of the answer."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from plait.base.access.verdict import Refused
from plait.base.audit.models import AuditEntry
from plait.base.audit.pseudonyms import pseudonym
from plait.base.outbox.models import Message
from plait.desk.presenters.who_looked import say
from plait.handover.actions.ask_areas import ask_areas
from plait.handover.jobs.discovery import let_old_asks_go
from plait.handover.models import AreaAsked, AskReceived, FamilyAsk, StandingInterest
from plait.handover.presenters.discovery import choices, told
from plait.handover.queries.discovery import wanted_by
from plait.people.models import AddressPeriod, Person, Place, ProtectedFrom
from plait.site.demo.cast import Cast
from tests.base.federation.delivery import pinned
from tests.feedback.journey import ADDRESS, CHILD, POSTCODE, Journey
from tests.handover.asking_areas import asked_by_north, north_answers, question, questions_to_north
from tests.handover.known_here import known_here
from tests.handover.requesting import wants
from tests.matrix.world import undone

BECAUSE = "They came a week ago and say little."


@pytest.fixture(scope="module")
def once(area_put_back: Callable[[], Cast], django_db_blocker: Any) -> Iterator[Journey]:
    """Theodora is worked with here, and lived in North (whose council is Harrowfen's) until last month."""
    with known_here(area_put_back, django_db_blocker, authority_number="999") as journey:
        place = Place.objects.create(line="3 Old Canary Street", postcode="HW2 1AA")
        lived = {"place": place, "from_on": date(2025, 1, 1), "to_on": date(2026, 10, 1), "source_ref": "x"}
        AddressPeriod.objects.create(person_id=journey.child, **lived)
        yield journey


@pytest.fixture
def db(once: Journey) -> None:
    """In place of pytest-django's own, as in tests/matrix/conftest.py."""


@pytest.fixture
def came(db: None, once: Journey) -> Iterator[Any]:
    """The same for each test, and what it does is undone."""
    with undone():
        yield replace(once)


TOLD = "Her mother speaks of a sister there."


def asks(came: Journey, who: str = "screener", **said: Any) -> FamilyAsk:
    given = {"area_codes": ["north"], "fleeing": "no", "because": BECAUSE, "told_because": TOLD, **said}
    return ask_areas(person_id=came.child, **given, by=came.who(who), at=came.later())


def test_an_area_is_told_who_and_why_and_only_the_homes_that_were_there(came: Journey) -> None:
    made = asks(came)
    ((_, said),) = questions_to_north(came.at)
    assert (said.child.forename, said.child.born_on, said.name) == (CHILD, date(2019, 4, 3), "Miriam Cole")
    assert [one.street for one in said.homes] == ["3 Old Canary Street"]
    assert ADDRESS not in repr(said) and POSTCODE not in repr(said)
    assert not said.quiet and said.ring.team == "Ellowmere Hub"
    assert [(one.code, one.because) for one in made.areas.all()] == [("north", "lived")]


def test_whoever_lives_with_her_goes_along_where_the_asker_may_open_them(came: Journey) -> None:
    mother = str(came.contact.people.get(role="adult").description.person_id)
    asks(came, household=[mother])
    ((_, said),) = questions_to_north(came.at)
    assert said.household == (), "without a date of birth she cannot be told from others"


@pytest.mark.parametrize(
    ("said", "quiet"),
    [({"fleeing": "no"}, False), ({"fleeing": "not_asked"}, True), ({"fleeing": "yes"}, True)],
)
def test_unless_somebody_has_asked_whether_they_hide_it_goes_quietly(
    came: Journey, said: dict[str, Any], quiet: bool
) -> None:
    made = asks(came, **said)
    ((_, told),) = questions_to_north(came.at)
    assert made.quiet == told.quiet == quiet
    assert told.ring.team == ("Record custodians" if quiet else "Ellowmere Hub")


def test_what_goes_quietly_is_in_no_list_of_who_looked(came: Journey) -> None:
    hers = AuditEntry.objects.filter(subject=pseudonym(f"person:{came.child}"), act__startswith="discovery:")
    asks(came, fleeing="yes")
    assert not hers.exists()
    asks(came, fleeing="no")
    assert [one.act for one in hers] == ["discovery:asked"]


@pytest.mark.parametrize(
    ("who", "said", "why"),
    [
        ("lead", {}, "no-role-discovery:ask"),
        ("custodian", {}, "no-role-discovery:ask"),
        ("screener", {"because": ""}, "needs-reason"),
        ("screener", {"area_codes": []}, "no-area"),
        ("screener", {"area_codes": ["elsewhere"]}, "area-not-believed"),
        ("screener", {"everywhere": True, "wide_because": "A child is missing."}, "wide-needs-senior"),
    ],
)
def test_who_may_not_and_why(came: Journey, who: str, said: dict[str, Any], why: str) -> None:
    if said.get("everywhere"):
        pinned("south", at=came.at)
    with pytest.raises(Refused) as refused:
        asks(came, who, **said)
    assert refused.value.verdict.reason == why and not FamilyAsk.objects.exists()


def test_of_a_restricted_child_the_custodians_ask_and_it_goes_quietly(came: Journey) -> None:
    """Nobody else may open the record, so nobody else asks; of whom another team keeps they ask nothing."""
    kept = Person.objects.filter(pk=came.child)
    kept.update(restricted=True, custodian=came.cast.teams["hub"])
    with pytest.raises(Refused):
        asks(came, "custodian")
    kept.update(custodian=came.cast.teams["custodians"])
    with pytest.raises(Refused, match="restricted"):
        asks(came, "screener")
    there = f"/people/{came.child}/other-areas/"
    assert "Northmere" in came.browser("custodian").get(there).content.decode()
    made = asks(came, "custodian")
    ((message, said),) = questions_to_north(came.at)
    assert made.quiet and said.quiet and "ustodian" in said.ring.team
    assert north_answers(message, "known", at=came.later()).state == "received"
    asked = made.areas.get()
    assert wants(came, asked, "custodian").by == came.who("custodian").id


def test_the_hubs_manager_asks_everybody_with_a_reason(came: Journey) -> None:
    pinned("south", at=came.at)
    made = asks(came, "manager", everywhere=True, wide_because="A child is missing.")
    assert [(one.code, one.because) for one in made.areas.order_by("code")] == [
        ("north", "lived"),
        ("south", "wide"),
    ]
    acts = AuditEntry.objects.filter(subject=pseudonym(f"person:{came.child}"), act__startswith="discovery:")
    assert [one.act for one in acts] == ["discovery:asked-wide"], (
        "still there when the question itself is gone"
    )
    assert say("discovery:asked-wide").startswith("Asked every other area")


def test_their_answer_is_kept_and_whoever_asked_hears_that_there_is_one(came: Journey) -> None:
    asks(came)
    ((message, _),) = questions_to_north(came.at)
    assert north_answers(message, "possible", at=came.later()).state == "received"
    asked = AreaAsked.objects.get()
    at, waits = came.later(), timedelta(hours=5)
    assert (told(asked, at=at).late, told(asked, at=at + waits).late) == (False, True), (
        "nobody there has looked"
    )
    assert north_answers(message, "known", at=came.later(), number=51).state == "received"
    one = AreaAsked.objects.get()
    assert (one.says, one.ring["phone"]) == ("known", "01632 960700") and one.ended_at is not None
    hears = set(Message.objects.filter(kind="area-answered").values_list("to_ref", flat=True))
    assert hears == {f"practitioner:{came.cast.people['screener'].pk}"}


def test_a_word_after_the_last_and_a_word_on_what_nobody_asked_are_refused(came: Journey) -> None:
    asks(came)
    ((message, _),) = questions_to_north(came.at)
    north_answers(message, "nothing", at=came.later())
    assert north_answers(message, "known", at=came.later(), number=51).state == "refused"
    assert (
        north_answers(str(FamilyAsk.objects.get().pk), "known", at=came.later(), number=52).state == "refused"
    )
    assert AreaAsked.objects.get().says == "nothing"


def test_whoever_wants_to_hear_is_told_when_another_area_asks_until_it_ends(came: Journey) -> None:
    asks(came, interest=True)
    assert wanted_by(came.child, at=came.at + timedelta(days=89))
    assert not wanted_by(came.child, at=came.at + timedelta(days=91))
    asked_by_north(question(), at=came.later())
    told = Message.objects.filter(kind="area-asked").values_list("to_ref", flat=True)
    assert f"practitioner:{came.cast.people['screener'].pk}" in set(told)


def test_questions_go_after_ninety_days_at_both_ends(came: Journey) -> None:
    asks(came, interest=True)
    asked_by_north(question(), at=came.later())
    assert let_old_asks_go(came.at + timedelta(days=89)) == 0
    assert let_old_asks_go(came.at + timedelta(days=91)) > 0
    assert not FamilyAsk.objects.exists() and not AskReceived.objects.exists()
    let_old_asks_go(came.at + timedelta(days=200))
    assert not StandingInterest.objects.exists()


@pytest.mark.parametrize("how", ["hidden", "flees", "refuge", "protected"])
def test_of_whoever_hides_no_home_leaves_or_says_whom_to_ask(came: Journey, how: str) -> None:
    """She is in a refuge in North by now, say."""
    mother = came.contact.people.get(role="adult").description.person_id
    if how == "hidden":
        Person.objects.filter(pk=came.child).update(address_hidden=True)
    elif how == "refuge":
        home = Place.objects.create(line="The women’s refuge", postcode="HW2 1AB")
        AddressPeriod.objects.create(person_id=came.child, place=home, source_ref="x")
    elif how == "protected":
        ProtectedFrom.objects.create(
            person_id=mother, name="Dean Kerrigan", kind="harmed", because="x", source_ref="x", by="x", at=came.at
        )  # fmt: skip
    offered = choices(Person.objects.get(pk=came.child), came.who("screener"), at=came.at)["areas"]
    assert ("lived there" in str(offered)) == (how == "flees"), "the form has not heard yet that they flee"
    made = asks(came, fleeing="yes" if how == "flees" else "no")
    ((_, said),) = questions_to_north(came.at)
    assert (said.homes, said.quiet, made.areas.get().because) == ((), True, "told")


@pytest.mark.parametrize(
    ("because", "fleeing", "hidden"),
    [
        (f"She is at {ADDRESS} since Monday.", "no", True),
        (f"She is at {ADDRESS} since Monday.", "yes", False),
        ("Nia Osei told us that they came from you.", "no", False),
    ],
)
def test_a_reason_that_gives_anybody_away_does_not_leave(
    came: Journey, because: str, fleeing: str, hidden: bool
) -> None:
    Person.objects.filter(pk=came.child).update(address_hidden=hidden)
    with pytest.raises(Refused) as refused:
        asks(came, because=because, fleeing=fleeing)
    assert refused.value.verdict.reason == "gives-away"
    assert not FamilyAsk.objects.exists() and questions_to_north(came.at) == []


def test_where_they_lived_over_there_may_be_said(came: Journey) -> None:
    asks(came, because="They told us of 3 Old Canary Street.", fleeing="yes")
    assert len(questions_to_north(came.at)) == 1
