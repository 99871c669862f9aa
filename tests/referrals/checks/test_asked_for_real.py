"""From the hub's ask to the agency's answer, by the hub's own action."""

from collections.abc import Callable
from datetime import datetime, timedelta

from plait.base.audit.actor import Actor
from plait.base.clock.queries import clock
from plait.base.timers.models import Timer
from plait.referrals.actions.answer_check import ChildAnswer, answer_check
from plait.referrals.actions.ask_again import ask_again
from plait.referrals.actions.ask_partners import Ask, ask_partners
from plait.referrals.actions.open_check_first import open_check_first
from plait.referrals.models import PartnerCheck, Referral
from plait.sharing.models import SharingDecision
from plait.site.demo.cast import Cast

Who = Callable[[str], Actor]


def asked(cast: Cast, referral: Referral, who: Who, at: datetime, agency: str) -> PartnerCheck:
    (check,) = ask_partners(
        referral_id=str(referral.pk),
        asks=[Ask(agency_id=str(cast.agencies[agency].pk))],
        purpose="To decide whether these children need help or protection",
        by=who("screener"),
        at=at,
    )
    return check


def test_an_answer_ends_every_promise_of_the_ask(
    cast: Cast, referral: Referral, who: Who, at: datetime
) -> None:
    check = asked(cast, referral, who, at, "alder_lane")
    assert Timer.objects.filter(subject=check.ref, state="waiting").exists()
    later = at + timedelta(minutes=10)
    open_check_first(check_id=str(check.pk), by=who("dsl"), at=later)
    answers = [
        ChildAnswer(child["person"], "need_more", note="Which class?") for child in check.shown["children"]
    ]
    answer_check(check_id=str(check.pk), answers=answers, by=who("dsl"), at=later)
    check.refresh_from_db()
    assert check.status == "opened"
    known = [ChildAnswer(child["person"], "not_known") for child in check.shown["children"]]
    answer_check(check_id=str(check.pk), answers=known, by=who("dsl"), at=later)
    ask_again(check_id=str(check.pk), more="They may be called Farley.", by=who("screener"), at=later)
    again = later + timedelta(minutes=10)
    answer_check(check_id=str(check.pk), answers=known, by=who("deputy_dsl"), at=again)
    check.refresh_from_db()
    running = clock(f"{check.ref}:answer")
    assert check.status == "answered" and check.answered_at == again
    assert running is not None and running.state == "stopped"
    assert not Timer.objects.filter(subject=check.ref, state="waiting").exists()


def test_every_kind_of_agency_has_a_gateway_to_answer_by(
    cast: Cast, referral: Referral, who: Who, at: datetime
) -> None:
    officers = {"alder_lane": "dsl", "police": "police", "surgery": "gp", "housing": "housing", "safe_harbour": "idva",
                "probation": "probation", "camhs": "camhs", "health_visiting": "health_visitor"}  # fmt: skip
    for agency, officer in officers.items():
        check = asked(cast, referral, who, at, agency)
        known = [ChildAnswer(child["person"], "nothing_relevant") for child in check.shown["children"]]
        answer_check(check_id=str(check.pk), answers=known, by=who(officer), at=at)
    given = SharingDecision.objects.filter(occasion="answer").values_list("gateway", flat=True)
    assert all(given)
