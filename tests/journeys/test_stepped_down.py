"""A family whose help got less, with a new concern at five months: the register answers, and it opens with its history."""

from datetime import timedelta
from typing import Any

import pytest
from time_machine import Traveller

from plait.people.rules import Described
from plait.referrals.actions.raise_concern import raise_concern
from plait.referrals.concern import ChildSaid, Concern
from plait.referrals.models import Contact, Referral
from plait.stepdown.models import NewConcern, StepDown
from tests.journeys.conftest import BEGINS
from tests.journeys.desk import Desk, Sit
from tests.stepdown.family import Family

pytestmark = [pytest.mark.browser, pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]

FIVE_MONTHS = BEGINS + timedelta(days=155)
CHILD = "Theodora Marlowe-Canary"
IF_WORSE = "If he comes to the door, Leanne rings 999 and Jo rings the hub the same day."


def given_closing_asks_who_holds_them(lead: Desk, family: Family) -> None:
    lead.open(f"/referrals/{family.referral.pk}/close/")
    lead.sees("Somebody led help for this family, and nothing says who holds them from here.")
    lead.look("close-asked-who-holds")
    lead.follow("Step this family down", then="Step this family down")
    lead.look("step-down-new")
    lead.select("From which level of need?", "Level 4: Statutory protection")
    lead.select("To which level?", "Level 2: Early help")
    lead.select("Who is asked to hold the family from here?", "Family help team (Ellowmere Early Help)")
    lead.write("Why is less help right now?", "School every day for a term, and no calls to the police.")
    lead.write("What happens if it gets worse?", IF_WORSE)
    lead.press("Ask them to hold the family", then="Step this family down")
    lead.sees("In Ellowmere nobody steps from protection straight to early help.", "Step down to level 3")
    lead.look("step-down-barred")
    lead.select("From which level of need?", "Level 3: Targeted family help")
    lead.press("Ask them to hold the family", then=CHILD)
    lead.sees("No lead has accepted this family.", "Family’s agreement", "Family help team")
    lead.look("step-down-offered")


def when_the_next_lead_accepts_and_sees_the_family(helper: Desk) -> None:
    helper.open("/step-down/")
    helper.is_at("Stepped down")
    helper.look("step-down-register")
    helper.follow(CHILD, then="Will you hold this family?")
    helper.look("step-down-answer")
    helper.choose("Will you hold this family?", "Yes, I hold them from now")
    helper.press("Answer", then=CHILD)
    helper.sees("Joint handover visit", "Still all right after six months?", "Nobody has said")
    helper.look("step-down-held")
    helper.follow("Say how the visit went", then="Joint handover visit")
    helper.write(
        "What do your own records show?", "Seen at home with Esther Lunn. Theodora showed us her room."
    )
    helper.write("What does the child say?", "“He has not come back.”")
    helper.choose("Did you go together?", "Yes: whoever hands over, and whoever holds the family")
    helper.choose("Does it still hold?", "Yes, it holds")
    helper.look("step-down-look")
    helper.press("Keep this answer", then=CHILD)
    helper.sees("“He has not come back.”", "First review")


def when_a_manager_weighs_what_is_missing(manager: Desk, stepdown: StepDown) -> None:
    manager.open(f"/step-down/{stepdown.pk}/")
    manager.press("Weigh it and go on", then="Decide whether it can go on")
    manager.look("step-down-weigh")
    manager.write("Why is it safe enough to go on?", "Her mother asks Jo for help herself.")
    manager.press("Record this decision", then=CHILD)
    manager.sees("Robert Achebe weighed what was missing")


def when_the_school_worries_again(family: Family) -> Contact:
    """Five months later. What the school writes has its own journey."""
    family.on(FIVE_MONTHS)
    return raise_concern(
        concern=Concern(
            children=(ChildSaid(Described(forename="Theodora", surname="Marlowe-Canary")),), observed="A bruise on her arm."
        ),
        draft_id=None, by=family.who("teacher"), at=FIVE_MONTHS,
    )  # fmt: skip


def then_the_hub_sees_that_they_were_stepped_down(hub: Desk, contact: Contact, family: Family) -> None:
    family.say_who(contact, at=FIVE_MONTHS + timedelta(minutes=5))
    hub.open(f"/hub/concerns/{contact.pk}/")
    hub.sees("Stepped down 155 days before this concern", "Jo Barley", IF_WORSE)
    hub.look("hub-stepped-down")
    hub.follow("Concern again: open the old referral with its history", then="Concern again")
    hub.sees("In danger now? Ring 999 first.")
    hub.look("step-down-again")
    hub.write("What do you worry about?", "A bruise like the one before.")
    hub.press("Open it again", then=CHILD)
    hub.sees("It is open again, with its history.")
    hub.look("step-down-reopened")
    hub.follow("The referral behind it", then="What is known, and what happens next")
    hub.sees("A bruise like the one before.", "What the police told us.")


def then_whoever_held_them_knows_and_stays(helper: Desk, stepdown: StepDown) -> None:
    helper.open(f"/step-down/{stepdown.pk}/")
    helper.sees("155 days after", "It is open again, with its history.")
    helper.does_not_see("A bruise on her arm.")
    helper.look("step-down-new-concern")


def test_a_stepped_down_family_with_a_new_concern_at_five_months(
    sit: Sit, area: Any, moment: Traveller
) -> None:
    family = Family(area, BEGINS - timedelta(hours=3)).led()
    given_closing_asks_who_holds_them(sit("lead"), family)
    when_the_next_lead_accepts_and_sees_the_family(sit("family_helper"))
    stepdown = StepDown.objects.get()
    when_a_manager_weighs_what_is_missing(sit("manager"), stepdown)
    family.on(BEGINS + timedelta(hours=2))
    moment.move_to(family.at)
    family.closed()
    moment.move_to(FIVE_MONTHS + timedelta(minutes=10))
    contact = when_the_school_worries_again(family)
    then_the_hub_sees_that_they_were_stepped_down(sit("screener"), contact, family)
    then_whoever_held_them_knows_and_stays(sit("family_helper"), stepdown)
    assert Referral.objects.get(pk=family.referral.pk).status == Referral.Status.OPEN
    assert NewConcern.objects.get().days == 155
