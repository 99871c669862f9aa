"""Confirming who somebody is and undoing it leaves every table of people as it was; only what belongs to the source moves."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from plait.people import models
from plait.people.actions.confirm_person import confirm_person
from plait.people.actions.declare_conflict import declare_conflict
from plait.people.actions.describe_person import describe_person
from plait.people.actions.involve import involve
from plait.people.actions.note_safety import note_safety
from plait.people.actions.relate import relate
from plait.people.actions.undo_confirmation import undo_confirmation
from plait.people.models import AddressPeriod, Assertion, Description, Involvement, Person, SafetyNote
from plait.people.rules import Described
from plait.site.demo.cast import Cast
from tests.lanes.examples import examples

SOURCES = [UUID(int=number) for number in (1, 2, 3)]
HOMES = ("", "14 Heron Quay Rise", "14 Heron Quay Rd", "2 Mill Lane")

one_said = st.fixed_dictionaries(
    {
        "source": st.integers(0, 2),
        "forename": st.sampled_from(["Theo", "Leanne", "Ava", ""]),
        "surname": st.sampled_from(["Marlow", "Kerrigan", ""]),
        "born": st.sampled_from([None, date(2019, 4, 3), date(2015, 1, 2)]),
        "home": st.integers(0, 3),
        "hidden": st.booleans(),
        "where": st.booleans(),
        "duty": st.booleans(),
        "allocated": st.booleans(),
    }
)
worlds = st.fixed_dictionaries(
    {
        "people": st.lists(st.lists(one_said, min_size=1, max_size=3), min_size=2, max_size=3),
        "ties": st.lists(
            st.tuples(st.integers(0, 8), st.integers(0, 8), st.integers(0, 2), st.booleans()), max_size=4
        ),
        "declared": st.lists(st.sampled_from([("Theo", "Marlow"), ("Leanne", "Kerrigan")]), max_size=2),
        "restricted": st.sets(st.integers(0, 2)),
        "which": st.integers(0, 8),
        "to": st.integers(0, 2),
    }
)


@dataclass
class Built:
    """People as the deeds left them: for each, the descriptions said to be of them."""

    own: list[Description] = field(default_factory=list)
    people: list[str] = field(default_factory=list)


def build(told: dict[str, Any], cast: Cast, at: datetime) -> Built:
    teacher, hub = cast.actor("teacher", at=at), cast.actor("custodian", at=at)
    built = Built()
    for number, (forename, surname) in enumerate(told["declared"]):
        who = cast.actor(("dsl", "police")[number], at=at)
        declare_conflict(forename=forename, surname=surname, born_on=None, kind="friend", by=who, at=at)
    for some in told["people"]:
        first = ""
        for said in some:
            source = SOURCES[said["source"]]
            one = describe_person(
                described=Described(
                    forename=said["forename"], surname=said["surname"], born_on=said["born"],
                    address_line=HOMES[said["home"]], postcode="EW4 2QX" if said["home"] else "",
                ),
                source_ref=f"contact:{source}", agency_id="",
                address_hidden_because="Told" if said["hidden"] else "", by=teacher, at=at,
            )  # fmt: skip
            person = str(one.person_id)
            if said["where"]:
                note_safety(
                    person_id=person,
                    kind="where",
                    who="Dean",
                    source_ref=f"contact:{source}",
                    by=teacher,
                    at=at,
                )
            for kind, team in (("duty", "hub"), ("allocated", "assessment")):
                if said[kind]:
                    involve(
                        person_ids=[person], kind=kind, source_kind="contact", source_id=source,
                        team_id=str(cast.teams[team].pk), by=teacher, at=at,
                    )  # fmt: skip
            built.own.append(one)
            if first:
                confirm_person(
                    description_id=str(one.pk), person_id=first, because="The same.", by=hub, at=at
                )
            first = first or person
        built.people.append(first)
    everyone = [str(one.person_id) for one in Description.objects.order_by("pk")]
    for left, right, source_number, together in told["ties"]:
        person, other = everyone[left % len(everyone)], everyone[right % len(everyone)]
        if person != other:
            relate(
                person_id=person, other_id=other, kind="brother", lives_with="yes" if together else "no",
                source_ref=f"contact:{SOURCES[source_number]}", by=teacher, at=at,
            )  # fmt: skip
    keepers = cast.teams["custodians"]
    for number in told["restricted"]:
        if number < len(built.people):
            Person.objects.filter(pk=built.people[number]).update(restricted=True, custodian=keepers)
    return built


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table of people, but who said so and when it was undone."""
    tables = [
        getattr(models, name)
        for name in models.__all__
        if name not in ("Assertion", "LinkRuling", "RefusalsSeen")
    ]
    return {table.__name__: list(table.objects.order_by("pk").values()) for table in tables}


@pytest.fixture
def ready(cast: Cast, pack: Any, at: datetime) -> tuple[Cast, datetime]:
    return cast, at


@pytest.mark.django_db
@pytest.mark.slow
@settings(max_examples=examples(30))
@given(told=worlds)
def test_confirming_and_undoing_is_as_if_it_had_not_been(
    ready: tuple[Cast, datetime], told: dict[str, Any]
) -> None:
    cast, at = ready
    with transaction.atomic():
        built = build(told, cast, at)
        hub = cast.actor("custodian", at=at)
        known = built.people[told["to"] % len(built.people)]
        free = [one for one in Description.objects.order_by("pk") if str(one.person_id) != known]
        which = free[told["which"] % len(free)]
        before = everything()
        link = confirm_person(
            description_id=str(which.pk), person_id=known, because="So it seems.", by=hub, at=at
        )
        assert Description.objects.get(pk=which.pk).person_id == UUID(known)
        undo_confirmation(link_id=str(link.pk), because="Not so.", by=hub, at=at)
        assert everything() == before
        transaction.set_rollback(True)


# ---------------------------------------------------------------- told as a story
@pytest.mark.django_db
def test_somebody_known_from_two_concerns_keeps_what_the_other_told(
    cast: Cast, pack: Any, at: datetime
) -> None:
    teacher, hub = cast.actor("teacher", at=at), cast.actor("screener", at=at)

    def told(source: UUID, line: str) -> Description:
        one = describe_person(
            described=Described(forename="Theo", surname="Marlow", address_line=line, postcode="EW4 2QX"),
            source_ref=f"contact:{source}", agency_id="", by=teacher, at=at,
        )  # fmt: skip
        note_safety(
            person_id=str(one.person_id),
            kind="safe_contact",
            said=line,
            source_ref=f"contact:{source}",
            by=teacher,
            at=at,
        )
        involve(
            person_ids=[str(one.person_id)], kind="duty", source_kind="contact", source_id=source,
            team_id=str(cast.teams["hub"].pk), by=teacher, at=at,
        )  # fmt: skip
        return one

    first, second, other = (told(uuid4(), line) for line in ("1 Ash Way", "2 Ash Way", "3 Ash Way"))
    known, child = str(other.person_id), first.person_id
    confirm_person(description_id=str(second.pk), person_id=str(child), because="Her son.", by=hub, at=at)
    confirm_person(description_id=str(first.pk), person_id=known, because="His school.", by=hub, at=at)
    for table, line in ((AddressPeriod, "place__line"), (SafetyNote, "said")):
        assert list(table.objects.filter(person_id=child).values_list(line, flat=True)) == ["2 Ash Way"]
        assert set(table.objects.filter(person_id=known).values_list(line, flat=True)) == {
            "1 Ash Way",
            "3 Ash Way",
        }
    assert Involvement.objects.filter(person_id=child).count() == 1
    assert Involvement.objects.filter(person_id=known).count() == 2


@pytest.mark.django_db
def test_what_came_meanwhile_protects_both(cast: Cast, pack: Any, at: datetime) -> None:
    """The known person was hidden by the link; then somebody said why they must be: undoing does not uncover them."""
    teacher, hub = cast.actor("teacher", at=at), cast.actor("screener", at=at)
    hidden, plain = (
        describe_person(
            described=Described(forename="Theo", surname="Marlow"), source_ref=f"contact:{uuid4()}", agency_id="",
            address_hidden_because=why, by=teacher, at=at,
        )
        for why in ("Told", "")
    )  # fmt: skip
    known = str(plain.person_id)
    link = confirm_person(description_id=str(hidden.pk), person_id=known, because="x", by=hub, at=at)
    note_safety(person_id=known, kind="where", who="Dean", source_ref=plain.source_ref, by=teacher, at=at)
    undo_confirmation(link_id=str(link.pk), because="y", by=hub, at=at)
    assert Person.objects.get(pk=known).address_hidden
    assert Person.objects.get(pk=hidden.person_id).address_hidden
    assert Assertion.objects.get(pk=link.pk).retracted_because == "y"
