"""What nobody opens, accepts or answers in its time rings: the hub first, then the deputy. No letter names anybody."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from plait.agencies.actions.record_absence import record_absence
from plait.base import packs
from plait.base.access.verdict import Refused
from plait.base.audit.actor import Actor
from plait.base.audit.models import AuditEntry
from plait.base.clock.actions.stop_clock import stop_clock
from plait.base.clock.events import ClockRuns
from plait.base.clock.queries import clock
from plait.base.outbox.models import Message
from plait.base.timers import fire_due
from plait.base.timers.models import Timer
from plait.people.actions.declare_conflict import declare_conflict
from plait.referrals.access import open_contact, visible_contacts
from plait.referrals.actions.ask_again import ask_again
from plait.referrals.actions.ask_partners import ask_partners
from plait.referrals.actions.note_opened import note_opened
from plait.referrals.actions.pass_to_worker import pass_to_worker
from plait.referrals.actions.protect_now import protect_now
from plait.referrals.actions.raise_concern import raise_concern
from plait.referrals.actions.rate_contact import rate_contact
from plait.referrals.actions.withdraw_check import withdraw_check
from plait.referrals.events import ConcernRaised
from plait.referrals.handlers import tell_who_acts_now, watch_new_concern
from plait.referrals.handlers.late import await_promise
from plait.referrals.models import Contact, PartnerCheck, Referral
from plait.referrals.queries.asking import Ask
from plait.site.demo.cast import Cast
from tests.referrals.hub.story import CALM, Who


def rung() -> set[tuple[str, str]]:
    rings = Message.objects.exclude(kind__in=["partner-asked", "passed-on"])
    assert not any("Marlow" in json.dumps(one.context) + one.subject_line for one in rings)
    return set(rings.values_list("kind", "to_ref"))


def know(by: Actor, at: datetime) -> None:
    declare_conflict(forename="Leanne", surname="Marlow", born_on=None, kind="ex-partner", by=by, at=at)


def test_the_hub_is_told_then_its_deputies(contact: Contact, cast: Cast, at: datetime) -> None:
    watch_new_concern(ConcernRaised(contact.pk, "standard", "x", at))
    assert fire_due(at=at + timedelta(minutes=29)).fired == 0
    for _ in range(2):
        fire_due(at=at + timedelta(minutes=31))
    hub = ("contact-not-opened", f"team:{cast.teams['hub'].pk}")
    assert rung() == {hub}
    fire_due(at=at + timedelta(minutes=46))
    manager = ("contact-not-opened-deputy", f"practitioner:{cast.people['manager'].pk}")
    assert rung() == {hub, manager}
    assert AuditEntry.objects.filter(act="ring:contact-not-opened").count() == 1


def test_opened_in_time_nobody_is_rung(contact: Contact, who: Who, at: datetime) -> None:
    watch_new_concern(ConcernRaised(contact.pk, "standard", "x", at))
    note_opened(contact_id=str(contact.pk), by=who("screener"), at=at + timedelta(minutes=10))
    fire_due(at=at + timedelta(hours=2))
    assert rung() == set()


def test_opened_and_forgotten_it_does_not_only_turn_red(
    contact: Contact, who: Who, cast: Cast, at: datetime
) -> None:
    """One working day to decide: the hub hears, a day later whoever acts for it, then its managers; until it is decided."""
    note_opened(contact_id=str(contact.pk), by=who("screener"), at=at)
    running = clock(f"{contact.ref}:decision")
    assert running is not None
    await_promise(ClockRuns(running.key, running.rule, running.subject, running.due_at, at))
    late, hub = running.due_at + timedelta(minutes=1), ("promise-late", f"team:{cast.teams['hub'].pk}")
    manager = ("promise-late", f"practitioner:{cast.people['manager'].pk}")
    for _ in range(2):
        fire_due(at=late)
    assert rung() == {hub}
    fire_due(at=late + timedelta(days=4))
    assert rung() == {hub, manager}
    know(who("manager"), late)
    before = Message.objects.filter(to_ref=manager[1]).count()
    for days in range(5, 9):
        fire_due(at=late + timedelta(days=days))
    assert Message.objects.filter(to_ref=manager[1]).count() == before, "for her it is not there any more"
    assert Message.objects.filter(kind="promise-late", to_ref=hub[1]).count() >= 4
    answered = late + timedelta(days=9)
    stop_clock(key=running.key, end_event="decided", by="x", at=answered)
    told = Message.objects.count()
    fire_due(at=answered + timedelta(days=30))
    assert Message.objects.count() == told


def test_a_team_without_deputies_rings_the_emergency_duty_team(
    contact: Contact, cast: Cast, at: datetime
) -> None:
    for person in cast.people.values():
        person.deputy = None
        person.save()
    watch_new_concern(ConcernRaised(contact.pk, "standard", "x", at))
    fire_due(at=at + timedelta(minutes=46))
    assert ("contact-not-opened-deputy", f"team:{cast.teams['edt'].pk}") in rung()

    # Whoever is on emergency duty is of no other team: they open it, and protect the child from it.
    on_duty = replace(cast.actor("edt", at=at), teams=frozenset({str(cast.teams["edt"].pk)}))
    later = at + timedelta(minutes=47)
    assert open_contact(on_duty, str(contact.pk), at=later) == contact
    protecting = [one.code for one in packs.current(at=later).outcomes.values() if one.never_blocked]
    decision = protect_now(
        contact_id=str(contact.pk), outcome=protecting[0], because="In danger now", by=on_duty, at=later
    )
    assert decision.outcome == protecting[0]


def test_the_emergency_duty_team_is_rung_about_the_closed_list_and_opens_none_of_it(
    contact: Contact, cast: Cast, at: datetime
) -> None:
    for person in cast.people.values():
        person.deputy = None
        person.save()
    contact.route = Contact.Route.CLOSED_LIST
    contact.save()
    watch_new_concern(ConcernRaised(contact.pk, "closed_list", "x", at))
    fire_due(at=at + timedelta(minutes=46))
    assert ("contact-not-opened-deputy", f"team:{cast.teams['edt'].pk}") in rung()
    on_duty = replace(cast.actor("edt", at=at), teams=frozenset({str(cast.teams["edt"].pk)}))
    with pytest.raises(Refused):
        open_contact(on_duty, str(contact.pk), at=at + timedelta(minutes=47))


def test_a_red_question_nobody_opens_rings_and_then_is_late(
    referral: Referral, who: Who, cast: Cast, at: datetime
) -> None:
    rate_contact(contact_id=str(referral.contact_id), rating="red", because="x", by=who("screener"), at=at)
    asks = [Ask(str(cast.agencies["police"].pk))]
    ask_partners(referral_id=str(referral.pk), asks=asks, purpose="Safety", by=who("screener"), at=at)
    fire_due(at=at + timedelta(minutes=31))
    police, hub = f"team:{cast.teams['police_safeguarding'].pk}", f"team:{cast.teams['hub'].pk}"
    assert rung() == {("check-not-opened", police), ("check-not-opened", hub)}
    fire_due(at=at + timedelta(minutes=46))
    assert ("check-not-opened-deputy", f"practitioner:{cast.people['police_ex_partner'].pk}") in rung()
    fire_due(at=at + timedelta(hours=3))
    assert {("check-late", police), ("check-late", hub)} <= rung()


def test_a_deputy_who_knows_the_family_is_not_told_and_somebody_else_is(
    referral: Referral, who: Who, cast: Cast, at: datetime
) -> None:
    """Karen Pike's deputy is Lee Farrow, who declared that he knows Leanne: she, the team's manager, hears it, and the hub."""
    rate_contact(contact_id=str(referral.contact_id), rating="red", because="x", by=who("screener"), at=at)
    asks = [Ask(str(cast.agencies["police"].pk))]
    ask_partners(referral_id=str(referral.pk), asks=asks, purpose="Safety", by=who("screener"), at=at)
    know(who("police_ex_partner"), at)
    fire_due(at=at + timedelta(minutes=46))
    told = {to for _, to in rung() if to.startswith("practitioner:")}
    assert told == {f"practitioner:{cast.people['police'].pk}"}
    assert ("check-not-opened-deputy", f"team:{cast.teams['hub'].pk}") in rung()


def test_the_hubs_only_deputy_knows_the_family_so_emergency_duty_is_told(
    contact: Contact, who: Who, cast: Cast, at: datetime
) -> None:
    watch_new_concern(ConcernRaised(contact.pk, "standard", "x", at))
    know(who("manager"), at)
    fire_due(at=at + timedelta(minutes=46))
    assert not [to for _, to in rung() if to.startswith("practitioner:")]
    assert ("contact-not-opened-deputy", f"team:{cast.teams['edt'].pk}") in rung()


def test_the_hub_is_on_leave_so_emergency_duty_is_told(
    contact: Contact, who: Who, cast: Cast, at: datetime
) -> None:
    """Robert Achebe stands in for the screener. He is away, as is everybody."""
    for key in ("manager", "screener", "call_handler", "edt"):
        record_absence(
            practitioner_id=str(cast.people[key].pk),
            from_at=at,
            to_at=at + timedelta(days=1),
            by=who(key),
            at=at,
        )
    watch_new_concern(ConcernRaised(contact.pk, "standard", "x", at))
    fire_due(at=at + timedelta(minutes=46))
    assert not [to for _, to in rung() if to.startswith("practitioner:")]
    assert ("contact-not-opened-deputy", f"team:{cast.teams['edt'].pk}") in rung()


def test_a_question_taken_back_rings_nobody(referral: Referral, who: Who, cast: Cast, at: datetime) -> None:
    asks = [Ask(str(cast.agencies["police"].pk))]
    (check,) = ask_partners(
        referral_id=str(referral.pk), asks=asks, purpose="Safety", by=who("screener"), at=at
    )
    withdraw_check(check_id=str(check.pk), because="Not needed", by=who("screener"), at=at)
    fire_due(at=at + timedelta(days=3))
    assert rung() == set()


@pytest.mark.parametrize(
    ("said", "about_worker", "waits"),
    [
        ({"danger_now": "yes"}, False, False),
        ({"answers": {"injury": "yes"}}, False, False),
        ({"danger_now": "yes"}, True, False),
        ({}, False, True),
    ],
)
def test_danger_in_the_night_waits_for_no_opening(
    said: dict[str, Any], about_worker: bool, waits: bool, who: Who, cast: Cast, at: datetime
) -> None:
    """Ellowmere's Red keeps office hours; a child in danger does not. Of the closed list the night hears that it must ring."""
    night = at.replace(hour=20, minute=0)
    sent = raise_concern(
        concern=replace(CALM, about_worker=about_worker, **said), draft_id=None, by=who("teacher"), at=night
    )
    event = ConcernRaised(sent.pk, sent.route, "x", night)
    with transaction.atomic():
        watch_new_concern(event)
        tell_who_acts_now(event)
    edt, owner = f"team:{cast.teams['edt'].pk}", f"team:{sent.team_id}"
    at_once = {("contact-cannot-wait", edt)} | ({("contact-cannot-wait", owner)} if about_worker else set())
    assert rung() == (set() if waits else at_once)
    on_duty = replace(cast.actor("edt", at=night), teams=frozenset({str(cast.teams["edt"].pk)}))
    may_open = visible_contacts(on_duty, at=night).filter(pk=sent.pk).exists()
    assert may_open == (not waits and not about_worker)
    fire_due(at=night + timedelta(minutes=31))
    later = {("contact-not-opened", owner), ("contact-not-opened", edt)}
    assert rung() == (set() if waits else at_once | later)


def test_by_day_the_hub_is_there(who: Who, cast: Cast, at: datetime) -> None:
    closing = at.replace(hour=17, minute=20)
    said = replace(CALM, danger_now="yes")
    sent = raise_concern(concern=said, draft_id=None, by=who("teacher"), at=closing)
    event = ConcernRaised(sent.pk, sent.route, "x", closing)
    with transaction.atomic():
        watch_new_concern(event)
        tell_who_acts_now(event)
    assert rung() == set()
    fire_due(at=closing + timedelta(minutes=31))
    assert ("contact-not-opened", f"team:{cast.teams['edt'].pk}") in rung(), "it has closed meanwhile"


@pytest.mark.parametrize("hours", [1.1])
def test_not_accepted_by_the_workers_team_rings_both(
    contact: Contact, who: Who, cast: Cast, at: datetime, hours: float
) -> None:
    team = f"team:{cast.teams['assessment'].pk}"
    pass_to_worker(contact_id=str(contact.pk), team_id=team.removeprefix("team:"), by=who("screener"), at=at)
    fire_due(at=at + timedelta(hours=hours))
    assert rung() == {
        ("contact-not-accepted", team),
        ("contact-not-accepted", f"team:{cast.teams['hub'].pk}"),
    }


def test_a_question_asked_again_is_opened_again_and_moves_and_ends_with_its_timers(
    referral: Referral, who: Who, cast: Cast, at: datetime
) -> None:
    asks = [Ask(str(cast.agencies["police"].pk))]
    (check,) = ask_partners(
        referral_id=str(referral.pk), asks=asks, purpose="Safety", by=who("screener"), at=at
    )
    check.status, check.opened_at, check.opened_by = "answered", at, "x"
    check.save()
    ask_again(check_id=str(check.pk), more="He was seen again", by=who("screener"), at=at)
    asked = PartnerCheck.objects.get(pk=check.pk)
    assert (asked.status, asked.opened_at, asked.opened_by) == ("asked", None, "")
    waiting = Timer.objects.filter(subject=check.ref, state="waiting")
    late = waiting.filter(kind="check-late").values_list("due_at", flat=True)
    before = set(late)
    assert waiting.filter(kind="check-not-opened", key__contains=":open:").exists()
    rate_contact(contact_id=str(referral.contact_id), rating="green", because="x", by=who("screener"), at=at)
    moved = set(late.all())
    assert len(moved) == 1 and moved != before
    withdraw_check(check_id=str(check.pk), because="Not needed", by=who("screener"), at=at)
    assert not waiting.exists()
