"""Whom this area believes beyond its border: proposed by one, confirmed by another, ended by one alone, at once."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from plait.agencies.actions.open_account import open_account
from plait.agencies.actions.pin_area import confirm_area, propose_area, suspend_area, turn_down_area
from plait.base import keys
from plait.base.access.verdict import Refused
from plait.base.audit.actor import Actor
from plait.base.audit.models import AuditEntry
from plait.base.clock.now import now
from plait.base.federation import queries
from plait.base.federation.models import Peer, Proposal
from plait.base.federation.own import own_code, own_description
from plait.base.federation.renewing import renew
from plait.base.federation.wire.description import LONGEST, read_description, write_description
from plait.base.federation.wire.refusals import NotAccepted
from plait.site.demo.cast import Cast
from tests.base.federation.border import described, taken_in, written

DAY = timedelta(days=1)


def proposed(by: Actor, at: datetime, code: str = "north", **changes: Any) -> Proposal:
    said = {
        "description": described(code, at=at),
        "agreement": "Border agreement 2026/4",
        "checked": "Rang 01632 960700.",
        **changes,
    }
    return propose_area(**said, by=by, at=at)


def why(deed: Any, **said: Any) -> str:
    with pytest.raises(Refused) as refusal:
        deed(**said)
    return refusal.value.verdict.reason


@pytest.mark.django_db
def test_two_people_pin_an_area(cast: Cast, at: datetime) -> None:
    lead, manager = cast.actor("ig_lead", at=at), cast.actor("manager", at=at)
    made = proposed(lead, at)
    assert queries.keys_of("north") is None, "proposed is not believed"
    assert why(confirm_area, proposal_id=str(made.pk), by=lead, at=at) == "same-person"
    peer = confirm_area(proposal_id=str(made.pk), by=manager, at=at)
    assert queries.keys_of("north") == read_description(made.description, at=at).keys
    assert (peer.office_phone, peer.agreement) == ("01632 960700", "Border agreement 2026/4")
    made.refresh_from_db()
    assert (made.proposed_by_name, made.decided_by_name) == (lead.name, manager.name)
    assert why(confirm_area, proposal_id=str(made.pk), by=manager, at=at) == "decided-already"
    acts = set(AuditEntry.objects.values_list("act", flat=True))
    assert {"area:proposed", "area:confirmed"} <= acts


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["teacher", "screener", "police_ig_lead", "administrator", "edt", "lead"])
def test_nobody_else_pins_one(cast: Cast, at: datetime, who: str) -> None:
    """The police's information governance lead signs agreements for the police, and keeps none of the area's ties."""
    stranger = cast.actor(who, at=at)
    with pytest.raises(Refused):
        proposed(stranger, at)
    made = proposed(cast.actor("ig_lead", at=at), at)
    with pytest.raises(Refused):
        confirm_area(proposal_id=str(made.pk), by=stranger, at=at)
    with pytest.raises(Refused):
        turn_down_area(proposal_id=str(made.pk), by=stranger, at=at)


@pytest.mark.django_db
def test_suspension_holds_from_the_very_next_question(cast: Cast, at: datetime) -> None:
    manager, night = cast.actor("manager", at=at), cast.actor("edt", at=at)
    ring = keys.Ring.made("north", at=at - DAY)
    said = described("north", at=at, ring=ring)
    made = proposed(cast.actor("ig_lead", at=at), at, description=said)
    peer = confirm_area(proposal_id=str(made.pk), by=manager, at=at)
    true = written(ring=ring, at=at.replace(microsecond=0))
    assert taken_in(true, at=at, keys_of=queries.keys_of).head.sender == "north"
    suspend_area(peer_id=str(peer.pk), because="Their server was broken into.", by=night, at=at)
    with pytest.raises(NotAccepted, match="unknown-sender"):
        taken_in(true, at=at, keys_of=queries.keys_of)
    suspend_area(peer_id=str(peer.pk), because="Again.", by=manager, at=at + DAY)
    peer.refresh_from_db()
    assert (peer.because, peer.suspended_by_name) == ("Their server was broken into.", night.name), (
        "twice is once"
    )
    again = proposed(manager, at, description=said)
    assert not again.vouched, "keys of an area that is suspended vouch for nothing"
    confirm_area(proposal_id=str(again.pk), by=cast.actor("ig_lead", at=at), at=at)
    assert taken_in(true, at=at, keys_of=queries.keys_of).head.sender == "north"


@pytest.mark.django_db
def test_a_suspension_has_a_reason_and_an_area(cast: Cast, at: datetime) -> None:
    night = cast.actor("edt", at=at)
    assert why(suspend_area, peer_id=own_id(), because="x", by=night, at=at) == "absent"
    made = proposed(cast.actor("ig_lead", at=at), at)
    peer = confirm_area(proposal_id=str(made.pk), by=cast.actor("manager", at=at), at=at)
    assert why(suspend_area, peer_id=str(peer.pk), because=" ", by=night, at=at) == "needs-reason"
    with pytest.raises(Refused):
        suspend_area(peer_id=str(peer.pk), because="x", by=cast.actor("screener", at=at), at=at)
    assert queries.trusted("north") == peer


def own_id() -> str:
    return "00000000-0000-0000-0000-000000000000"


@pytest.mark.django_db
def test_new_keys_are_pinned_as_the_first_ones_were(cast: Cast, at: datetime) -> None:
    """Signed with the key that is believed, it says so; and still two people look."""
    lead, manager = cast.actor("ig_lead", at=at), cast.actor("manager", at=at)
    ring = keys.Ring.made("north", at=at - DAY)
    first = proposed(lead, at, description=described("north", at=at, ring=ring))
    confirm_area(proposal_id=str(first.pk), by=manager, at=at)
    turned = ring.rotated(at=at)
    second = proposed(lead, at, description=described("north", at=at, ring=turned))
    assert second.vouched
    assert len((queries.keys_of("north") or keys.PublicKeys(())).keys) == 2, (
        "the newest is not believed for being new"
    )
    confirm_area(proposal_id=str(second.pk), by=manager, at=at)
    assert len((queries.keys_of("north") or keys.PublicKeys(())).keys) == 4
    stranger = proposed(lead, at, description=described("north", at=at))
    assert not stranger.vouched
    turn_down_area(proposal_id=str(stranger.pk), by=lead, at=at)
    assert len((queries.keys_of("north") or keys.PublicKeys(())).keys) == 4
    assert Peer.objects.count() == 1
    assert queries.history_of("north").count() == 3


@pytest.mark.django_db
def test_what_cannot_be_proposed(cast: Cast, pack: Any, at: datetime) -> None:
    lead = cast.actor("ig_lead", at=at)

    def reason(said: str) -> str:
        return why(propose_area, description=said, agreement="A", checked="B", by=lead, at=at)

    good = described("north", at=at)
    assert reason("nonsense") == "description-not-a-description"
    assert reason(good[:-1] + ("A" if good[-1] != "A" else "B")).startswith("description-")
    assert reason("x" * (LONGEST + 1)) == "description-not-a-description"
    assert reason(described("north", at=at, versions=(2,))) == "description-newer-version"
    assert reason(own_description(at=at)) == "own-area"
    proposed(lead, at)
    assert reason(good) == "waits-already"
    empty = proposed(lead, at, code="south", agreement=" ")
    manager = cast.actor("manager", at=at)
    assert why(confirm_area, proposal_id=str(empty.pk), by=manager, at=at) == "no-agreement"
    assert why(confirm_area, proposal_id=own_id(), by=manager, at=at) == "absent"


@pytest.mark.parametrize(
    "changes",
    [
        {"code": "North"}, {"code": "x" * 41}, {"url": "http://north.invalid"}, {"url": "https://a:b@north.invalid"},
        {"url": "https://north.invalid/x"}, {"url": "javascript:alert(1)"}, {"url": "https://[::1"}, {"collects": 1},
        {"versions": ("1",)}, {"versions": ()}, {"office_phone": "ring us"}, {"emergency_phone": ""}, {"name": "x" * 81},
        {"name": "a\nb"}, {"keys": keys.PublicKeys(())},
    ],
)  # fmt: skip
def test_what_no_area_says_of_itself(changes: dict[str, Any], at: datetime) -> None:
    ring = keys.Ring.made("north", at=at - DAY)
    said = read_description(described("north", at=at, ring=ring), at=at)
    with pytest.raises(NotAccepted):
        read_description(write_description(replace(said, **changes), ring=ring), at=at)


@pytest.mark.django_db
def test_what_this_area_publishes(pack: Any, client: Client, settings: Any, clock: Any) -> None:
    answer = client.get("/.well-known/plait-area")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/jose")
    said = read_description(answer.content.decode(), at=now())
    assert (said.code, said.name, said.office_phone) == (own_code(), "Ellowmere", "01632 960100")
    assert said.office_hours == "Monday to Friday, 08:30 to 17:30"
    assert said.keys == keys.own_keys(at=now())
    settings.PLAIT_DATA = "real"
    assert client.get("/.well-known/plait-area").status_code == 404, "real, and no keys of its own"


@pytest.mark.django_db
def test_the_pages(cast: Cast, pack: Any, client: Client, clock: Any, at: datetime) -> None:
    def sign_in(key: str) -> None:
        person = cast.people[key]
        user = person.user or open_account(
            practitioner_id=str(person.pk), email=f"{key}@x.invalid", by=Actor.process("tests"), at=at
        )
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")

    sign_in("manager")
    assert "No other area yet" in client.get("/areas/").content.decode()
    ring = keys.Ring.made("north", at=at - DAY)
    sent = {
        "description": described("north", at=at, ring=ring),
        "agreement": "Border agreement 2026/4",
        "checked": "Rang them.",
    }
    there = client.post("/areas/new/", sent)
    assert there.status_code == 302
    page = client.get(there["Location"]).content.decode()
    assert (
        "A second person confirms it" in page
        and "same fingerprints" in page
        and "They are the same" not in page
    )
    assert "waits for a second person already" in client.post("/areas/new/", sent).content.decode()
    sign_in("ig_lead")
    page = client.get(there["Location"]).content.decode()
    fingerprint = read_description(sent["description"], at=at).keys.keys[0].fingerprint
    assert "They are the same: believe it" in page and fingerprint in page
    area = client.post(there["Location"], {"decision": "confirm"})["Location"]
    page = client.get(area).content.decode()
    assert "01632 960700" in page and fingerprint in page and "Border agreement 2026/4" in page
    assert "Plait for Ellowmere" in page and "01632 960100" in page, (
        "one’s own hub stays at the head of the page"
    )
    with transaction.atomic():
        anew = described("north", at=at + timedelta(seconds=1), ring=ring, office_phone="01632 960701")
        renew(code="north", description=anew, at=at + timedelta(seconds=1))
    assert "Described itself anew on" in client.get("/areas/").content.decode()
    page = client.get(area).content.decode()
    assert "01632 960701" in page and "Pinned by two people" in page and "01632 960700" in page
    assert "has described itself anew since" in client.post("/areas/new/", sent).content.decode()
    again = client.post("/areas/new/", sent | {"description": anew})["Location"]
    assert "01632 960700" in client.get(again).content.decode(), "the second person rings what was pinned"
    sign_in("edt")
    assert client.post(f"{area}suspend/", {"because": "Their keys were taken."}).status_code == 302
    assert "Nothing from this area is believed" in client.get(area).content.decode()
    sign_in("teacher")
    assert client.get(area).status_code == 403
