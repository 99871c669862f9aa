"""*I know this person* holds under another spelling, an earlier name and half a name, before and after they are described."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plait.base.audit.actor import Actor
from plait.matching.alike import Named, alike, keys, may_be_one
from plait.people.access import conflicts_of
from plait.people.actions.confirm_person import confirm_person
from plait.people.actions.declare_conflict import declare_conflict
from plait.people.actions.describe_person import describe_person
from plait.people.actions.end_conflict import end_conflict
from plait.people.models import DeclaredConflict, Description
from plait.people.rules import Described
from plait.site.demo.cast import Cast

BORN = date(1990, 4, 3)
SAID = {"forename": "Leanne", "surname": "Marlow", "born_on": BORN, "kind": "ex-partner"}

KNOWN = {
    "spelled otherwise": Described(forename="Leeann", surname="Marlowe"),
    "heard otherwise": Described(forename="Lian", surname="Marlo"),
    "one slip": Described(forename="Leanne", surname="Malrow"),
    "double name": Described(forename="Leanne", surname="Kerrigan-Marlow"),
    "earlier name in the other names": Described(
        forename="Leanne", surname="Kerrigan", other_names="Leanne Marlow before she married"
    ),
    "another last name, same birth": Described(forename="Leanne", surname="Kerrigan", born_on=BORN),
    "no last name, same birth": Described(forename="Leanne", born_on=BORN),
    "no first name, same birth": Described(surname="Marlow", born_on=BORN),
    "the names in each other's box": Described(forename="Marlow", surname="Leanne"),
    "day and month swapped": Described(forename="Leanne", surname="Marlow", born_on=date(1990, 3, 4)),
    "one figure wrong": Described(forename="Leanne", surname="Marlow", born_on=date(1991, 4, 3)),
}
OTHERS = {
    "a namesake of another age": Described(forename="Leanne", surname="Marlow", born_on=date(1961, 11, 20)),
    "only the last name": Described(forename="Theo", surname="Marlow"),
    "only the first name": Described(forename="Leanne"),
    "nobody like her": Described(forename="Dean", surname="Kerrigan", born_on=date(1988, 1, 30)),
    "an unborn child": Described(unborn=True),
}


def describe(who: Described, cast: Cast, at: datetime) -> Description:
    return describe_person(
        described=who, source_ref="contact:x", agency_id="", by=cast.actor("teacher", at=at), at=at
    )


def refuses(by: Actor, description: Description) -> bool:
    return conflicts_of(by).filter(person_id=description.person_id).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("first", ["declared", "described"])
@pytest.mark.parametrize("case", KNOWN)
def test_refused_under_every_name(case: str, first: str, cast: Cast, at: datetime) -> None:
    by = cast.actor("police_ex_partner", at=at)
    if first == "declared":
        declare_conflict(**SAID, by=by, at=at)  # type: ignore[arg-type]
    described = describe(KNOWN[case], cast, at)
    if first == "described":
        declare_conflict(**SAID, by=by, at=at)  # type: ignore[arg-type]
    assert refuses(by, described)
    assert not refuses(cast.actor("police", at=at), described)


@pytest.mark.django_db
@pytest.mark.parametrize("case", OTHERS)
def test_others_are_not_refused(case: str, cast: Cast, at: datetime) -> None:
    by = cast.actor("police_ex_partner", at=at)
    before = describe(OTHERS[case], cast, at)
    declare_conflict(**SAID, by=by, at=at)  # type: ignore[arg-type]
    assert not refuses(by, before)
    assert not refuses(by, describe(OTHERS[case], cast, at))


@pytest.mark.django_db
def test_a_name_in_another_script_is_found(cast: Cast, at: datetime) -> None:
    by = cast.actor("dsl", at=at)
    declare_conflict(forename="Олена", surname="Коваль", born_on=None, kind="friend", by=by, at=at)
    assert refuses(by, describe(Described(forename="ОЛЕНА", surname="Коваль"), cast, at))


@pytest.mark.django_db
def test_whoever_is_known_by_one_description_is_refused_under_all(cast: Cast, at: datetime) -> None:
    """Nothing in "Lee K." says Marlow; the person's other description does."""
    by, hub = cast.actor("dsl", at=at), cast.actor("screener", at=at)
    full, short = (
        describe(Described(forename="Leanne", surname="Marlow"), cast, at),
        describe(Described(forename="Lee", surname="K"), cast, at),
    )
    confirm_person(
        description_id=str(short.pk),
        person_id=str(full.person_id),
        because="Her mother says so.",
        by=hub,
        at=at,
    )
    short.refresh_from_db()
    declare_conflict(**{**SAID, "born_on": None}, by=by, at=at)  # type: ignore[arg-type]
    assert refuses(by, short)


@pytest.mark.django_db
def test_ending_a_declaration_ends_what_it_made_under_every_name(cast: Cast, at: datetime) -> None:
    by, officer = cast.actor("dsl", at=at), cast.actor("privacy_officer", at=at)
    described = describe(KNOWN["another last name, same birth"], cast, at)
    told = declare_conflict(**SAID, by=by, at=at)  # type: ignore[arg-type]
    other = declare_conflict(**{**SAID, "kind": "friend"}, by=by, at=at)  # type: ignore[arg-type]
    end_conflict(conflict_id=str(told.pk), because="namesake", by=officer, at=at)
    assert refuses(by, described)
    end_conflict(conflict_id=str(other.pk), because="namesake", by=officer, at=at)
    assert not refuses(by, described)
    assert not DeclaredConflict.objects.filter(ended_at=None).exists()


@pytest.mark.django_db
def test_the_way_on_stands_where_somebody_is_refused_and_where_they_declare(
    client: Any, cast: Cast, at: datetime
) -> None:
    from plait.agencies.models import User

    person = cast.people["dsl"]
    person.user = person.user or User.objects.create_user("dsl@cast.invalid", "three-odd-words-together")
    person.save(update_fields=["user"])
    client.force_login(person.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    refused = client.get(f"/people/{cast.people['dsl'].pk}/story/")
    assert refused.status_code == 404
    assert "ask the hub lead" in refused.content.decode()
    assert "ask the hub lead" in client.get("/account/people-i-know/").content.decode()


NAMES = st.text(alphabet="abcdefghijklmnopqrstuvwxyzéøłО’- ", min_size=1, max_size=20)
DATES = st.none() | st.dates(date(1930, 1, 1), date(2026, 1, 1))


@given(NAMES, NAMES, DATES, NAMES, NAMES, DATES)
def test_alike_goes_both_ways(a: str, b: str, on: date | None, c: str, d: str, when: date | None) -> None:
    one, other = Named(keys(a), keys(b), on), Named(keys(c), keys(d), when)
    assert may_be_one(one, other) == may_be_one(other, one)
    if one.forenames and one.surnames:
        assert may_be_one(one, one)
    assert alike(one.forenames, other.forenames) == alike(other.forenames, one.forenames)
