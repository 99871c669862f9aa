"""Asking partners: each ask a sharing decision, with the least that lets them look."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from plait.base.access.verdict import Refused
from plait.base.announce.bus import Event
from plait.base.audit.models import AuditEntry
from plait.base.clock.queries import clock
from plait.base.outbox.models import Message
from plait.referrals.access import visible_checks
from plait.referrals.actions.accept_referral import accept_referral
from plait.referrals.actions.ask_again import ask_again
from plait.referrals.actions.ask_partners import ask_partners
from plait.referrals.actions.rate_contact import rate_contact
from plait.referrals.actions.withdraw_check import withdraw_check
from plait.referrals.events import CheckWithdrawn, PartnerAsked
from plait.referrals.models import Contact, PartnerCheck, Referral
from plait.referrals.queries.asking import Ask
from plait.sharing.models import DisclosureItem, SharingDecision
from plait.site.demo.cast import Cast
from tests.referrals.hub.story import Who

WHY = "To decide whether a child is at risk of significant harm"


def ask(
    referral: Referral, cast: Cast, who: Who, at: datetime, *agencies: str, **more: Any
) -> list[PartnerCheck]:
    asks = [Ask(agency_id=str(cast.agencies[one].pk), **more) for one in agencies]
    return ask_partners(referral_id=str(referral.pk), asks=asks, purpose=WHY, by=who("screener"), at=at)


def test_each_ask_is_a_sharing_decision_with_a_time(
    referral: Referral, cast: Cast, who: Who, at: datetime, told: list[Event]
) -> None:
    rate_contact(contact_id=str(referral.contact_id), rating="red", because="x", by=who("screener"), at=at)
    police, school = ask(referral, cast, who, at, "police", "alder_lane")
    assert SharingDecision.objects.filter(occasion="ask", gateway="CA04_16LA").count() == 2
    assert police.decision.source_ref == police.ref
    assert police.mandatory
    assert police.questions
    assert sum(isinstance(event, PartnerAsked) for event in told) == 2
    promise = clock(f"{police.ref}:answer")
    assert promise is not None
    assert (promise.owner, promise.due_at) == (f"team:{police.team_id}", at + timedelta(hours=2))
    assert visible_checks(who("dsl"), at=at).get() == school
    assert not visible_checks(who("police_ex_partner"), at=at).filter(pk=school.pk).exists()
    letter = Message.objects.get(key=f"{police.ref}:asked")
    assert "Marlow" not in json.dumps(letter.context)


def test_who_must_not_know_never_leaves(referral: Referral, cast: Cast, who: Who, at: datetime) -> None:
    for check in ask(referral, cast, who, at, "police", "alder_lane", "surgery", "housing", "safe_harbour"):
        shown = json.dumps(check.shown)
        for secret in ("Mill Lane", "EW3", "before 10", "Osei", "class teacher", "must not", "learn"):
            assert secret not in shown, (check.agency.name, secret)
        assert check.speak_first
        assert check.decision.outcome in {"share", "part"}
    left = DisclosureItem.objects.filter(withheld=False).values_list("text", flat=True)
    assert not any("Mill Lane" in text or "Osei" in text for text in left)


def test_each_recipient_reads_only_what_its_kind_needs(
    calm: Contact, cast: Cast, who: Who, at: datetime
) -> None:
    referral = accept_referral(contact_id=str(calm.pk), because="x", by=who("screener"), at=at)
    police, housing, camhs = ask(referral, cast, who, at, "police", "housing", "camhs")
    (child,) = police.shown["children"]
    assert child["name"] == "Bo Lister"
    assert "Elm Row" in child["address"]
    assert police.shown["concern"]
    assert housing.shown["concern"] == ""
    assert "address" not in camhs.shown["children"][0]
    assert not police.speak_first


def test_an_agency_already_asked_is_not_asked_twice(
    referral: Referral, cast: Cast, who: Who, at: datetime
) -> None:
    first = ask(referral, cast, who, at, "police")
    assert ask(referral, cast, who, at, "police", "surgery")[0] == first[0]
    assert PartnerCheck.objects.count() == 2


def test_asking_that_is_refused(referral: Referral, cast: Cast, who: Who, at: datetime) -> None:
    police = str(cast.agencies["police"].pk)
    for key, asks, purpose, reason in (
        ("call_handler", [Ask(police)], WHY, "no-role-check:ask"),
        ("screener", [], WHY, "nobody-chosen"),
        ("screener", [Ask(police)], " ", "no-purpose"),
        ("screener", [Ask(police, gateway="NONE")], WHY, "no-gateway"),
        ("screener", [Ask(police, gateway="CPA26_CSA")], WHY, "gateway-not-yet"),
        ("screener", [Ask(str(cast.agencies["safe_harbour"].pk), gateway="CDA98_115")], WHY, "not-to-them"),
        ("screener", [Ask(str(cast.agencies["early_help"].pk))], WHY, "nobody-to-ask"),
    ):
        with pytest.raises(Refused, match=reason):
            ask_partners(referral_id=str(referral.pk), asks=asks, purpose=purpose, by=who(key), at=at)
    assert not PartnerCheck.objects.exists()
    assert AuditEntry.objects.filter(act="deed:ask_partners", verdict="refused").count() == 7


def test_more_urgent_now_the_partners_time_is_counted_again(
    referral: Referral, cast: Cast, who: Who, at: datetime
) -> None:
    rate_contact(contact_id=str(referral.contact_id), rating="green", because="x", by=who("screener"), at=at)
    (police,) = ask(referral, cast, who, at, "police")
    rate_contact(contact_id=str(referral.contact_id), rating="red", because="y", by=who("screener"), at=at)
    promise = clock(f"{police.ref}:answer")
    assert promise is not None
    assert promise.due_at == at + timedelta(hours=2)


def test_taking_a_question_back_closes_it_to_them(
    referral: Referral, cast: Cast, who: Who, at: datetime, told: list[Event]
) -> None:
    (school,) = ask(referral, cast, who, at, "alder_lane")
    with pytest.raises(Refused, match="needs-reason"):
        withdraw_check(check_id=str(school.pk), because=" ", by=who("screener"), at=at)
    with pytest.raises(Refused, match="no-role"):
        withdraw_check(check_id=str(school.pk), because="x", by=who("dsl"), at=at)
    later = at + timedelta(minutes=1)
    for _ in range(2):
        withdraw_check(check_id=str(school.pk), because="Wrong school", by=who("screener"), at=later)
    assert not visible_checks(who("dsl"), at=later).exists()
    assert sum(isinstance(event, CheckWithdrawn) for event in told) == 1
    promise = clock(f"{school.ref}:answer")
    assert promise is not None
    assert promise.state == "stopped"


def test_need_more_is_asked_again_and_time_used_stays_used(
    referral: Referral, cast: Cast, who: Who, at: datetime
) -> None:
    (school,) = ask(referral, cast, who, at, "alder_lane")
    with pytest.raises(Refused, match="check-is-asked"):
        ask_again(check_id=str(school.pk), more="His sister is Ivy", by=who("screener"), at=at)
    PartnerCheck.objects.filter(pk=school.pk).update(status="answered")
    with pytest.raises(Refused, match="no-questions"):
        ask_again(check_id=str(school.pk), more="", by=who("screener"), at=at)
    for _ in range(2):
        ask_again(check_id=str(school.pk), more="His sister is Ivy", by=who("screener"), at=at)
    school.refresh_from_db()
    assert school.status == "asked"
    assert school.questions[-1] == "His sister is Ivy"
    assert SharingDecision.objects.filter(source_ref=school.ref).count() == 2
