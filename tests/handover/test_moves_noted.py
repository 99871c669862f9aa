"""A family moves: noted once, asked about again when its time is over, and whose area it is said only where nobody hides."""

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from plait.base.access.verdict import Refused
from plait.base.outbox.models import Message
from plait.base.packs import current
from plait.base.timers import fire_due
from plait.handover.actions.erase_alerts import erase_alerts
from plait.handover.actions.note_move import look_at_move, note_move
from plait.handover.actions.offer_handover import Seen, offer_handover
from plait.handover.forms.alerts import MoveLookForm, TellForm
from plait.handover.forms.handing import AnswerForm
from plait.handover.handlers.alerts import WORKER
from plait.handover.models import FamilyMove, MoveLook
from plait.handover.rules.moving import Noted
from plait.handover.rules.offering import Offer
from plait.people.models import Person
from plait.referrals.forms.strategy import ActionForm
from plait.sharing.forms.after import ToldForm
from plait.site.demo.cast import Cast
from tests.base.federation.delivery import pinned
from tests.feedback.journey import Journey, family
from tests.matrix.world import undone

THEY_TOLD = Noted(
    "notified", "Her mother rang, canary-told.", date(2026, 11, 20), postcode="HW2 1AA", why=("renting",)
)


@pytest.fixture(scope="module")
def once(area_put_back: Callable[[], Cast], django_db_blocker: Any) -> Iterator[Journey]:
    with django_db_blocker.unblock(), undone():
        at = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
        yield Journey(area_put_back(), at).raised(concern=family(shielded=False)).accepted()


@pytest.fixture
def db(once: Journey) -> None:
    """In place of pytest-django's own, as in tests/matrix/conftest.py."""


@pytest.fixture
def one(db: None, once: Journey) -> Iterator[Journey]:
    """The same for each test, and what it does is undone."""
    with undone():
        yield deepcopy(once)


def noted(one: Journey, **changed: Any) -> FamilyMove:
    said = {name: getattr(THEY_TOLD, name) for name in THEY_TOLD.__slots__} | changed
    return note_move(person_id=one.child, noted=Noted(**said), by=one.who("screener"), at=one.later())


def looked(one: Journey, move: FamilyMove, found: str, **said: Any) -> FamilyMove:
    given = {"move_id": str(move.pk), "person_id": one.child, "found": found, **said}
    return look_at_move(**given, by=one.who("screener"), at=one.later())


def asked() -> int:
    return Message.objects.filter(kind="move-to-look-at").count()


def test_whose_area_it_is_and_no_address(one: Journey) -> None:
    move = noted(one)
    assert (move.authority, move.look_on, move.contact_id) == (
        "Harrowfen County (invented)",
        None,
        one.contact.pk,
    )
    page = one.browser("screener").get(f"/people/{one.child}/moves/").content.decode()
    assert "In the area of" in page and "canary-told" in page and "A private tenancy ended" in page
    assert "HW2" not in repr(FamilyMove.objects.values())
    assert "HW2 1AA" not in page and "HW21AA" not in page


def test_the_area_of_the_postcode_is_chosen_and_another_needs_a_word(one: Journey) -> None:
    """Unless anybody of them hides: then the page chooses none, and says nothing of a postcode."""
    north, south = pinned(at=one.at, authority_number="999", name="Northmere"), pinned("south", at=one.at)
    noted(one)
    with time_machine.travel(one.at, tick=False):
        browser, path = one.browser("manager"), f"/referrals/{one.referral.pk}/hand-over/"
        assert chosen(browser.get(path)) == str(north.pk)
        given = {
            "area": str(south.pk),
            "basis": "cin",
            "why_moved": "A flat.",
            "planned": "yes",
            "destination": "there",
        }
        given |= {"gateway": "CA89_47", "handover_id": str(uuid4())}
        refused = browser.post(path, given).content.decode()
        assert "Choose that area, or say why" in refused and "As they will see it" not in refused
        offer = Offer(peer_id=str(south.pk), basis="cin", why_moved="A flat.", gateway="CA89_47")
        said: dict[str, Any] = {"referral_id": str(one.referral.pk), "by": one.who("manager"), "at": one.at}
        with pytest.raises(Refused, match="another-area"):
            offer_handover(offer=offer, seen=Seen(str(uuid4())), **said)
        why = replace(offer, area_because="Their school is over that border.")
        assert offer_handover(offer=why, seen=Seen(str(uuid4())), **said).area_because.startswith(
            "Their school"
        )
        Person.objects.filter(pk=one.child).update(address_hidden=True)
        page = browser.get(path)
        assert chosen(page) == "" and "By the postcode" not in page.content.decode()


def chosen(page: Any) -> str:
    """Which area the form of the offer has chosen."""
    found = re.search(r'<option value="([^"]+)" selected', page.content.decode())
    return found.group(1) if found else ""


def test_without_a_postcode_the_newest_home_says_whose(one: Journey) -> None:
    assert noted(one, postcode="").authority.startswith("Ellowmere")


def test_one_for_a_time_is_asked_about_when_its_time_is_over(one: Journey) -> None:
    move = noted(one, temporary=True, until=date(2026, 12, 7))
    fire_due(at=one.at + timedelta(days=13))
    assert asked() == 0
    fire_due(at=one.at + timedelta(days=15))
    assert asked() == 1
    one.at += timedelta(days=15)
    move = looked(one, move, "longer", until=date(2027, 1, 4))
    assert (move.until, move.look_on, move.state) == (date(2027, 1, 4), date(2027, 1, 4), "stands")
    fire_due(at=one.at + timedelta(days=30))
    assert asked() == 2
    one.at += timedelta(days=30)
    assert looked(one, move, "back").state == "over"
    with pytest.raises(Refused) as no:
        looked(one, move, "back")
    assert no.value.verdict.reason == "over" and MoveLook.objects.count() == 2


def test_what_is_only_thought_is_asked_about_in_two_weeks(one: Journey) -> None:
    move = noted(one, known="suspected", told="The curtains are gone.")
    assert move.look_on == date(2026, 12, 7)
    assert looked(one, move, "moved").known == "discovered"
    fire_due(at=one.at + timedelta(days=20))
    assert asked() == 0, "somebody has looked"


def test_on_its_page_a_move_is_noted_and_looked_at(one: Journey) -> None:
    browser, path = one.browser("screener"), f"/people/{one.child}/moves/"
    assert browser.post(path, {"known": "suspected", "told": "The neighbour thinks so."}).status_code == 302
    move = FamilyMove.objects.get()
    assert "Look at it again" in browser.get(path).content.decode()
    assert browser.post(path, {"move": str(move.pk), "found": "back"}).status_code == 200, (
        "not a word on a guess"
    )
    assert (
        browser.post(path, {"move": str(move.pk), "found": "not_moved", "seen": "She opened."}).status_code
        == 302
    )
    assert FamilyMove.objects.get().state == "over"


def test_a_move_of_another_family_is_not_theirs(one: Journey) -> None:
    move = noted(one)
    adult = str(one.contact.people.get(role="adult").description.person_id)
    with pytest.raises(Refused) as no:
        look_at_move(
            move_id=str(move.pk), person_id=adult, found="back", by=one.who("screener"), at=one.later()
        )
    assert no.value.verdict.hides


def test_the_words_go_with_the_referral(one: Journey) -> None:
    noted(one, words="canary-words")
    erase_alerts(contact_id=str(one.contact.pk), by=WORKER, at=one.later())
    assert (
        "canary" not in repr(list(FamilyMove.objects.values())) and FamilyMove.objects.get().authority == ""
    )


def test_a_day_that_the_answer_has_no_place_for_is_said_and_not_dropped(one: Journey) -> None:
    at, pack = one.at, current(at=one.at)

    def day(name: str) -> dict[str, str]:
        return {f"{name}_day": "2", f"{name}_month": "3", f"{name}_year": "2026"}

    move = {"move": str(uuid4()), "found": "back", **day("longer")}
    asked = (
        (MoveLookForm(move, able=["back", "longer"], at=at), "longer"),
        (TellForm({"how": "still", "words": "Asked again.", **day("seen_on")}, at=at), "seen_on"),
        (
            AnswerForm({"answer": "query", "words": "?", **day("day")}, able=["query"], pack=pack, at=at),
            "day",
        ),
        (ToldForm({"safe": "yes", "told": "not_yet", **day("told_on")}, pack=pack, at=at), "told_on"),
        (ActionForm({"who": "Noor", **day("due_on")}, at=at), "what"),
    )
    for form, name in asked:
        assert "take the day out" in str(form.errors.get(name)) or (name == "what" and form.errors[name]), (
            name
        )
