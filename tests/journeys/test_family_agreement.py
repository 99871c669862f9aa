"""A mother says yes to three services and changes her mind; each of the three reads it, and none reads whose answer it was."""

from datetime import timedelta
from typing import Any

import pytest
from time_machine import Traveller

from plait.sharing.models import AgreementNotice, AgreementWithdrawal, FamilyAgreement
from tests.journeys.conftest import BEGINS
from tests.journeys.desk import Desk, Sit
from tests.sharing.home import Home

pytestmark = [pytest.mark.browser, pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]

SERVICES = ("Ellowmere Homes", "Safe Harbour", "Fenmarch Probation")


def given_a_worker_asks_leanne_alone(hub: Desk, home: Home) -> None:
    hub.open(f"/people/{home.people['theo']}/story/")
    hub.follow("Family agreement", nth=1)
    hub.is_at("Family agreement")
    hub.sees(
        "1. The lawful basis", "2. Was telling them safe", "3. What each of them agreed to", "Not asked yet"
    )
    hub.look("family")
    hub.follow("Record what they say (Leanne Marlow)", then="Leanne Marlow")
    hub.look("family-ask")
    hub.choose("In what capacity do they answer?", "An adult with parental responsibility, for the child")
    hub.write("Who was in the room?", "Nobody else")
    hub.write("What is the sharing for?", "Help with the tenancy")
    hub.tick("Family and home")
    for service in SERVICES:
        hub.select(service, "Yes")
    hub.date("On which day?", "23", "11", "2026")
    hub.choose("Did they get a copy?", "Yes, and it is safe for them to have it")
    hub.write("How did it reach them, and why is that safe?", "By hand, at the school")
    hub.press("Record what they said")
    hub.sees("A yes counts only when they know", "Help with the tenancy")
    hub.tick("I explained what we cannot keep private")
    hub.tick("I explained that they can change their mind, and how")
    hub.press("Record what they said", then="Family agreement")
    hub.sees("Stands", *SERVICES)
    hub.look("family-one-asked")


def when_she_is_given_her_own_sheet(hub: Desk) -> None:
    hub.follow("Their sheet (Leanne Marlow)", then="Their own sheet")
    hub.look("family-copy")
    hub.choose("In which words?", "Easy read")
    hub.press("Make their sheet", then="What you said yes to")
    hub.look("family-sheet")
    paper = hub.print_shows()
    assert "You said yes to: Ellowmere Homes" in paper
    assert "Dean" not in paper and "Kerrigan" not in paper
    hub.follow("All they said", then="Leanne Marlow")
    hub.look("family-said")


def when_she_changes_her_mind(hub: Desk) -> None:
    hub.follow("They changed their mind", then="They changed their mind")
    hub.look("family-withdraw")
    hub.choose("How did they tell you?", "They rang, and I am sure that it was them")
    hub.write("In their words", "I do not want it any more")
    hub.press("Stop sharing now", then="After they changed their mind")
    hub.sees(*SERVICES, "Under pressure?", "Does another legal basis apply?")
    hub.look("family-withdrawn")
    hub.choose("Might somebody have put them under pressure to change their mind?", "Yes, I think so")
    hub.write("What makes you think so?", "He was in the car outside")
    hub.press("Keep this answer (under pressure)")
    hub.sees("He was in the car outside")


def then_the_other_question_waits_on_the_desk(hub: Desk) -> None:
    hub.open("/family-agreement/due/")
    hub.sees("two questions wait")
    hub.look("family-due")


def then_a_service_reads_it_and_not_whose(service: Desk) -> None:
    service.open("/agreement-notices/")
    service.is_at("No longer agreed")
    service.sees("Theo Marlow")
    service.does_not_see("Leanne", "mother")
    service.look("family-notices")
    service.press("We have read this (Theo Marlow)")
    service.does_not_see("We have read this")


def test_a_withdrawal_that_reaches_three_services(sit: Sit, area: Any, moment: Traveller) -> None:
    home = Home(area, BEGINS - timedelta(hours=3)).live()
    hub = sit("screener")
    given_a_worker_asks_leanne_alone(hub, home)
    when_she_is_given_her_own_sheet(hub)
    when_she_changes_her_mind(hub)
    then_the_other_question_waits_on_the_desk(hub)
    for who in ("housing", "idva", "probation"):
        then_a_service_reads_it_and_not_whose(sit(who))
    assert FamilyAgreement.objects.count() == AgreementWithdrawal.objects.count() == 1
    assert AgreementNotice.objects.filter(read_at__isnull=False).count() == 3
