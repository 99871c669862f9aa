"""An agreement is written and read aloud; another is revoked, and the very next request is refused with what is missing."""

from datetime import timedelta
from typing import Any

import pytest
from time_machine import Traveller

from plait.sharing.models import SharingAgreement, SharingDecision
from plait.site.demo.agreement import REFERENCE
from tests.feedback.journey import Journey
from tests.journeys.conftest import BEGINS
from tests.journeys.desk import Desk, Sit

pytestmark = [pytest.mark.browser, pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]

AIM = "Asking and answering in a safeguarding enquiry"


def given_a_lead_writes_an_agreement(nadia: Desk) -> None:
    nadia.open("/agreements/")
    nadia.is_at("Agreements between agencies")
    nadia.look("between-list")
    nadia.follow("Write an agreement", then="Write an agreement")
    nadia.look("between-new")
    nadia.write("What is it called?", "Help before a home is lost")
    nadia.write("What is it for, in plain words?", "So that a family keeps its home")
    nadia.tick("Fenmarch Police", nth=1)
    nadia.date("On which day does it start?", "23", "11", "2026")
    nadia.write("Which data protection impact assessment does it rest on?", "DPIA-7")
    nadia.press("Begin the draft", then="Help before a home is lost")
    nadia.sees("No clause yet", "No clause lets anything be shared yet.")
    nadia.look("between-empty")


def when_a_clause_is_read_aloud_and_mended(nadia: Desk) -> None:
    nadia.follow("Write a clause", then="A new clause")
    nadia.look("between-clause-new")
    nadia.tick("Every party")
    nadia.tick("Who they are")
    nadia.tick("Fenmarch Police", nth=1)
    nadia.tick(AIM)
    nadia.press("Read it aloud", then="A new clause")
    nadia.sees(
        "Every party may share who they are with Fenmarch Police", "it does not say on which legal basis"
    )
    nadia.look("between-clause-aloud")
    nadia.press("Keep this clause", then="Help before a home is lost")
    nadia.sees("thing to mend before it can be signed")
    nadia.look("between-draft")


def when_the_other_agreement_is_revoked(nadia: Desk) -> None:
    nadia.open("/agreements/")
    nadia.follow(
        "Keeping children safe together (PARTNERSHIP-1 version 1)", then="Keeping children safe together"
    )
    nadia.sees("What really flowed", "fewer than 5", "Stands as it was signed")
    nadia.look("between-flow")
    nadia.follow("Revoke the agreement", then="Revoke the agreement")
    nadia.sees("From the very next request")
    nadia.look("between-revoke")
    nadia.write("Why?", "The review found it too wide")
    nadia.press("Revoke it now", then="Keeping children safe together")
    nadia.sees("Revoked", "The review found it too wide")
    nadia.look("between-revoked")


def given_the_hub_is_about_to_ask_the_police(hub: Desk, contact_id: str) -> None:
    hub.open(f"/hub/concerns/{contact_id}/ask/")
    hub.tick("Fenmarch Police")
    hub.write("What is it about, in your words?", "Worry about harm at home")
    hub.press("See what each will read", then="What each will read")


def then_the_next_request_is_refused(hub: Desk) -> None:
    hub.press("Send to")
    hub.sees("No agreement lets", "ring them")
    hub.look("between-refused")


def test_an_agreement_is_revoked_and_the_next_request_refused(sit: Sit, area: Any, moment: Traveller) -> None:
    journey = Journey(area, BEGINS - timedelta(hours=3)).raised().accepted().asked("surgery")
    nadia = sit("ig_lead")
    hub = sit("screener")
    given_the_hub_is_about_to_ask_the_police(hub, str(journey.contact.pk))
    given_a_lead_writes_an_agreement(nadia)
    when_a_clause_is_read_aloud_and_mended(nadia)
    when_the_other_agreement_is_revoked(nadia)
    then_the_next_request_is_refused(hub)
    peter = sit("police_ig_lead")
    peter.open("/agreements/")
    peter.sees("Revoked")
    assert SharingAgreement.objects.get(reference=REFERENCE).state == SharingAgreement.State.REVOKED
    assert SharingDecision.objects.filter(occasion="ask").count() == 1
