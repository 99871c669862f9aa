"""Police force to police force: which force it is over there, said by that area of itself or typed with who says so."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from plait.base.access.verdict import Refused
from plait.base.audit.actor import Actor
from plait.base.federation.own import own_description
from plait.base.federation.wire.description import read_description
from plait.base.federation.wire.refusals import NotAccepted
from plait.handover.actions.erase_handovers import erase_handovers
from plait.handover.models import Leg
from plait.handover.rules.legs import There, force_there
from plait.handover.wire.legs import Legs
from plait.people.models import Person
from plait.referrals.actions.accept_lead import accept_lead
from plait.referrals.models import Referral
from plait.site.demo.cast import Cast
from tests.base.federation.border import described
from tests.feedback.journey import family
from tests.handover.packages import PACKAGE
from tests.handover.test_legs import came, leg, says
from tests.handover.two_areas import OURS, Moved, North, message, their
from tests.stepdown.test_pages import page, send

pytestmark = pytest.mark.django_db
FORCE, PHONE = "Northmere Constabulary", "01632 960710"
TYPED = {
    "force": "Tarnshire Police",
    "force_phone": "01632 960720",
    "force_source": "The duty team there, by telephone",
}


@pytest.fixture
def north(at: datetime, pack: Any) -> North:
    found = North(at)
    found.peer.police_name, found.peer.police_phone = FORCE, PHONE
    found.peer.save()
    return found


@pytest.fixture
def moved(cast: Cast, pack: Any, at: datetime) -> Moved:
    """Nothing about where they are is protected."""
    moved = Moved(cast, at)
    moved.raised(concern=family(shielded=False)).accepted().decided()
    accept_lead(referral_id=str(moved.referral.pk), by=moved.who("lead"), at=moved.later())
    moved.referral = Referral.objects.get(pk=moved.referral.pk)
    return moved


def sent(moved: Moved, north: North) -> str:
    """Everything that North reads of the package and of its legs."""
    made = Leg.objects.first()
    assert made is not None
    parts = north.reads(message(made.handover), at=moved.at)
    return "\n".join(parts[name].decode() for name in ("summary.html", "summary.txt"))


def test_an_area_names_its_force_and_an_older_one_names_none(pack: Any, at: datetime) -> None:
    own = read_description(own_description(at=at), at=at)
    assert (own.police_name, own.police_phone) == ("Ellowmere Police (invented)", "01632 960110")
    said = read_description(described("north", at=at, police_name=FORCE, police_phone=PHONE), at=at)
    assert (said.police_name, said.police_phone) == (FORCE, PHONE)
    assert read_description(described("north", at=at), at=at).police_name == ""
    with pytest.raises(NotAccepted):
        read_description(described("north", at=at, police_name=FORCE, police_phone="ring me"), at=at)


def test_the_force_that_the_area_names_stands_on_the_leg_and_in_the_package(
    moved: Moved, north: North
) -> None:
    made = moved.offered(north)
    one = leg("police")
    assert (one.there, one.there_phone, one.there_source) == (FORCE, PHONE, "Northmere says so of itself")
    assert not Leg.objects.exclude(kind="police").exclude(there="").exists(), "no other service"
    assert sent(moved, north).count(f"To: {FORCE}, {PHONE}.") == 2, "in HTML and in plain text"
    (told,) = [
        row.leg
        for row in their(message(made, ":legs"), north, Legs, at=moved.at).legs
        if row.leg.kind == "police"
    ]
    assert (told.there, told.there_phone) == (FORCE, PHONE)
    shown = page(moved, "lead", f"/handovers/legs/{one.pk}/")
    assert FORCE in shown and "Northmere says so of itself" in shown


def test_another_force_is_typed_with_who_says_so(moved: Moved, north: North) -> None:
    with pytest.raises(Refused) as no:
        moved.offered(north, **{**TYPED, "force_source": " "})
    assert no.value.verdict.reason == "no-force-source" and not Leg.objects.exists()
    moved.offered(north, **TYPED)
    one = leg("police")
    assert (one.there, one.there_source) == (TYPED["force"], TYPED["force_source"])
    assert TYPED["force"] in sent(moved, north) and FORCE not in sent(moved, north)
    assert TYPED["force_source"] not in sent(moved, north), "who told us is ours"
    erase_handovers(contact_id=str(moved.contact.pk), by=Actor.process("worker"), at=moved.later())
    assert (leg("police").there, leg("police").there_source) == ("", "")


def test_on_the_page_it_is_asked_and_refused_in_words(moved: Moved, north: North) -> None:
    path = f"/referrals/{moved.referral.pk}/hand-over/"
    assert "Which police force is it there?" in page(moved, "lead", path)
    form = {
        "area": str(north.peer.pk), "basis": "cp", "why_moved": "A flat.", "planned": "yes", "destination": "there",
        "gateway": "CA89_47", "handover_id": OURS, "sure": "on", "force": "Tarnshire Police",
    }  # fmt: skip
    status, shown = send(moved, "lead", path, **form)
    assert status == 403 and "Say how you know which police force it is." in shown
    assert send(moved, "lead", path, **form, force_source="Their duty team")[0] == 302
    assert leg("police").there == "Tarnshire Police"


def test_of_a_protected_family_no_force_is_named(moved: Moved, north: North) -> None:
    Person.objects.filter(pk=moved.child).update(address_hidden=True)
    with pytest.raises(Refused) as no:
        moved.offered(north, by="manager", **TYPED)
    assert no.value.verdict.reason == "would-say-where"
    moved.offered(north, by="manager")
    assert leg("police").there == "" and FORCE not in sent(moved, north)


def test_whoever_takes_them_reads_the_force_that_they_left(
    cast: Cast, pack: Any, at: datetime, north: North
) -> None:
    here = Moved(cast, at)
    came(here, north)
    said = says("due", 1, side="sender", package=PACKAGE, key="police")
    told = said.legs[0].leg.model_copy(update={"there": "Ellowmere Police", "there_phone": "01632 960110"})
    said = said.model_copy(update={"legs": [said.legs[0].model_copy(update={"leg": told})]})
    assert north.sends(said, at=here.later()).state == "received"
    one = leg("police")
    assert one.there == "Ellowmere Police"
    shown = page(here, "screener", f"/handovers/legs/{one.pk}/")
    assert "The force that they left" in shown and FORCE in shown and "as they know it" in shown


def test_the_rule() -> None:
    typed, described_so = There("A", source="x"), There("B", source="y")
    assert force_there(typed, described_so, protected=False) == typed
    assert force_there(replace(typed, name=" "), described_so, protected=False) == described_so
    assert force_there(There(), There(source="y"), protected=False) == There()
    assert force_there(typed, described_so, protected=True) == There()
