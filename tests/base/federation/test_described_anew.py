"""An area describes itself anew: whom to ring counts at once, what two people pin does not, and nothing goes back."""

from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from django.db import transaction

from plait.base.audit.models import AuditEntry
from plait.base.federation import describing
from plait.base.federation.models import Incident, Outgoing, Peer
from plait.base.federation.receiving import Taken, receive
from plait.base.federation.wire.contents import Contents
from plait.base.federation.wire.description import read_description
from plait.base.keys import Ring
from plait.base.timers import fire_due
from tests.base.federation.border import ELSEWHERE, NORTH, described, part
from tests.base.federation.delivery import DAY, HOUR, NOWHERE, from_north
from tests.base.federation.test_heads_over_the_border import opened_bytes

pytestmark = pytest.mark.django_db
FORCE, PHONE = "Northmere Constabulary", "01632 960710"
AS_PINNED: dict[str, Any] = {"url": NOWHERE, "emergency_name": "Their night team"}
ANEW: dict[str, Any] = {"police_name": FORCE, "police_phone": PHONE, "office_phone": "01632 960701"}


def says(
    at: datetime,
    number: int = 1,
    *,
    said_at: datetime | None = None,
    ring: Ring = NORTH,
    code: str = "north",
    **said: Any,
) -> Taken:
    """North sends what it says of itself: since `said_at`."""
    words = described(code, at=said_at or at, ring=ring, **{**AS_PINNED, **said})
    parts = (part(describing.PART, words.encode(), "application/jose"),)
    wire = from_north(at=at, number=number, contents=Contents(describing.DESCRIBED), parts=parts)
    return receive(BytesIO(wire), way="fetched", at=at)


def incidents() -> list[tuple[str, str]]:
    return list(Incident.objects.order_by("kind").values_list("kind", "why"))


def test_whom_to_ring_and_the_force_count_at_once_and_the_pinned_number_stays_on_the_page(
    north: Peer, at: datetime
) -> None:
    keys = north.keys
    assert says(at + DAY, **ANEW).state == "received"
    north.refresh_from_db()
    assert (north.police_name, north.police_phone, north.office_phone) == (FORCE, PHONE, "01632 960701")
    assert (north.office_phone_pinned, north.emergency_phone_pinned) == ("01632 960700", "")
    assert (north.renewed_at, north.state, north.keys) == (at + DAY, "trusted", keys)
    assert (
        AuditEntry.objects.get(act="area:described-anew").reason
        == "office_hours,office_phone,police_name,police_phone"
    )
    assert incidents() == []
    says(at + 2 * DAY, 2, **(ANEW | {"office_phone": "01632 960702"}))
    north.refresh_from_db()
    assert north.office_phone_pinned == "01632 960700", "what two people pinned, not what came between"


def test_nothing_goes_back(north: Peer, at: datetime) -> None:
    says(at + DAY, **ANEW)
    for number, before in enumerate(
        (at + DAY, at + HOUR, at - DAY), start=2
    ):  # late on the way, or sent again
        assert says(at + 2 * DAY, number, said_at=before, police_name="Another").state == "received"
    assert Peer.objects.get().police_name == FORCE
    assert AuditEntry.objects.filter(act="area:described-before").count() == 3
    assert says(at + 2 * DAY, 9, said_at=at + 3 * DAY).error == "from-the-future"
    assert Peer.objects.get().described_at == (at + DAY).replace(microsecond=0)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"url": "https://elsewhere.invalid"}, "url"),
        ({"name": "Southmere"}, "name"),
        ({"authority_number": "996", "collects": True}, "authority_number,collects"),
        ({"ring": "rotated"}, "keys"),
    ],
)
def test_what_two_people_pin_stays_and_somebody_is_told(
    north: Peer, at: datetime, said: dict[str, Any], why: str
) -> None:
    if "ring" in said:
        said = {"ring": NORTH.rotated(at=at)}
    before = Peer.objects.values("url", "name", "authority_number", "collects", "keys").get()
    assert says(at + DAY, **ANEW, **said).state == "received"
    assert Peer.objects.values(*before).get() == before
    assert incidents() == [("to-be-pinned", why)]
    assert Peer.objects.get().police_name == FORCE


def test_who_is_not_believed_describes_nobody(north: Peer, at: datetime) -> None:
    assert says(at + DAY, ring=ELSEWHERE, **ANEW).error == "another-area", (
        "signed with keys that it lists itself"
    )
    assert says(at + DAY, 2, code="south", **ANEW).error == "another-area"
    Peer.objects.update(state="suspended")
    assert says(at + DAY, 3, **ANEW).error == "unknown-sender"
    assert Peer.objects.get().police_name == ""


def test_we_tell_others_once_and_again_when_our_words_are_others(
    north: Peer, at: datetime, pack: Any, settings: Any
) -> None:
    with transaction.atomic():
        describing.promise(north, at=at)
    sent = Outgoing.objects.filter(kind=describing.DESCRIBED).order_by("posted_at")
    fire_due(at=at)
    fire_due(at=at + DAY)
    (first,) = sent.all()
    said = read_description(opened_bytes(first, at)[1].decode(), at=at)
    assert (said.code, said.police_name) == ("ellowmere", "Ellowmere Police (invented)")
    settings.PLAIT_PUBLIC_URL = "https://elsewhere.invalid"
    fire_due(at=at + 2 * DAY)
    assert sent.count() == 2
    Peer.objects.update(state="suspended")
    settings.PLAIT_PUBLIC_URL = "https://third.invalid"
    fire_due(at=at + 3 * DAY)
    assert sent.count() == 2, "whom nobody believes is told nothing"
