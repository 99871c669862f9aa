"""The worker reads the audit and asks: at once where it must be, over time where only many looks show it; each question once."""

from datetime import timedelta

import pytest
from django.db import transaction

from plait.base.access.verdict import Refused
from plait.base.audit.models import AuditEntry
from plait.base.audit.record import record, request_id
from plait.people.access import open_person
from plait.people.actions.declare_conflict import declare_conflict
from plait.people.models import Description
from plait.privacy.jobs import ask_about_lookups
from plait.privacy.models import LooksRead, LookUp
from tests.feedback.journey import CHILD, SURNAME, Journey

pytestmark = pytest.mark.django_db


def child(journey: Journey) -> str:
    return str(Description.objects.get(forename=CHILD, surname=SURNAME).person_id)


def look(journey: Journey, who: str, person_id: str, *, work: bool = False) -> None:
    """One look, as a page leaves it: a refusal is recorded after its rollback, and a deed in the same request."""
    token = request_id.set(f"{who}-{journey.at:%d%H%M}"[:36])
    by = journey.who(who)
    try:
        with transaction.atomic():
            open_person(by, person_id, at=journey.at)
            if work:
                record(act="contact:rated", about=journey.contact.ref, by=by, at=journey.at)
    except Refused as refusal:
        why = refusal.verdict.reason
        record(
            act="person:read",
            about=f"person:{person_id}",
            by=by,
            at=journey.at,
            verdict="refused",
            reason=why,
        )
    finally:
        request_id.reset(token)


def test_the_ex_partner_who_tries_is_asked_in_the_same_round(journey: Journey) -> None:
    journey.raised()
    declare_conflict(
        forename="Leanne", surname=SURNAME, born_on=None, kind="ex_partner", by=journey.who("police_ex_partner"), at=journey.at
    )  # fmt: skip
    mother = Description.objects.get(forename="Leanne")
    look(journey, "police_ex_partner", str(mother.person_id))
    assert ask_about_lookups(journey.at) == 1
    asked = LookUp.objects.get()
    assert asked.kind == "own_family"
    assert asked.who.name == "Lee Farrow"
    assert asked.person_id == str(mother.person_id)
    assert asked.because == "They have said that they know this person."
    assert ask_about_lookups(journey.at) == 0
    look(journey, "police_ex_partner", str(mother.person_id))
    assert ask_about_lookups(journey.later()) == 0
    assert len(LookUp.objects.get().entries) == 2
    # Their child lives with her: a team-mate who opens that record is asked as well, and so is he.
    look(journey, "police_ex_partner", child(journey))
    assert ask_about_lookups(journey.later()) == 1
    assert LookUp.objects.latest("made_at").because.startswith("They have said that they know somebody")


def test_the_third_day_without_work_is_asked_within_a_quarter_of_an_hour(journey: Journey) -> None:
    journey.raised().accepted()
    ask_about_lookups(journey.later())
    for _ in range(3):
        journey.later(24 * 60)
        look(journey, "edt", child(journey))
        look(journey, "manager", child(journey), work=True)
        ask_about_lookups(journey.later(1))
    journey.later(15)
    ask_about_lookups(journey.at)
    (asked,) = LookUp.objects.filter(kind="repeat")
    assert asked.who.name == "Gary Stone"
    assert asked.person_id == child(journey)
    assert asked.made_at - asked.last_at <= timedelta(minutes=16)
    assert "no work on it" in asked.because


def test_nothing_is_written_while_nobody_looks(journey: Journey) -> None:
    journey.raised()
    ask_about_lookups(journey.at)
    rows, read = AuditEntry.objects.count(), LooksRead.objects.get().upto
    journey.later(60)
    assert ask_about_lookups(journey.at) == 0
    assert (AuditEntry.objects.count(), LooksRead.objects.get().upto) == (rows, read)
