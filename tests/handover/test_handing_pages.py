"""The pages of handing over: looked at before it leaves, read on both sides, answered in one place."""

import re
from datetime import date, datetime
from typing import Any

import pytest

from plait.base.audit.actor import Actor
from plait.base.federation.models import Outgoing
from plait.handover.actions.erase_handovers import erase_handovers
from plait.handover.models import Handover
from plait.handover.queries.two_lines import handed_over
from plait.handover.rules.two_lines import Handed
from plait.handover.wire.package import Row, Someone
from plait.people.models import Person, ProtectedFrom, SafetyNote
from plait.people.rules import Described
from plait.referrals.concern import ChildSaid, Concern, Safety
from plait.site.demo.cast import Cast
from tests.feedback.journey import ADDRESS, CHILD, POSTCODE
from tests.handover.packages import WORKER
from tests.handover.two_areas import OURS, Moved, North, added, to_us, word
from tests.stepdown.test_pages import page, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def moved(cast: Cast, pack: Any, at: datetime) -> Moved:
    return Moved(cast, at)


def said(north: North, **changed: Any) -> dict[str, Any]:
    return {
        "area": str(north.peer.pk), "basis": "cp", "why_moved": "They have a flat there.", "planned": "yes",
        "destination": "there", "gateway": "CA89_47", "handover_id": OURS, "own_plan": "Visits each week.", **changed,
    }  # fmt: skip


def test_looked_at_first_then_offered_and_answered(moved: Moved, north: North) -> None:
    moved.led()
    path = f"/referrals/{moved.referral.pk}/hand-over/"
    assert "Hand over to another area" in page(moved, "lead", f"/referrals/{moved.referral.pk}/")
    assert "Northmere" in page(moved, "lead", path)
    status, body = send(moved, "lead", path, **said(north, why_legal="not_shared"))
    assert status == 200 and "<strong>Legal status:</strong> We were not free to share it." in body
    status, body = send(moved, "lead", path, **said(north))
    assert status == 200 and "As they will see it" in body and "Visits each week." in body
    assert "Protected. Ring us" in body and ADDRESS not in body and not Outgoing.objects.exists()
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', body)
    assert seen is not None
    status, body = send(moved, "lead", path, **said(north, seen="0" * 64, sure="on"))
    assert (
        status == 200 and "The record has changed since you looked" in body and not Outgoing.objects.exists()
    )
    status, where = send(moved, "lead", path, **said(north, seen=seen[1], sure="on"))
    assert (status, where) == (302, f"/handovers/{OURS}/")
    assert CHILD in page(moved, "lead", "/handovers/") and "answers for this family now" in page(
        moved, "lead", where
    )
    north.sends(word("query", 1, package=OURS, words="Who has PR?"), at=moved.later())
    shown = page(moved, "lead", where)
    assert "Who has PR?" in shown and "This answers their question" in shown
    told = page(moved, "lead", f"/people/{moved.child}/story/?kind=handover")
    assert "Offered to Northmere" in told and "Asked a question" in told and "Who has PR?" not in told
    assert told.count("(stays on the screen)") == 2, (
        "where a protected family goes is on no paper and in no copy"
    )
    status, _ = send(
        moved, "lead", where, what="answer", item="family", words="Leanne alone.",
        supplement_id="00000000-0000-0000-0000-0000000000c1",
    )  # fmt: skip
    assert status == 302 and "Leanne alone." in page(moved, "lead", where)
    status, body = send(moved, "lead", where, what="add", item="", words="More.", supplement_id=OURS)
    assert status == 403 and "More." in body, "nothing typed is lost"


def test_read_and_answered_here(moved: Moved, north: North) -> None:
    odd = [Row(label="Level 4", text="Statutory <protection>", system="primary_need", code="N1")]
    north.sends(to_us(items={"status": odd}), at=moved.later())
    one = Handover.objects.get()
    path = f"/handovers/{one.pk}/"
    shown = page(moved, "screener", path)
    assert "Statutory &lt;protection&gt;" in shown and "Shared code: primary_need N1" in shown
    assert "Here: " in shown, "our own word for it, beside theirs"
    assert WORKER.name in shown and "Not known." in shown
    status, body = send(moved, "screener", path, answer="take", words="")
    assert status == 403 and "Nobody here leads this family yet" in body
    status, _ = send(moved, "screener", path, answer="triage", words="")
    assert status == 302 and "Accepted for triage" in page(moved, "screener", path)
    north.sends(added(1), at=moved.later())
    assert "We have read what they told us" in page(moved, "screener", path)
    status, _ = send(moved, "screener", path, answer="read", words="")
    assert status == 302 and "We have read" not in page(moved, "screener", path)
    status, _ = send(
        moved, "screener", path, answer="conference", words="", day_day="4", day_month="12", day_year="2026"
    )
    assert status == 302 and "Fri 4 Dec 2026" in page(moved, "screener", path)
    assert "Otto Nyman" in page(moved, "manager", "/handovers/")
    assert moved.browser("teacher").get(path).status_code == 404


def test_what_is_protected_here_is_not_on_the_page_though_their_package_says_it(
    moved: Moved, north: North
) -> None:
    told = Described(
        forename="Otto",
        surname="Nyman",
        born_on=date(2019, 2, 3),
        address_line=ADDRESS,
        postcode=POSTCODE,
    )
    moved.raised(
        concern=Concern(children=(ChildSaid(told),), safety=Safety(where="yes"), observed="A bruise")
    )
    child = Someone(
        ref="c1",
        forename="Otto",
        surname="Nyman",
        born_on="2019-02-03",
        address_line=ADDRESS,
        postcode=POSTCODE,
    )
    lived = [Row(about="c1", text=f"{ADDRESS}, {POSTCODE}")]
    north.sends(to_us(children=[child], adults=[], items={"addresses": lived}), at=moved.later())
    shown = page(moved, "screener", f"/handovers/{Handover.objects.get().pk}/")
    assert "Heron Quay" not in shown and POSTCODE not in shown


def test_which_area_a_protected_family_was_offered_to_is_read_by_few(moved: Moved, north: North) -> None:
    moved.led()
    made = moved.offered(north, by="manager")
    path = f"/handovers/{made.pk}/"
    assert "Northmere" in page(moved, "manager", path)
    assert moved.browser("lead").get(path).status_code == 404
    assert "Northmere" not in page(moved, "lead", "/handovers/")
    assert "Northmere" not in page(moved, "lead", f"/referrals/{moved.referral.pk}/")
    Person.objects.update(address_hidden=False)
    SafetyNote.objects.update(ended_at=moved.at)
    assert "Northmere" in page(moved, "lead", path), "nobody hides"
    mother = moved.contact.people.get(role="adult").description.person_id
    ProtectedFrom.objects.create(
        person_id=mother,
        name="Dean Kerrigan",
        kind="harmed",
        because="x",
        source_ref="x",
        by="x",
        at=moved.at,
    )
    assert moved.browser("lead").get(path).status_code == 404, "she began to hide after it left"
    assert "Northmere" in page(moved, "manager", path)
    assert handed_over([moved.child], by=moved.who("manager"), at=moved.at) == Handed(True, False)


def test_once_its_words_are_erased_the_page_says_so(moved: Moved, north: North) -> None:
    north.sends(to_us(), at=moved.later())
    one = Handover.objects.get()
    erase_handovers(contact_id=str(one.contact_id), by=Actor.process("worker"), at=moved.later())
    shown = page(moved, "screener", f"/handovers/{one.pk}/")
    assert "Its words were erased when their time had come." in shown and "Otto" not in shown
