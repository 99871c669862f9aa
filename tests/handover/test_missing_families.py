"""A family is missing: answered, signed, sent, looked at again, found; and nothing is left of it with anybody."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from plait.base.access.verdict import Refused
from plait.base.federation.models import Incident, Peer
from plait.base.outbox.models import Message
from plait.base.packs import current
from plait.base.prompts.events import FactsAbout, InSight
from plait.base.prompts.rules import Story
from plait.base.timers import fire_due
from plait.handover.access.alerting import visible_alerts
from plait.handover.actions.check_alert import check_alert
from plait.handover.actions.end_alert import end_alert
from plait.handover.actions.erase_alerts import erase_alerts
from plait.handover.actions.sign_alert import decline_alert, sign_alert
from plait.handover.handlers.alerts import WORKER
from plait.handover.jobs.alerts import look_after_alerts
from plait.handover.models import AlertCheck, MissingAlert
from plait.handover.prompts import facts_about, in_sight, missing_unseen
from plait.handover.wire.missing import Gone
from plait.notices.rules import KINDS
from plait.people.models import DeclaredConflict, Person
from plait.sharing.models import DisclosureItem, SharingDecision
from tests.feedback.journey import ADDRESS, CHILD, POSTCODE, SCHOOL, SURNAME, Journey
from tests.handover.known_here import db, once
from tests.handover.missing import fresh, north_says, out, raised, theirs, to_north
from tests.matrix.world import undone

CANARIES = ("canary-check", "canary-abuse", "canary-because", ADDRESS, POSTCODE, SCHOOL)


__all__ = ["db", "once"]


@pytest.fixture
def one(db: None, once: Journey) -> Iterator[Journey]:
    """The same for each test, and what it does is undone."""
    with undone():
        yield deepcopy(once)


def told(kind: str) -> set[str]:
    return set(Message.objects.filter(kind=kind).values_list("to_ref", flat=True))


def reads(one: Journey, who: str) -> list[MissingAlert]:
    return list(visible_alerts(one.who(who), at=one.at))


def ended(
    one: Journey, alert: MissingAlert, how: str = "found", by: str = "screener", **said: Any
) -> MissingAlert:
    given = {
        "seen_by": "A health visitor",
        "seen_on": date(2026, 11, 23),
        "words": "Seen at the door.",
        **said,
    }
    end_alert(alert_id=str(alert.pk), how=how, **given, by=one.who(by), at=one.later())
    return fresh(alert)


# --- before it goes
def test_nothing_has_left_before_a_senior_signs(one: Journey) -> None:
    alert = raised(one)
    assert (alert.state, to_north(one.at), SharingDecision.objects.filter(source_ref=alert.ref).count()) == (
        "waiting",
        [],
        0,
    )
    assert told("missing-to-sign") == {f"practitioner:{one.cast.people['manager'].pk}"}
    assert not told("missing-family")
    assert [reads(one, who) for who in ("dsl", "police", "edt")] == [[], [], []]
    assert reads(one, "screener") == reads(one, "manager") == [alert]


def test_another_person_than_the_raiser_signs_and_only_by_role(one: Journey) -> None:
    alert = raised(one, by="manager")
    for who, why in (("manager", "own-word"), ("screener", "no-such-alert")):
        with pytest.raises(Refused) as no:
            sign_alert(alert_id=str(alert.pk), gateway="CA89_47", by=one.who(who), at=one.later())
        assert no.value.verdict.reason == why
    assert fresh(alert).state == "waiting" and to_north(one.at) == []


def test_whoever_signs_shows_once_more_that_it_is_they(one: Journey) -> None:
    alert = raised(one)
    path, said = f"/missing-families/{alert.pk}/", {"sign": "yes", "gateway": "CA89_47"}
    answer = one.browser("manager").post(path, said)
    assert answer.status_code == 302 and "next=" in answer.headers["Location"]
    assert fresh(alert).state == "waiting" and to_north(one.at) == []
    browser = one.browser("manager")
    browser.post("/account/again/", {"password": "three-odd-words-together"})
    assert browser.post(path, said).headers["Location"] == path
    assert fresh(alert).state == "live"


def test_a_senior_says_no_and_the_raiser_reads_why(one: Journey) -> None:
    alert = raised(one)
    decline_alert(
        alert_id=str(alert.pk),
        because="Their aunt rang: they are on holiday.",
        by=one.who("manager"),
        at=one.later(),
    )
    assert (fresh(alert).state, fresh(alert).people, to_north(one.at)) == ("ended", [], [])
    assert told("missing-not-signed") and not told("missing-ended")


def test_one_family_has_one_alert(one: Journey) -> None:
    raised(one)
    with pytest.raises(Refused) as no:
        raised(one, by="manager")
    assert no.value.verdict.reason == "stands-already"


def test_whoever_begins_to_hide_before_it_is_signed_is_not_sent(one: Journey) -> None:
    alert = raised(one)
    Person.objects.filter(pk=one.child).update(address_hidden=True)
    with pytest.raises(Refused) as no:
        sign_alert(alert_id=str(alert.pk), gateway="CA89_47", by=one.who("manager"), at=one.later())
    assert no.value.verdict.reason == "may-flee" and to_north(one.at) == []
    look_after_alerts(one.later())
    assert (fresh(alert).state, fresh(alert).people) == ("ended", [])


# --- what goes, and to whom
def test_each_is_told_the_least_and_through_the_gate(one: Journey) -> None:
    alert = out(one)
    (said,) = to_north(one.at)
    assert [(a.forename, a.surname, a.born) for a in said.people] == [(CHILD, SURNAME, 2019)]
    assert (said.ends_on, said.number, len(said.if_seen)) == ("2027-02-22", 1, 3)
    assert not [one for one in CANARIES if one in repr(said)]
    decided = SharingDecision.objects.filter(source_ref=alert.ref)
    assert decided.count() == 3 and {one.purpose_code for one in decided} == {"enquiry"}
    lines = DisclosureItem.objects.filter(disclosure__decision__in=decided)
    assert not [one for one in CANARIES if one in repr([line.text for line in lines])]
    assert {f"agency:{one.cast.agencies[key].pk}" for key in ("alder_lane", "police")} < told(
        "missing-family"
    )


def test_it_is_read_by_those_who_were_told_while_it_lives(one: Journey) -> None:
    alert = out(one)
    for who in ("dsl", "police", "edt", "call_handler"):
        assert reads(one, who) == [alert], who
    for who in ("teacher", "housing", "camhs", "custodian", "lead", "privacy_officer", "administrator"):
        assert reads(one, who) == [], who
    page = one.browser("police").get(f"/missing-families/{alert.pk}/").content.decode()
    assert SURNAME in page and "born in 2019" in page and "Do not ask them" in page
    assert not [canary for canary in CANARIES if canary in page]
    assert "canary-because" in one.browser("manager").get(f"/missing-families/{alert.pk}/").content.decode()


def test_whoever_knows_them_as_family_reads_nothing(one: Journey) -> None:
    alert = out(one)
    assert reads(one, "police") == [alert]
    who = one.cast.people["police"]
    DeclaredConflict.objects.create(practitioner=who, person_id=one.child, kind="family", declared_at=one.at)
    assert reads(one, "police") == []


def test_whoever_begins_to_hide_is_shown_to_nobody_and_it_ends_within_the_round(one: Journey) -> None:
    alert = out(one)
    Person.objects.filter(pk=one.child).update(address_hidden=True)
    assert reads(one, "dsl") == reads(one, "edt") == []
    look_after_alerts(one.later())
    assert (fresh(alert).state, [said.says for said in to_north(one.at)]) == ("ended", ["missing", "ended"])
    assert fresh(alert).people == [] and not told("missing-ended"), "the hour in which it ended would say why"
    fire_due(at=one.at + timedelta(days=6))
    assert not told("missing-ended")
    fire_due(at=one.at + timedelta(days=7))
    assert f"agency:{one.cast.agencies['police'].pk}" in told("missing-ended")
    links = {row.context["link_path"] for row in Message.objects.filter(kind="missing-ended")}
    assert links == {"/missing-families/"}, "where it is no more, as any other that ended"
    with time_machine.travel(one.at, tick=False):
        page = one.browser("police").get("/missing-families/").content.decode()
    assert "Destroy then what you wrote down" in page and "destroy" in KINDS["missing-ended"][1], (
        "whatever ended it, what somebody keeps elsewhere goes too"
    )


# --- while it lives
def test_each_week_whoever_raised_it_is_asked_and_then_whoever_signed(one: Journey) -> None:
    alert = out(one)
    raiser, signer = (f"practitioner:{one.cast.people[key].pk}" for key in ("screener", "manager"))
    fire_due(at=one.at + timedelta(days=6))
    assert told("missing-still") == set()
    fire_due(at=one.at + timedelta(days=8))
    assert told("missing-still") == {raiser}
    fire_due(at=one.at + timedelta(days=11))
    assert told("missing-still") == {raiser, signer}
    one.at += timedelta(days=11)
    check_alert(
        alert_id=str(alert.pk),
        checked="Asked the school and the doctor again.",
        by=one.who("screener"),
        at=one.later(),
    )
    assert fresh(alert).check_on == date(2026, 12, 11) and AlertCheck.objects.count() == 1
    assert fresh(alert).ends_on == date(2027, 2, 22), "looking again makes nothing last longer"
    Message.objects.all().delete()
    fire_due(at=one.at + timedelta(days=3))
    assert told("missing-still") == set(), "answered"


def test_only_whoever_raised_it_or_signs_says_how_it_stands(one: Journey) -> None:
    alert = out(one)
    with pytest.raises(Refused) as no:
        ended(one, alert, by="dsl")
    assert no.value.verdict.reason == "no-role-speaks"


def test_after_three_months_it_ends_by_itself(one: Journey) -> None:
    alert = out(one)
    look_after_alerts(one.at + timedelta(days=91))
    assert fresh(alert).state == "live"
    look_after_alerts(one.at + timedelta(days=92))
    assert (fresh(alert).state, to_north(one.at)[-1].says) == ("ended", "ended")
    assert f"agency:{one.cast.agencies['police'].pk}" in told("missing-ended")


def asked_of(one: Journey) -> tuple[str, ...]:
    """What the question about a child whom nobody saw rests on, this evening."""
    prompts = current(at=one.at).prompts
    assert prompts is not None
    rule = next(rule for rule in prompts.rules if rule.code == "missing-unseen")
    story = facts_about(FactsAbout(known_as=(one.child,), at=one.at))
    found = missing_unseen(Story(one.at.date(), tuple(story)), rule)
    return found.evidence if found is not None else ()


def test_after_a_week_somebody_is_asked_who_saw_the_child_and_by_nobody_who_may_not_read_it(
    one: Journey,
) -> None:
    alert = out(one)
    assert asked_of(one) == ()
    one.at += timedelta(days=7)
    assert asked_of(one) == (alert.ref,)
    seen = in_sight(InSight(refs=(alert.ref,), by=one.who("screener"), at=one.at))
    assert list(seen) == [alert.ref] and "23 November" in seen[alert.ref].words
    assert in_sight(InSight(refs=(alert.ref,), by=one.who("gp"), at=one.at)) == {}, "nobody told them"
    with undone():
        Person.objects.filter(pk=one.child).update(address_hidden=True)
        assert asked_of(one) == (), "about somebody who hides nobody is asked"
        assert in_sight(InSight(refs=(alert.ref,), by=one.who("manager"), at=one.at)) == {}
    with undone():
        look_after_alerts(one.at + timedelta(days=92))
        assert asked_of(one) == (alert.ref,), "it ended by itself, and nobody was found"
    ended(one, alert)
    assert asked_of(one) == (), "safe and seen"


# --- and after
def test_found_is_safe_and_seen_by_a_role_and_never_where(one: Journey) -> None:
    alert = out(one)
    leads = [
        one.cast.agencies["alder_lane"].name + " teacher",
        "Northmere social worker",
        f"{ADDRESS} porter",
    ]
    for role in leads:
        with pytest.raises(Refused) as refused:
            ended(one, alert, seen_by=role)
        assert refused.value.verdict.reason == "no-role", role
    hub = one.browser("screener")
    said = {"how": "found", "seen_by": f"A porter of {POSTCODE}", "words": ""}
    assert "<title>Error: " in hub.post(f"/missing-families/{alert.pk}/", said).content.decode()
    assert [word.says for word in to_north(one.at)] == ["missing"], "nothing was sent"
    alert = ended(one, alert)
    found = to_north(one.at)[-1]
    assert (found.says, found.seen_by, found.seen_on, found.people) == (
        "found",
        "A health visitor",
        "2026-11-23",
        [],
    )
    page = one.browser("dsl").get(f"/missing-families/{alert.pk}/").content.decode()
    assert "Safe and seen by" in page and "A health visitor" in page
    assert SURNAME not in page and "Seen at the door" not in page
    assert f"agency:{one.cast.agencies['alder_lane'].pk}" in told("missing-found")


def test_nothing_is_left_of_it_here(one: Journey) -> None:
    alert = out(one)
    assert SURNAME in repr(list(DisclosureItem.objects.values_list("text", flat=True)))
    alert = ended(one, alert)
    assert (alert.people, alert.state) == ([], "found")
    decided = SharingDecision.objects.filter(source_ref=alert.ref)
    assert decided.count() == 3, "that it was shared, with whom and by which power stays"
    assert SURNAME not in repr(
        list(DisclosureItem.objects.filter(disclosure__decision__in=decided).values_list("text"))
    )
    assert all(copy.disposed_at for copy in alert.copies.filter(peer__isnull=True))


def test_an_area_says_that_nothing_is_left_or_somebody_rings(one: Journey) -> None:
    alert = ended(one, out(one))
    gone = Gone(alert=str(alert.number), on="2026-11-24")
    (copy,) = alert.copies.filter(peer__isnull=False)
    assert copy.disposed_at is None
    fire_due(at=one.at + timedelta(days=4))
    copy.refresh_from_db()
    assert copy.late and Incident.objects.filter(kind="not-disposed", code="north").count() == 1
    assert "ring them" in one.browser("manager").get(f"/missing-families/{alert.pk}/").content.decode()
    assert north_says(gone, at=one.later(), number=7).state == "received"
    assert north_says(gone, at=one.later(), number=8).state == "received", "twice is once"
    copy.refresh_from_db()
    assert copy.disposed_at is not None


def test_an_area_that_is_believed_no_more_is_rung_at_once(one: Journey) -> None:
    alert = out(one)
    Peer.objects.filter(code="north").update(state="suspended")
    alert = ended(one, alert)
    kept = Incident.objects.get(kind="not-disposed")
    assert alert.state == "found" and kept.message == str(alert.number), "each family is one of its own"


def test_nobody_says_gone_of_what_they_were_never_sent(one: Journey) -> None:
    raised(one)
    assert (
        north_says(Gone(alert=theirs().alert, on="2026-11-24"), at=one.later(), number=3).state == "refused"
    )


def test_the_words_go_with_the_referral(one: Journey) -> None:
    alert = out(one)
    erase_alerts(contact_id=str(one.contact.pk), by=WORKER, at=one.later())
    alert = fresh(alert)
    assert (alert.state, alert.because, alert.check_found, alert.people) == ("ended", "", "", [])
