"""What passed on its legal basis alone, because a child was in danger: a reviewer looks at it afterwards."""

from typing import Any

import pytest
import time_machine

from plait.base.access.verdict import Refused
from plait.base.audit.models import AuditEntry
from plait.base.audit.pseudonyms import pseudonym
from plait.people.actions.declare_conflict import declare_conflict
from plait.people.models import Person
from plait.privacy.access import visible_passed
from plait.privacy.actions.look_at_passed import look_at_passed
from plait.privacy.models import LookedAt
from plait.privacy.rules import may_say_afterwards
from plait.referrals.actions.ask_partners import Ask, ask_partners
from plait.sharing.actions.revoke_agreement import revoke_agreement
from plait.sharing.models import SharingAgreement, SharingDecision
from plait.site.demo.agreement import REFERENCE
from tests.feedback.journey import CHILD, SURNAME, Journey

pytestmark = pytest.mark.django_db
PURPOSE = "Is Theodora safe tonight? canary-purpose"


def asked_at_night(journey: Journey) -> SharingDecision:
    """The agreement was revoked, a child is in danger, and the hub asks the police all the same."""
    journey.raised().accepted()
    made = SharingAgreement.objects.get(reference=REFERENCE)
    revoke_agreement(
        agreement_id=str(made.pk), because="Too wide.", by=journey.who("ig_lead"), at=journey.later()
    )
    ask_partners(
        referral_id=str(journey.referral.pk),
        asks=[Ask(agency_id=str(journey.cast.agencies["police"].pk), gateway="CA89_47")],
        purpose=PURPOSE, by=journey.who("screener"), at=journey.later(),
    )  # fmt: skip
    return SharingDecision.objects.get(occasion="ask")


def look(journey: Journey, decision: SharingDecision, **said: Any) -> LookedAt:
    given = {
        "outcome": "agreement",
        "because": "The next version names the night.",
        "by": journey.who("privacy_officer"),
        **said,
    }
    return look_at_passed(decision_id=str(decision.pk), at=journey.later(), **given)  # fmt: skip


def test_it_waits_on_the_desk_and_the_page_names_no_child(journey: Journey) -> None:
    decision = asked_at_night(journey)
    browser = journey.browser("privacy_officer")
    desk = browser.get("/privacy/").content.decode()
    assert "Shared without an agreement" in desk
    listed = browser.get("/privacy/without-agreement/").content.decode()
    assert "Fenmarch Police" in listed
    address = f"/privacy/without-agreement/{decision.pk}/"
    page = browser.get(address).content.decode()
    assert "Miriam Cole" in page
    assert "For the reviewer" not in page
    assert "No agreement lets" in page
    for text in (listed, page):
        assert CHILD not in text
        assert SURNAME not in text
        assert "canary" not in text
        assert journey.child not in text
    empty = browser.post(address, {"outcome": "agreement", "because": " "})
    assert empty.status_code == 200
    assert not LookedAt.objects.exists()
    said = {"outcome": "agreement", "because": "The next version names the night."}
    assert browser.post(address, said).status_code == 302
    assert "Nothing waits" in browser.get("/privacy/without-agreement/").content.decode()
    assert "The next version names the night." in browser.get(address).content.decode()
    row = AuditEntry.objects.get(act="passed:looked-at")
    assert (row.subject, row.reason) == (pseudonym(f"sharing-decision:{decision.pk}"), "agreement")


def test_it_is_said_once(journey: Journey) -> None:
    decision = asked_at_night(journey)
    first = look(journey, decision)
    assert look(journey, decision).pk == first.pk
    with pytest.raises(Refused, match="already-looked-at"):
        look(journey, decision, outcome="doubtful")
    assert [one.pk for one in visible_passed(journey.who("privacy_officer"), at=journey.at, looked=True)] == [
        decision.pk
    ]
    assert visible_passed(journey.who("privacy_officer"), at=journey.at) == []


def test_only_the_officers_of_who_shared_and_of_the_area(journey: Journey) -> None:
    decision = asked_at_night(journey)
    assert visible_passed(journey.who("privacy_officer"), at=journey.at) == [decision]
    for who in ("police_privacy", "caldicott", "screener", "administrator"):
        assert visible_passed(journey.who(who), at=journey.at) == []
        with pytest.raises(Refused) as refused:
            look(journey, decision, by=journey.who(who))
        assert refused.value.verdict.hides
    SharingDecision.objects.filter(pk=decision.pk).update(from_agency=str(journey.cast.agencies["police"].pk))
    assert visible_passed(journey.who("police_privacy"), at=journey.at) == [decision]


def test_nobody_looks_at_their_own_nor_at_somebody_they_know(journey: Journey) -> None:
    decision, officer = asked_at_night(journey), journey.who("privacy_officer")
    rows = SharingDecision.objects.filter(pk=decision.pk)
    was = decision.decided_by
    rows.update(decided_by=officer.id)
    assert visible_passed(officer, at=journey.at) == []
    rows.update(decided_by=was)
    declare_conflict(
        forename=CHILD, surname=SURNAME, born_on=None, kind="family", by=officer, at=journey.later()
    )
    assert visible_passed(officer, at=journey.at) == []
    with pytest.raises(Refused) as refused:
        look(journey, decision)
    assert refused.value.verdict.hides
    assert not LookedAt.objects.exists()


def test_nothing_about_a_restricted_record_is_there(journey: Journey) -> None:
    decision = asked_at_night(journey)
    address = f"/privacy/without-agreement/{decision.pk}/"
    Person.objects.filter(pk=journey.child).update(restricted=True)
    with time_machine.travel(journey.at, tick=False):  # a page says the minute in which it was read
        browser = journey.browser("privacy_officer")
        absent = browser.get("/privacy/without-agreement/00000000-0000-4000-8000-000000000000/")
        there = browser.get(address)
        lists = browser.get("/privacy/without-agreement/").content.decode()
    assert (there.status_code, there.content) == (absent.status_code, absent.content)
    assert "Nothing waits" in lists


def test_what_an_agreement_carried_is_not_there(journey: Journey) -> None:
    journey.raised().accepted().asked("police")
    assert visible_passed(journey.who("privacy_officer"), at=journey.at) == []


@pytest.mark.parametrize(
    ("looked", "outcome", "because", "reason"),
    [
        (False, "right", "The rota says so.", "looked-at"),
        (True, "right", "The rota says so.", "already-looked-at"),
        (False, "splendid", "The rota says so.", "no-outcome"),
        (False, "right", "  ", "needs-reason"),
    ],
)
def test_an_outcome_with_its_sentence_once(looked: bool, outcome: str, because: str, reason: str) -> None:
    assert may_say_afterwards(looked=looked, outcome=outcome, because=because).reason == reason
