"""Somebody must not learn where they are: whoever lives with the child is hidden with it, address or none."""

from datetime import datetime
from typing import Any

import pytest

from plait.people.places import SHIELDED, say_phone
from plait.people.rules import Described
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
