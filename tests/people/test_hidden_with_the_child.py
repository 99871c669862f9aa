"""Somebody must not learn where they are: whoever lives with the child is hidden with it, address or none."""

from datetime import datetime
from typing import Any

import pytest

from plait.base.audit.models import AuditEntry
from plait.base.audit.pseudonyms import pseudonym
from plait.people.actions.describe_person import describe_person
from plait.people.actions.look_for_person import look_for_person
from plait.people.actions.relate import relate
from plait.people.places import SHIELDED, is_shielded, say_phone, say_place, whereabouts_of
from plait.people.rules import Described, Query, veil
from plait.referrals.actions.raise_concern import raise_concern
from plait.referrals.concern import AdultSaid, ChildSaid, Concern, Safety
from plait.referrals.models import ContactPerson


@pytest.mark.django_db
@pytest.mark.usefixtures("pack")
def test_a_mothers_telephone_is_protected_though_nobody_gave_her_address(cast: Any, at: datetime) -> None:
    """The number rings where the child sleeps. The grandmother across town is not hidden."""
    mother = Described(forename="Leanne", surname="Marlow", phone="07700 900456")
    grandmother = Described(forename="Jean", surname="Marlow", phone="07700 900457")
    contact = raise_concern(
        concern=Concern(
            children=(ChildSaid(Described(forename="Ava", surname="Marlow")),),
            adults=(
                AdultSaid(mother, "mother", lives_with="yes"),
                AdultSaid(grandmother, "grandmother", lives_with="no"),
            ),
            safety=Safety(where="yes", where_who="Dean Kerrigan"),
            observed="She flinched.",
        ),
        draft_id=None,
        by=cast.actor("teacher", at=at),
        at=at,
    )

    def phone_of(forename: str) -> str:
        one = ContactPerson.objects.get(contact=contact, description__forename=forename).description
        return say_phone(one, one.person)

    assert phone_of("Leanne") == SHIELDED
    assert phone_of("Jean") == "07700 900457"


HOME = {"address_line": "14 Heron Quay Road", "postcode": "EW4 2QX"}


@pytest.mark.django_db
@pytest.mark.usefixtures("pack")
def test_whoever_was_known_at_that_address_before_is_hidden_from_then_on(cast: Any, at: datetime) -> None:
    """Last year's concern told of the aunt and her boy in the same home, spelled otherwise; this year's hides the child."""
    teacher, hub = cast.actor("teacher", at=at), cast.actor("screener", at=at)
    aunt = Described(
        forename="Jean",
        surname="Rowe",
        address_line="14, heron quay rd",
        postcode="ew42qx",
        phone="07700 900457",
    )
    neighbour = Described(
        forename="Kit", surname="Dale", address_line="16 Heron Quay Road", postcode="EW4 2QX"
    )
    before = raise_concern(
        concern=Concern(
            children=(ChildSaid(Described(forename="Bo", surname="Rowe")), ChildSaid(neighbour)),
            adults=(AdultSaid(aunt, "mother", lives_with="yes", of=(0,)),),
            observed="She shouted at 14 Heron Quay Road.",
        ),
        draft_id=None, by=teacher, at=at,
    )  # fmt: skip
    people = {
        one.description.forename: one.description.person
        for one in before.people.select_related("description")
    }
    assert say_place(people["Jean"]).words.startswith("14, heron quay rd")
    now = raise_concern(
        concern=Concern(
            children=(ChildSaid(Described(forename="Ava", surname="Marlow", **HOME)),),  # type: ignore[arg-type]
            safety=Safety(where="yes", where_who="Dean Kerrigan"), observed="She flinched.",
        ),
        draft_id=None, by=teacher, at=at,
    )  # fmt: skip
    for one in people.values():
        one.refresh_from_db()
    assert say_place(people["Jean"]).words == SHIELDED
    assert is_shielded(people["Bo"])  # he lives with her, whatever was said of his own address
    assert not is_shielded(people["Kit"])
    jean = before.people.get(description__forename="Jean").description
    assert say_phone(jean, people["Jean"]) == SHIELDED
    assert "Heron" not in veil(before.observed, whereabouts_of([str(people["Jean"].pk)]))
    found = look_for_person(query=Query(surname="Rowe", postcode="EW4 2QX"), purpose="Who?", by=hub, at=at)
    assert found == []
    said = AuditEntry.objects.filter(act="place:shielded", subject=pseudonym(f"person:{people['Jean'].pk}"))
    assert said.count() == 1
    assert now.people.count() == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("pack")
def test_whoever_is_said_later_to_live_with_them_is_hidden_too(cast: Any, at: datetime) -> None:
    by = cast.actor("teacher", at=at)
    told = [
        describe_person(
            described=Described(forename=name, surname="Marlow"), source_ref="contact:x", agency_id="",
            address_hidden_because=why, by=by, at=at,
        ).person
        for name, why in (("Ava", "Told"), ("Leanne", ""), ("Jean", ""))
    ]  # fmt: skip
    for number, lives in ((1, "yes"), (2, "no")):
        relate(
            person_id=str(told[number].pk), other_id=str(told[0].pk), kind="family", lives_with=lives,
            source_ref="contact:x", by=by, at=at,
        )  # fmt: skip
    for one in told:
        one.refresh_from_db()
    assert [is_shielded(one) for one in told] == [True, True, False]
