"""Whatever team an administrator puts them in: some roles lead to no child's record. (how-access-works.md, roles.md)"""

import pytest

from plait.agencies.actions.invite_practitioner import invite_practitioner
from plait.agencies.actions.open_account import open_account
from plait.agencies.models import Membership
from plait.base.audit.actor import Actor
from plait.people.access import is_open_to, teams_with_notes, visible_people
from plait.people.models import Person
from plait.referrals.access import visible_contacts
from tests.feedback.journey import Journey

OPEN_NOBODY = ("administrator", "pack_owner", "privacy_officer", "caldicott", "police_privacy", "ig_lead")


@pytest.mark.parametrize("who", OPEN_NOBODY)
def test_in_the_hub_s_team_and_the_custodians_they_still_open_nobody(journey: Journey, who: str) -> None:
    journey.raised().accepted().asked("police")
    for team in ("hub", "custodians", "police_safeguarding"):
        Membership.objects.create(
            practitioner=journey.cast.people[who], team=journey.cast.teams[team], from_at=journey.at
        )
    Person.objects.filter(pk=journey.child).update(
        restricted=True, custodian=journey.cast.teams["custodians"]
    )
    by = journey.who(who)
    assert len(by.teams) == 3
    for restricted in (True, False):
        Person.objects.filter(pk=journey.child).update(restricted=restricted)
        assert not is_open_to(by, journey.child, at=journey.at)
        assert not visible_people(by, at=journey.at).exists()
        assert not visible_contacts(by, at=journey.at).exists()
    assert teams_with_notes(by, journey.child, at=journey.at) == []
    for path in (f"/people/{journey.child}/story/", f"/hub/concerns/{journey.contact.pk}/"):
        assert journey.browser(who).get(path).status_code == 404


def test_an_administrator_cannot_let_a_second_self_into_the_hub(journey: Journey) -> None:
    journey.raised()
    invited = invite_practitioner(
        email="second.self@council.invalid", name="Second Self", job="Configuration",
        agency_id=str(journey.cast.agencies["council"].pk), roles=["pack_owner"],
        team_id=str(journey.cast.teams["hub"].pk), by=journey.who("administrator"), at=journey.later(),
    )  # fmt: skip
    open_account(
        practitioner_id=str(invited.invitation.practitioner_id), email="second.self@council.invalid",
        by=Actor.process("tests"), at=journey.later(),
    )  # fmt: skip
    journey.cast.people["second"] = invited.invitation.practitioner
    by = journey.who("second")
    assert by.teams
    assert not is_open_to(by, journey.child, at=journey.at)
