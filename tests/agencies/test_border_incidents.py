"""Something went wrong at the border: a named person is told, rings, and says what they found."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from plait.agencies.actions.open_account import open_account
from plait.agencies.actions.settle_incident import settle_incident, take_incident
from plait.base.access.verdict import Refused
from plait.base.audit.actor import Actor
from plait.base.audit.models import AuditEntry
from plait.base.federation.incidents import raise_incident
from plait.base.federation.models import Incident
from plait.base.federation.rules.incidents import KINDS
from plait.base.outbox.models import Message
from plait.base.timers import fire_due
from plait.site.demo.cast import Cast
from tests.base.federation.delivery import pinned

pytestmark = pytest.mark.django_db


@transaction.atomic
def raised(kind: str, at: datetime, code: str = "north", **more: Any) -> Incident:
    return raise_incident(kind, code=code, at=at, **more)


def told(kind: str = "border-incident") -> list[str]:
    return sorted(Message.objects.filter(kind=kind).values_list("to_ref", flat=True))


def test_the_managers_are_written_to_by_name_and_others_besides_until_it_is_settled(
    cast: Cast, at: datetime
) -> None:
    for _ in range(3):
        raised("silent", at)
    manager = cast.people["manager"]
    assert told() == [f"practitioner:{manager.pk}"]
    raised("stranger", at, code="")
    assert len(told()) == 1, "nobody to ring, so nobody is woken"
    one = Incident.objects.get(kind="silent")
    assert one.times == 3
    take_incident(incident_id=str(one.pk), by=cast.actor("manager", at=at), at=at)
    night, lead = cast.teams["edt"], cast.people["ig_lead"]
    heard: list[str] = []
    for days, more in (
        (1, []),
        (2, [f"team:{night.pk}"]),
        (3, [f"team:{night.pk}", f"practitioner:{lead.pk}"]),
    ):
        fire_due(at=at + timedelta(days=days))
        heard += [f"practitioner:{manager.pk}", *more]
        assert told("border-incident-late") == sorted(heard), "that somebody rings ends nothing"
    then = at + timedelta(days=3)
    settle_incident(
        incident_id=str(one.pk), found="Their line is down.", by=cast.actor("manager", at=at), at=then
    )
    fire_due(at=then + timedelta(days=2))
    assert len(told("border-incident-late")) == len(heard)


def test_without_a_manager_the_night_team_and_the_hub_hear(cast: Cast, at: datetime) -> None:
    from plait.agencies.models import RoleGrant

    RoleGrant.objects.filter(role="hub_manager").delete()
    raised("conflict", at)
    assert told() and all(one.startswith("team:") for one in told())


def test_one_rings_and_says_what_they_found(cast: Cast, at: datetime) -> None:
    one = raised("silent", at)
    night, manager = cast.actor("edt", at=at), cast.actor("manager", at=at)
    take_incident(incident_id=str(one.pk), by=night, at=at)
    with pytest.raises(Refused, match="needs-words"):
        settle_incident(incident_id=str(one.pk), found=" ", by=night, at=at)
    settle_incident(incident_id=str(one.pk), found="Their line is down until noon.", by=manager, at=at)
    one.refresh_from_db()
    assert (one.taken_by_name, one.settled_by_name) == (night.name, manager.name)
    with pytest.raises(Refused, match="already-settled"):
        take_incident(incident_id=str(one.pk), by=night, at=at)
    assert raised("silent", at).pk != one.pk, "the same again is a new one"
    assert {"border-incident:taken", "border-incident:settled"} <= set(
        AuditEntry.objects.values_list("act", flat=True)
    )


@pytest.mark.parametrize("who", ["teacher", "screener", "call_handler", "police_ig_lead", "administrator"])
def test_nobody_else_settles_one(cast: Cast, at: datetime, who: str) -> None:
    one = raised("silent", at)
    with pytest.raises(Refused):
        settle_incident(incident_id=str(one.pk), found="x", by=cast.actor(who, at=at), at=at)
    with pytest.raises(Refused, match="absent"):
        take_incident(
            incident_id="00000000-0000-0000-0000-000000000000", by=cast.actor("manager", at=at), at=at
        )


def test_the_pages(cast: Cast, pack: Any, client: Client, clock: Any, at: datetime) -> None:
    pinned(at=at)
    user = open_account(
        practitioner_id=str(cast.people["manager"].pk), email="m@x.invalid", by=Actor.process("tests"), at=at
    )
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Nothing to ring about" in client.get("/areas/incidents/").content.decode()
    for kind in KINDS:
        raised(kind, at, code="" if kind == "stranger" else "north")
    page = client.get("/areas/incidents/").content.decode()
    assert all(kind.title in page for kind in KINDS.values()) and "Northmere" in page
    one = Incident.objects.get(kind="silent")
    there = f"/areas/incidents/{one.pk}/"
    page = client.get(there).content.decode()
    assert "01632 960799" in page and "Their night team" in page and "I ring them" in page
    assert client.post(there, {"take": "yes"})["Location"] == there
    page = client.get(there).content.decode()
    assert "I ring them" not in page and cast.people["manager"].name in page
    assert client.post(there, {"found": "Their line is down."}).status_code == 302
    assert "Their line is down." in client.get(there).content.decode()
    assert "has settled this already" in client.post(there, {"found": "Again."}).content.decode()
    assert (
        "I ring them"
        not in client.get(f"/areas/incidents/{Incident.objects.get(kind='stranger').pk}/").content.decode()
    )
