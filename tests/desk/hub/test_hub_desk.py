"""The hub's desk and morning board: what is new, late, at risk and out; and whom to ring."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from plait.agencies.models import User
from plait.agencies.queries import members
from plait.base.audit.actor import Actor
from plait.base.clock import Calendar
from plait.base.outbox.models import Message
from plait.base.timers import fire_due
from plait.desk.presenters.hub_board import next_noon
from plait.people.actions.declare_conflict import declare_conflict
from plait.people.rules import Described
from plait.referrals.actions.accept_referral import accept_referral
from plait.referrals.actions.ask_partners import ask_partners
from plait.referrals.actions.decide_next_step import decide_next_step
from plait.referrals.actions.note_call import note_call
from plait.referrals.actions.pass_to_worker import pass_to_worker
from plait.referrals.actions.raise_concern import raise_concern
from plait.referrals.actions.rate_contact import rate_contact
from plait.referrals.concern import ChildSaid
from plait.referrals.events import ConcernRaised
from plait.referrals.handlers import watch_new_concern
from plait.referrals.models import Contact, Referral
from plait.referrals.queries.asking import Ask
from plait.site.demo.cast import Cast
from tests.referrals.hub.story import CALM, Who

Look = Callable[..., str]


@pytest.fixture
def look(cast: Cast, pack: Any, at: datetime) -> Look:
    """`look("screener", "/hub/", after=hours)` is what Miriam Cole reads some hours later."""

    def read(key: str, path: str, *, after: float = 0) -> str:
        person = cast.people[key]
        if person.user is None:
            person.user = User.objects.create_user(f"{key}@x.invalid", None)
            person.save(update_fields=["user"])
        with time_machine.travel(at + timedelta(hours=after), tick=False):
            client = Client()
            client.force_login(person.user, backend="allauth.account.auth_backends.AuthenticationBackend")
            answer = client.get(path)
        return f"{answer.status_code} {answer.content.decode()}"

    return read


def know(by: Actor, at: datetime) -> None:
    declare_conflict(forename="Leanne", surname="Marlow", born_on=None, kind="ex-partner", by=by, at=at)


def test_an_empty_desk_says_so(look: Look) -> None:
    text = look("screener", "/hub/")
    assert text.startswith("200")
    assert "Nothing is waiting" in text


def test_new_concerns_come_first_with_who_must_not_know(contact: Contact, calm: Contact, look: Look) -> None:
    text = look("call_handler", "/hub/")
    assert "New, not rated yet" in text
    assert "Theo Marlow, Ivy Marlow" in text
    assert "Somebody must not know" in text
    assert "Mill Lane" not in text
    assert "Nia Osei" not in text


def test_not_opened_in_time_is_told_on_the_desk_and_the_board(
    contact: Contact, look: Look, at: datetime
) -> None:
    watch_new_concern(ConcernRaised(contact.pk, "standard", "x", at))
    assert "Not opened in time" not in look("screener", "/hub/", after=0.4)
    assert "Not opened in time" in look("screener", "/hub/", after=0.6)
    board = look("screener", "/hub/board/", after=0.6)
    assert contact.reference in board
    assert "Dana Whitlock" in board
    assert "deputy Robert Achebe" in board


def test_the_board_says_whom_to_ring_and_names_no_child(
    referral: Referral, look: Look, who: Who, at: datetime, cast: Cast
) -> None:
    rate_contact(contact_id=str(referral.contact_id), rating="red", because="x", by=who("screener"), at=at)
    asks = [Ask(str(cast.agencies["police"].pk))]
    (check,) = ask_partners(
        referral_id=str(referral.pk), asks=asks, purpose="Safety", by=who("screener"), at=at
    )
    board = look("manager", "/hub/board/", after=1)
    assert check.reference in board
    assert "01632 960120" in board
    assert "out of hours" in board
    assert "Marlow" not in board
    assert "Red now" in board
    late = look("manager", "/hub/board/", after=2.5)
    # Nobody there has opened it: it stands on top, late, and not a second time under what is red.
    assert late.index("Not opened in time") < late.index(check.reference) < late.index("Also red now")
    assert late.count(check.reference) == 1
    assert "Late" in late
    # Somebody rings them: the next one to look at the board need not ask whether anybody has.
    assert "Miriam Cole rang" not in late
    rang = at + timedelta(hours=2.6)
    note_call(
        about=check.ref, counts_as="note", spoke_with="The desk sergeant", rang_at=rang, said="They look now.",
        by=who("screener"), at=rang,
    )  # fmt: skip
    after = look("manager", "/hub/board/", after=2.7)
    assert "Miriam Cole rang" in after
    assert "The desk sergeant" not in after


def test_a_rated_concern_is_due_then_at_risk_then_late(
    contact: Contact, look: Look, who: Who, at: datetime
) -> None:
    rate_contact(contact_id=str(contact.pk), rating="red", because="x", by=who("screener"), at=at)
    due, risk, late = (look("screener", "/hub/", after=hours) for hours in (1, 3.5, 5))
    for text, words in ((due, "Due"), (risk, "At risk"), (late, "Late")):
        table = text[text.index("<caption") :]
        assert words in table[: table.index("</table>")]


def test_only_what_i_opened_first(
    contact: Contact, calm: Contact, look: Look, who: Who, at: datetime
) -> None:
    rate_contact(contact_id=str(calm.pk), rating="green", because="x", by=who("screener"), at=at)
    mine = look("screener", "/hub/?whose=mine")
    assert "Bo Lister" in mine
    assert "Theo Marlow" not in mine


def test_a_declared_conflict_takes_it_off_the_list(
    contact: Contact, look: Look, who: Who, at: datetime
) -> None:
    assert "Theo Marlow" in look("manager", "/hub/")
    declare_conflict(
        forename="Theo", surname="Marlow", born_on=None, kind="own family", by=who("manager"), at=at
    )
    for path in ("/hub/", "/hub/board/"):
        text = look("manager", path, after=30)
        assert "Theo Marlow" not in text
        assert contact.reference not in text
    assert "Theo Marlow" in look("screener", "/hub/")


def test_the_board_sends_nobody_to_whoever_knows_the_family(
    referral: Referral, look: Look, who: Who, cast: Cast, at: datetime
) -> None:
    """Lee Farrow is in the police team that is asked, and stands in for Karen Pike there. He knows Leanne Marlow."""
    rate_contact(contact_id=str(referral.contact_id), rating="red", because="x", by=who("screener"), at=at)
    asks = [Ask(str(cast.agencies["police"].pk))]
    ask_partners(referral_id=str(referral.pk), asks=asks, purpose="Safety", by=who("screener"), at=at)
    assert look("screener", "/hub/board/", after=1).count("Lee Farrow") == 2
    know(who("police_ex_partner"), at)
    board = look("screener", "/hub/board/", after=1)
    assert "Karen Pike" in board
    assert "Lee Farrow" not in board


def test_a_manager_is_rung_about_the_family_they_do_not_know(
    contact: Contact, calm: Contact, look: Look, who: Who, at: datetime
) -> None:
    for one in (contact, calm):
        watch_new_concern(ConcernRaised(one.pk, "standard", "x", at))
    before = look("screener", "/hub/board/", after=1).count("deputy Robert Achebe")
    know(who("manager"), at)
    assert look("screener", "/hub/board/", after=1).count("deputy Robert Achebe") == before / 2 > 0


def test_the_closed_list_is_the_designated_officers_alone(who: Who, look: Look, at: datetime) -> None:
    closed = raise_concern(concern=replace(CALM, about_worker=True), draft_id=None, by=who("teacher"), at=at)
    assert closed.reference not in look("manager", "/hub/")
    assert closed.reference not in look("manager", "/hub/board/", after=40)
    assert closed.reference in look("designated_officer", "/hub/")


def test_what_rings_opens_for_whoever_it_rings(
    contact: Contact, calm: Contact, referral: Referral, look: Look, who: Who, cast: Cast, at: datetime
) -> None:
    """The most urgent letters of all: each leads its reader to where they do what it asks, and nobody before a closed door."""
    screener = who("screener")
    rate_contact(contact_id=str(contact.pk), rating="red", because="x", by=screener, at=at)
    asks = [Ask(str(cast.agencies["police"].pk))]
    ask_partners(referral_id=str(referral.pk), asks=asks, purpose="Safety", by=screener, at=at)
    assessment = str(cast.teams["assessment"].pk)
    decide_next_step(
        referral_id=str(referral.pk), outcome="section_47", level=4, because="x", next_team_id=assessment,
        read_version=referral.version, by=who("manager"), at=at,
    )  # fmt: skip
    pass_to_worker(contact_id=str(calm.pk), team_id=assessment, by=screener, at=at)
    for about_worker in (False, True):
        said = replace(CALM, about_worker=about_worker)
        sent = raise_concern(concern=said, draft_id=None, by=who("teacher"), at=at)
        watch_new_concern(ConcernRaised(sent.pk, sent.route, "x", at))
    late = at + timedelta(hours=30)
    fire_due(at=late)
    rings = Message.objects.filter(kind__contains="-not-") | Message.objects.filter(kind="check-late")
    kinds = {"contact-not-opened", "contact-not-opened-deputy", "contact-not-accepted", "check-not-opened",
             "check-not-opened-deputy", "check-late", "lead-not-accepted"}  # fmt: skip
    assert set(rings.values_list("kind", flat=True)) == kinds
    keys = {str(one.pk): key for key, one in cast.people.items()}
    for ring in rings:
        kind, _, record_id = ring.to_ref.partition(":")
        told = [record_id] if kind == "practitioner" else [str(one.pk) for one in members(record_id, at=late)]
        path = str(ring.context["link_path"])
        assert path != "/" or keys[told[0]] == "edt", "only emergency duty, of the closed list"
        for one in told[:2]:
            assert look(keys[one], path, after=30).startswith("200"), (ring.kind, keys[one], path)


def test_others_are_not_let_in(look: Look) -> None:
    for key in ("teacher", "dsl", "police", "lead", "privacy_officer", "administrator"):
        assert look(key, "/hub/").startswith("403"), key
        assert look(key, "/hub/board/").startswith("403"), key


@pytest.mark.parametrize("path", ["/hub/", "/hub/board/"])
def test_as_many_queries_for_many_as_for_few(
    path: str, look: Look, who: Who, at: datetime, cast: Cast
) -> None:
    def one(number: int, rated: bool) -> None:
        child = ChildSaid(Described(forename=f"Child{number}", surname="Test"))
        new = raise_concern(concern=replace(CALM, children=(child,)), draft_id=None, by=who("teacher"), at=at)
        if rated:
            watch_new_concern(ConcernRaised(new.pk, "standard", "x", at))
            rate_contact(contact_id=str(new.pk), rating="red", because="x", by=who("screener"), at=at)
            referral = accept_referral(contact_id=str(new.pk), because="x", by=who("screener"), at=at)
            asks = [Ask(str(cast.agencies[key].pk)) for key in ("police", "surgery")]
            ask_partners(referral_id=str(referral.pk), asks=asks, purpose="x", by=who("screener"), at=at)

    counts = []
    for size in (1, 6):
        for number in range(size):
            one(number, rated=False)
            one(number, rated=True)
        look("screener", path, after=1)
        with CaptureQueriesContext(connection) as taken:
            look("screener", path, after=1)
        counts.append(len(taken))
    assert counts[0] == counts[1]


def test_the_boards_noon(pack: Any) -> None:
    calendar: Calendar = pack.calendar()
    assert next_noon(datetime(2026, 11, 23, 8, 30, tzinfo=UTC), calendar) == datetime(
        2026, 11, 23, 12, tzinfo=UTC
    )
    assert next_noon(datetime(2026, 11, 23, 12, 0, tzinfo=UTC), calendar) == datetime(
        2026, 11, 24, 12, tzinfo=UTC
    )
    assert next_noon(datetime(2026, 11, 27, 15, 0, tzinfo=UTC), calendar) == datetime(
        2026, 11, 30, 12, tzinfo=UTC
    )
    assert next_noon(datetime(2026, 12, 25, 9, 0, tzinfo=UTC), calendar) == datetime(
        2026, 12, 29, 12, tzinfo=UTC
    )
    assert next_noon(datetime(2026, 7, 6, 8, 0, tzinfo=UTC), calendar) == datetime(2026, 7, 6, 11, tzinfo=UTC)


def test_what_nobody_has_rated_is_counted_on_every_page_of_the_hub(
    look: Look, contact: Contact, who: Who, pack: Any, at: datetime
) -> None:
    """Somebody who declared that they know the family is not even told that something is there."""
    assert "<strong>1</strong> waits for you" in look("screener", "/")
    know(who("manager"), at)
    assert "Waits for you" not in look("manager", "/")
    rate_contact(
        contact_id=str(contact.pk),
        rating=pack.ratings[0].code,
        because="A bruise.",
        by=who("screener"),
        at=at,
    )
    assert "Waits for you" not in look("screener", "/")
