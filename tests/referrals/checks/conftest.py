"""The Marlow children: the hub has asked Alder Lane and the police what they know."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from plait.base.audit.actor import Actor
from plait.base.clock import Target
from plait.base.clock.actions.start_clock import start_clock
from plait.base.packs import Pack
from plait.people.actions.describe_person import describe_person
from plait.people.actions.involve import involve
from plait.people.rules import Described
from plait.referrals.models import Contact, ContactPerson, PartnerCheck, Referral, Referrer
from plait.sharing.models import SharingDecision
from plait.site.demo.cast import Cast

Ask = Callable[..., PartnerCheck]


@pytest.fixture
def asked_at(at: datetime) -> datetime:
    """Two hours before the story's nine o'clock."""
    return at - timedelta(hours=2)


@pytest.fixture
def referral(cast: Cast, pack: Pack, asked_at: datetime) -> Referral:
    """Nia Osei told the hub about Theo and Ivy Marlow; Miriam Cole accepted it."""
    by, hub = Actor.process("demo"), cast.teams["hub"]
    contact = Contact.objects.create(
        reference="C-MARLOW",
        channel="form",
        team=hub,
        received_at=asked_at,
        rating="amber",
        source_code="2A",
        status="accepted",
    )
    Referrer.objects.create(contact=contact, kind="practitioner", practitioner=cast.people["teacher"])
    for order, (forename, born) in enumerate((("Theo", date(2016, 5, 12)), ("Ivy", date(2021, 2, 3)))):
        told = Described(forename=forename, surname="Marlow", born_on=born)
        person = describe_person(
            described=told, source_ref=contact.ref, agency_id=str(hub.agency_id), by=by, at=asked_at
        )
        ContactPerson.objects.create(contact=contact, description=person, role="child", order=order)
    involve(
        person_ids=[str(one.description.person_id) for one in contact.people.all()],
        kind="duty",
        source_kind="contact",
        source_id=contact.pk,
        team_id=str(hub.pk),
        by=by,
        at=asked_at,
    )
    return Referral.objects.create(
        contact=contact,
        reference="R-MARLOW",
        accepted_by=str(cast.people["screener"].pk),
        accepted_by_name="Miriam Cole",
        accepted_at=asked_at,
    )


@pytest.fixture
def ask(cast: Cast, referral: Referral, pack: Pack, asked_at: datetime) -> Ask:
    """Ask one agency about both children, as `ask_partners` does, without its choosing of partners."""

    def asked(asked_of: str = "alder_lane", *, reference: str = "", **changes: Any) -> PartnerCheck:
        by, team = Actor.process("demo"), cast.teams[f"{asked_of}_safeguarding"]
        people = [one.description for one in referral.contact.people.order_by("order")]
        decision = SharingDecision.objects.create(
            occasion="ask",
            outcome="share",
            purpose="To decide whether these children need help or protection",
            gateway="CA04_16LA",
            from_agency=str(cast.agencies["council"].pk),
            to_agency=str(team.agency_id),
            decided_by="hub",
            decided_at=asked_at,
            source_ref=referral.ref,
        )
        values = {
            "reference": reference or f"K-{asked_of[:8]}",
            "referral": referral,
            "agency": team.agency,
            "team": team,
            "mandatory": True,
            "purpose": "To decide whether these children need help or protection",
            "gateway": "CA04_16LA",
            "questions": [
                "How often have they been away since September?",
                "What have they said about home?",
            ],
            "period_from": date(2024, 11, 23),
            "period_to": date(2026, 11, 23),
            "shown": {
                "children": [
                    {
                        "person": str(one.person_id),
                        "name": f"{one.forename} {one.surname}",
                        "born": str(one.born_on),
                    }
                    for one in people
                ],
                "adults": [],
                "concern": "A worry about safety at home.",
            },
            "decision": decision,
            "asked_by": referral.accepted_by,
            "asked_by_name": "Miriam Cole",
            "asked_at": asked_at,
        } | changes
        check = PartnerCheck.objects.create(**values)
        involve(
            person_ids=[str(one.person_id) for one in people],
            kind="asked",
            source_kind="check",
            source_id=check.pk,
            team_id=str(team.pk),
            by=by,
            at=asked_at,
        )
        start_clock(
            key=f"{check.ref}:answer",
            rule="partner_return",
            subject=check.ref,
            start_event="PartnerAsked",
            started_at=asked_at,
            target=Target.of({"hours": 4}),
            calendar=pack.calendar(),
            owner=f"team:{team.pk}",
            by="hub",
            at=asked_at,
        )
        return check

    return asked


@pytest.fixture
def who(cast: Cast, at: datetime) -> Callable[[str], Actor]:
    """A member of the cast at work."""
    return lambda key: cast.actor(key, at=at)
