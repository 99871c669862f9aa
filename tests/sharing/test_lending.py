"""What is sealed or protected is lent to another area, read at its source, and gone with the next look once anything changed."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from plait.base.access.verdict import Refused
from plait.base.audit.actor import Actor
from plait.base.audit.models import AuditEntry
from plait.base.audit.pseudonyms import pseudonym
from plait.base.federation.leases import lent_words
from plait.base.federation.models import Loan, Outgoing
from plait.base.federation.wire.asks import Ask
from plait.base.federation.wire.refusals import NotAccepted
from plait.base.keys import own_ring
from plait.people.models import AddressPeriod, Person, Place
from plait.sharing.actions.correct_item import correct_item
from plait.sharing.actions.keep_item import keep_item
from plait.sharing.actions.lend_words import (
    lend_item,
    lend_whereabouts,
    take_back_item,
    take_back_whereabouts,
)
from plait.sharing.models import InformationItem, SharingDecision
from plait.sharing.rules.lending import Rests, Sealed, may_lend_item, may_lend_where, may_rest_on_decision
from plait.site.demo.cast import Cast
from tests.base.federation.border import NORTH, taken_in
from tests.base.federation.delivery import pinned
from tests.feedback.journey import ADDRESS, SCHOOL, Journey

MINUTE = timedelta(minutes=1)
WHY = "They have her tonight, and must know."
SEALED = "An informant says that he is looking for her."


# --- the rules, without a database
ITEM, RESTS = Sealed(sealed=True, stands=True, held_back=False), Rests(True, shares=True, names=True)


@pytest.mark.parametrize(
    ("item", "own", "decides", "reason"),
    [
        (ITEM, True, False, "lent"),
        (ITEM, False, True, "lent"),
        (ITEM, False, False, "neither-own-nor-deciding"),
        (replace(ITEM, stands=False), True, True, "superseded"),
        (replace(ITEM, held_back=True), True, True, "held-back"),
        (replace(ITEM, sealed=False), True, True, "not-sealed"),
    ],
)
def test_only_what_is_sealed_and_stands_is_lent(item: Sealed, own: bool, decides: bool, reason: str) -> None:
    assert may_lend_item(item, own=own, decides=decides).reason == reason


@pytest.mark.parametrize(
    ("rests", "because", "reason"),
    [
        (RESTS, WHY, "decided"),
        (Rests(False), WHY, "no-decision"),
        (replace(RESTS, shares=False), WHY, "no-decision"),
        (replace(RESTS, names=False), WHY, "no-decision"),
        (RESTS, "  tonight  ", "no-reason"),
    ],
)
def test_a_loan_rests_on_a_decision_about_this_person(rests: Rests, because: str, reason: str) -> None:
    assert may_rest_on_decision(rests, because=because).reason == reason


def test_of_a_restricted_record_nothing_goes_by_this_way() -> None:
    assert may_lend_where(protected=True, restricted=True).reason == "restricted"
    assert may_lend_where(protected=False, restricted=False).reason == "not-protected"
    assert may_lend_where(protected=True, restricted=False)


# --- with a family
class Lender:
    """This area, and north that reads."""

    def __init__(self, cast: Cast, at: datetime) -> None:
        story = (
            Journey(cast, at).raised("health_visitor").accepted().asked("police").answered("police", "police")
        )
        self.story, self.child, self.at = story, str(story.child), story.later()
        self.decision = str(
            SharingDecision.objects.filter(outcome="share", people__icontains=self.child)[0].pk
        )
        pinned(at=self.at)
        self.asked = 0

    def by(self, who: str) -> Actor:
        return self.story.who(who)

    def said(self, **more: Any) -> dict[str, Any]:
        return {"to": "north", "decision_id": self.decision, "because": WHY, "at": self.at, **more}

    def sealed(self) -> InformationItem:
        return keep_item(
            person_id=self.child, text=SEALED, assertion_kind="third_party", visibility="sealed", field_group="police",
            source_ref="note:1", by=self.by("police"), at=self.at,
        )  # fmt: skip

    def read(self, loan: Loan, after: timedelta = MINUTE) -> str:
        """What Kofi Mensah reads in north; empty where nothing is lent."""
        self.asked += 1
        ask = Ask(f"00000000-0000-0000-0000-00000000000{self.asked}", "north", "ellowmere", self.asked, "lease",
                  what=str(loan.pk), who="Kofi Mensah")  # fmt: skip
        at = self.at + after
        try:
            wire = lent_words(ask, ring=own_ring(), at=at)
        except NotAccepted:
            return ""
        keys = own_ring().public(at=at)
        with taken_in(wire, at=at, us="north", ring=NORTH, keys_of=lambda _code: keys) as opened:
            return opened.parts["words.json"].bytes().decode()


@pytest.fixture
def lender(cast: Cast, pack: Any, at: datetime) -> Lender:
    return Lender(cast, at)


def test_a_sealed_item_is_read_by_name_and_gone_once_it_is_corrected(lender: Lender) -> None:
    item = lender.sealed()
    loan = lend_item(item_id=str(item.pk), by=lender.by("manager"), **lender.said())
    assert SEALED in lender.read(loan)
    looked = AuditEntry.objects.get(act="sharing:read-over-the-border")
    assert looked.subject == pseudonym(f"person:{lender.child}")
    assert (looked.agency, looked.purpose) == ("area:north", "Read in north by Kofi Mensah")
    assert SEALED not in "".join(f"{one.head}{one.subject}{one.key}" for one in Outgoing.objects.all())
    with pytest.raises(Refused, match="not-involved"):
        lend_item(item_id=str(item.pk), by=lender.by("other_teacher"), **lender.said())
    wrongs: list[tuple[dict[str, str], str]] = [
        ({"decision_id": "00000000-0000-0000-0000-000000000000"}, "no-decision"),
        ({"because": "so"}, "no-reason"),
        ({"to": "south"}, "area-not-believed"),
    ]
    for wrong, reason in wrongs:
        with pytest.raises(Refused, match=reason):
            lend_item(item_id=str(item.pk), by=lender.by("manager"), **lender.said(**wrong))
    correct_item(
        item_id=str(item.pk),
        text="That was somebody else.",
        why="A mistake",
        by=lender.by("police_privacy"),
        at=lender.at,
    )
    assert lender.read(loan) == "", "neither the old words nor the new ones"
    assert Loan.objects.count() == 1


def test_what_is_taken_back_held_back_unsealed_or_restricted_is_gone_with_the_next_look(
    lender: Lender,
) -> None:
    item = lender.sealed()
    loan = lend_item(item_id=str(item.pk), by=lender.by("manager"), **lender.said())
    InformationItem.objects.update(visibility="private")
    assert lender.read(loan) == ""
    InformationItem.objects.update(visibility="sealed")
    Person.objects.update(restricted=True)
    assert lender.read(loan) == ""
    Person.objects.update(restricted=False)
    assert SEALED in lender.read(loan)
    assert take_back_item(item_id=str(item.pk), by=lender.by("manager"), at=lender.at + MINUTE) == 1
    assert lender.read(loan, 2 * MINUTE) == ""


def test_where_somebody_is_is_lent_as_it_stands_and_no_later_home(lender: Lender) -> None:
    with pytest.raises(Refused, match="not-involved"):
        lend_whereabouts(person_id=lender.child, by=lender.by("health_visitor"), **lender.said())
    loan = lend_whereabouts(person_id=lender.child, by=lender.by("manager"), **lender.said())
    read = lender.read(loan)
    assert (ADDRESS in read, SCHOOL in read) == (True, True)
    assert lender.read(loan, 15 * MINUTE) == ""
    assert ADDRESS not in loan.ref and lender.child in loan.ref
    again = lend_whereabouts(person_id=lender.child, by=lender.by("manager"), **lender.said())
    refuge = Place.objects.create(line="The refuge", town="Elsewhere", postcode="EW9 9ZZ")
    AddressPeriod.objects.create(person_id=lender.child, place=refuge, source_ref="note:2")
    assert lender.read(again, 2 * MINUTE) == "", "she fled: an old loan does not lead to the new home"
    assert take_back_whereabouts(person_id=lender.child, by=lender.by("manager"), at=lender.at + MINUTE) == 2
