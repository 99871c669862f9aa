"""A referral is closed while something that a service passes on is with nobody over there: whoever closes is asked about it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings

from plait.base.access.verdict import Refused
from plait.base.federation.models import Peer
from plait.base.packs import current
from plait.base.packs.models import PackRelease
from plait.handover.actions.withdraw_handover import withdraw_handover
from plait.handover.models import Leg
from plait.handover.queries.family_moves import areas_that_told
from plait.handover.queries.two_lines import numbers_elsewhere, numbers_of
from plait.handover.rules.legs import Noted, StillOut, may_close_beside
from plait.people.models import AddressPeriod, Person, Place
from plait.people.queries.moving import moving_questions
from plait.referrals.actions.accept_lead import accept_lead
from plait.referrals.actions.close_referral import close_referral
from plait.referrals.models import Referral, ReferralMove
from plait.referrals.queries.closing import objections_to_closing
from plait.site.demo.cast import Cast
from tests.feedback.journey import family
from tests.handover.test_legs import HAVE, leg, noted
from tests.handover.two_areas import OURS, Moved, North, word
from tests.stepdown.test_pages import page

pytestmark = pytest.mark.django_db
LABELS = ("School to school: the child protection file", "GP practice to GP practice")


@pytest.fixture
def taken(cast: Cast, pack: Any, at: datetime, north: North) -> Moved:
    """North has taken responsibility for a family with early help. The school's file and the practice's word are still out."""
    moved = Moved(cast, at)
    moved.raised(concern=family(shielded=False)).accepted().decided()
    accept_lead(referral_id=str(moved.referral.pk), by=moved.who("lead"), at=moved.later())
    moved.referral = Referral.objects.get(pk=moved.referral.pk)
    moved.offered(north, basis="early_help")
    north.sends(word("accept responsibility", 1, package=OURS), at=moved.later())
    return moved


def says_out(moved: Moved) -> list[str]:
    found = objections_to_closing(Referral.objects.get(pk=moved.referral.pk), at=moved.at)
    return [f"{one.say} {one.next_step}" for one in found if one.reason == "legs-out"]


def held_by(moved: Moved) -> list[str]:
    found = objections_to_closing(Referral.objects.get(pk=moved.referral.pk), at=moved.at)
    return [one.reason for one in found if one.reason.startswith("step")]


def test_each_leg_that_is_out_is_named_until_somebody_says_what_became_of_it(taken: Moved) -> None:
    (said,) = says_out(taken)
    assert all(label in said for label in LABELS) and "why it is not needed" in said
    noted(taken, leg("school_file"), HAVE)
    (said,) = says_out(taken)
    assert LABELS[0] not in said and LABELS[1] in said
    noted(taken, leg("gp"), Noted("not needed", words="They keep their practice."), number=2)
    assert held_by(taken) == [], "nobody here is to hold them from now on: that area does"
    ReferralMove.objects.create(
        referral=taken.referral, verb="reopen", was="closed", became="with_lead", at=taken.later(), by="x", by_name="x"
    )  # fmt: skip
    assert held_by(taken) == ["step-down-needed"], "opened here again, it is asked again"


def test_closing_is_refused_and_a_manager_says_why_it_closes_all_the_same(taken: Moved) -> None:
    given: dict[str, Any] = {
        "referral_id": str(taken.referral.pk), "outcome": "RC5", "because": "North has taken them over.",
    }  # fmt: skip
    with pytest.raises(Refused) as refusal:
        close_referral(**given, by=taken.who("manager"), at=taken.later())
    assert LABELS[0] in refusal.value.verdict.say
    closed = close_referral(
        **given, despite="I rang the school there: they have it tomorrow.", by=taken.who("manager"), at=taken.later()
    )  # fmt: skip
    assert (
        closed.status == "closed" and LABELS[0] in closed.closed_because and "I rang" in closed.closed_because
    )
    assert leg("school_file").status == "due", "the leg stands, and is asked about until it is there"


def test_the_page_says_so_and_leads_to_each(taken: Moved) -> None:
    shown = page(taken, "manager", f"/referrals/{taken.referral.pk}/close/")
    assert LABELS[0] in shown and "Why must it close although somebody objects?" in shown
    assert (
        f"/handovers/legs/{leg('school_file').pk}/" in shown and f"/handovers/legs/{leg('gp').pk}/" in shown
    )
    assert f"/handovers/legs/{leg('midwife').pk}/" not in shown, "not needed"


def test_of_a_protected_family_no_leg_is_named(taken: Moved) -> None:
    Person.objects.filter(pk=taken.child).update(address_hidden=True)
    (said,) = says_out(taken)
    assert "Ring the hub" in said and "School" not in said and "GP" not in said


def test_what_was_taken_back_holds_nothing(cast: Cast, pack: Any, at: datetime, north: North) -> None:
    moved = Moved(cast, at)
    moved.led()
    made = moved.offered(north, by="manager")
    assert Leg.objects.filter(status="due").exists() and says_out(moved)
    withdraw_handover(
        handover_id=str(made.pk), because="They came home.", by=moved.who("manager"), at=moved.later()
    )
    assert says_out(moved) == []


def test_the_rule() -> None:
    assert may_close_beside([])
    both = may_close_beside([StillOut("GP"), StillOut("GP"), StillOut("School")])
    assert not both and both.say.endswith("GP, School.")
    assert "GP" not in may_close_beside([StillOut("GP", protected=True)]).say


def test_two_areas_that_handed_a_family_over_know_each_other(taken: Moved, north: North) -> None:
    """Whether each area knows what the other knows is asked about a family that crossed, until one took over from the other."""
    (other,) = numbers_elsewhere(at=taken.at, own=numbers_of(current(at=taken.at)))
    there = Place.objects.create(line="2 Mill Lane", postcode="HW2 1AA")
    child = Person.objects.get(pk=taken.child)
    first = AddressPeriod.objects.filter(person=child).select_related("place")[0]
    AddressPeriod.objects.filter(pk=first.pk).update(from_on=taken.at.date() - timedelta(days=300))
    AddressPeriod.objects.create(person=child, place=there, from_on=taken.at.date(), source_ref="extract:9")

    def asked() -> set[str]:
        return {one.code for one in moving_questions(child, shielded=False, at=taken.later())}

    assert "two-authorities" in asked(), "North’s postcodes are not those of Harrowfen"
    area = PackRelease.objects.exclude(area=settings.PLAIT_AREA).values_list("area", flat=True).get()
    number = current(at=taken.at, area=area).area.authority_number
    Peer.objects.filter(pk=north.peer.pk).update(authority_number=number)
    assert areas_that_told([taken.child], at=taken.at) == {
        frozenset({numbers_of(current(at=taken.at)).authority, other.authority})
    }
    assert "two-authorities" not in asked()
