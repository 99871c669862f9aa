"""Who is told in the app, whose letter waits, and who hears instead of somebody who cannot act."""

from datetime import datetime
from typing import Any

import pytest
from django.core import mail
from django.db import transaction

from plait.agencies.actions.end_account import end_account
from plait.agencies.actions.put_on_duty import put_on_duty
from plait.agencies.models import Adviser, Practitioner, Team
from plait.base.access.verdict import Refused
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.outbox import cancel, deliver_due, post
from plait.base.outbox.models import Message
from plait.base.packs import current
from plait.notices.actions.read import open_notice, read_all, unread
from plait.notices.jobs import let_old_notices_go
from plait.notices.queries import count_unread, kept_for
from plait.people.actions.merge_people import merge_people
from plait.people.models import DeclaredConflict, Person
from plait.privacy.events import RecordsErased
from plait.site.demo.moderating import VIGNETTES
from plait.thresholds.actions import run_moderation as run
from plait.thresholds.actions.score_vignette import score_vignette
from tests.feedback.journey import Journey
from tests.notices.conftest import DAY, HOUR, Post


def test_a_letter_to_somebody_stands_in_the_app_once(letters: Post) -> None:
    letters.write("lead")
    [told] = letters.told("lead")
    assert (told.kind, told.path, told.urgent, told.read_at) == ("stepdown-accepted", "/lead/", False, None)
    assert letters.told("screener") == []


def test_a_letter_to_a_team_is_told_to_whoever_is_in_it(letters: Post) -> None:
    team = letters.cast.teams["hub"]
    letters.write("", "nobody-leads", to=f"team:{team.pk}")
    assert letters.told("screener")[0].team == f"team:{team.pk}"
    assert letters.told("screener")[0].urgent and letters.told("teacher") == []
    school = letters.cast.agencies["alder_lane"]
    letters.write("", "agreement-withdrawn", to=f"agency:{school.pk}")
    assert [one.kind for one in letters.told("dsl")] == ["agreement-withdrawn"]


# ---------------------------------------------------------------- somebody must not know
def test_whoever_knows_the_family_is_not_told_and_their_deputy_is(letters: Post, at: datetime) -> None:
    journey = Journey(letters.cast, at).raised().accepted()
    lead = letters.cast.people["lead"]
    DeclaredConflict.objects.create(practitioner=lead, person_id=journey.child, declared_at=at)
    Practitioner.objects.filter(pk=lead.pk).update(deputy=letters.cast.people["manager"])
    letters.write("lead", "escalation-asked", about=journey.contact.ref)
    assert letters.told("lead") == []
    [instead] = letters.told("manager")
    assert instead.in_place_of_id == lead.pk
    letters.write("lead", "feedback", about=journey.contact.ref)
    assert len(letters.told("manager")) == 1, "what answers somebody's own words is nobody else's"
    deliver_due(at=at)
    assert Message.objects.get(key="letter:1").last_error == "protected-from"


def test_a_team_of_which_one_knows_the_family(letters: Post, at: datetime) -> None:
    journey = Journey(letters.cast, at).raised().accepted()
    hub = letters.cast.teams["hub"]
    before = len(letters.told("screener"))
    DeclaredConflict.objects.create(
        practitioner=letters.cast.people["screener"], person_id=journey.child, declared_at=at
    )
    letters.write("", "nobody-leads", to=f"team:{hub.pk}", about=journey.referral.ref)
    assert len(letters.told("screener")) == before
    assert letters.told("manager")[-1].kind == "nobody-leads"


def test_of_a_restricted_child_a_team_is_told_nothing(letters: Post, at: datetime) -> None:
    """As if there were no such record: only those involved by name, and the custodians, hear that something waits."""
    journey = Journey(letters.cast, at).raised().accepted()
    hub, keepers = letters.cast.teams["hub"], letters.cast.teams["custodians"]
    Person.objects.filter(pk=journey.child).update(restricted=True, custodian=keepers)
    was = {who: len(letters.told(who)) for who in ("screener", "manager", "custodian")}
    letters.write("", "nobody-leads", to=f"team:{hub.pk}", about=journey.contact.ref)
    letters.write("", "custodians-waiting", to=f"team:{keepers.pk}", about=journey.contact.ref)
    assert len(letters.told("screener")) == was["screener"]
    assert letters.told("custodian")[-1].kind == "custodians-waiting"


def test_what_was_told_before_anybody_could_tell_is_taken_back(letters: Post, at: datetime) -> None:
    letters.write("lead", about="contact:x")
    letters.write("lead", about="contact:y")
    with transaction.atomic():
        cancel(
            to=[f"practitioner:{letters.id('lead')}"], about=["contact:x"], because="protected-from",
            by=Actor.process("tests"), at=at,
        )  # fmt: skip
    assert [one.about for one in letters.told("lead")] == ["contact:y"]


# ---------------------------------------------------------------- away, and off the rota
def test_what_is_urgent_goes_to_whoever_acts_for_somebody_away(letters: Post, at: datetime) -> None:
    letters.away("lead", deputy="manager")
    own = letters.write("lead", "stepdown-late", letter="due")
    assert own.state == "gathered"
    [told], [instead] = letters.told("lead"), letters.told("manager")
    assert str(told.passed_to_id) == letters.id("manager")
    assert str(instead.in_place_of_id) == letters.id("lead") and instead.urgent
    deliver_due(at=at)
    assert [one.to for one in mail.outbox] == [[letters.mail_of("manager")]]


def test_what_is_not_urgent_waits_for_whoever_is_away(letters: Post, at: datetime) -> None:
    letters.away("lead", deputy="manager")
    own = letters.write("lead")
    assert own.state == "queued" and own.next_try is not None and own.next_try >= at + 2 * DAY
    assert letters.told("manager") == [] and len(letters.told("lead")) == 1


def test_others_are_on_duty_and_they_are_not(letters: Post, at: datetime) -> None:
    put_on_duty(
        team_id=str(letters.cast.teams["hub"].pk), practitioner_id=letters.id("call_handler"),
        from_at=at - HOUR, to_at=at + HOUR, by=letters.who("manager"), at=at,
    )  # fmt: skip
    letters.write("screener", "check-late", letter="due")
    assert str(letters.told("call_handler")[0].in_place_of_id) == letters.id("screener")
    assert {one.to_ref for one in Message.objects.filter(kind="check-late", state="queued")} == {
        f"practitioner:{letters.id('screener')}", f"practitioner:{letters.id('call_handler')}",
    }  # fmt: skip
    letters.write("call_handler", "check-late", letter="due")
    assert len(letters.told("screener")) == 1, "whoever is on duty answers themselves"


def test_everybody_is_on_leave(letters: Post, at: datetime) -> None:
    """The agency's mailbox hears just that, the duty team hears the rest, and the notice says so."""
    school = letters.cast.agencies["alder_lane"]
    for key, one in letters.cast.people.items():
        if str(one.agency_id) == str(school.pk):
            letters.away(key)
    Adviser.objects.filter(agency=school).update(practitioner=None)
    letters.write("dsl", "check-late", letter="due")
    assert letters.told("dsl")[0].everybody_away
    says = {one.to_ref: one.template for one in Message.objects.filter(key__startswith="notice:")}
    hub = Team.objects.filter(kind="hub").order_by("pk")[0]
    assert says == {f"agency:{school.pk}": "nobody_there", f"team:{hub.pk}": "ring"}
    assert str(letters.told("screener")[0].in_place_of_id) == letters.id("dsl")
    page = letters.browser("dsl").get("/notices/").content.decode()
    assert "Everybody who acts for you is away." in page


# ---------------------------------------------------------------- read, and taken back
def test_all_are_marked_and_marked_back(letters: Post, at: datetime) -> None:
    for _ in range(3):
        letters.write("lead")
    letters.write("lead", at=at + HOUR)
    lead = letters.who("lead")
    batch = read_all(until=at, by=lead, at=at)
    assert count_unread(lead.id) == 1, "what came meanwhile stays new"
    assert unread(batch=str(batch), by=letters.who("screener"), at=at) == 0
    assert unread(batch=str(batch), by=lead, at=at) == 3 and count_unread(lead.id) == 4
    assert unread(batch=str(batch), by=lead, at=at) == 0


def test_nobody_opens_what_somebody_else_was_told(letters: Post, at: datetime) -> None:
    letters.write("lead")
    with pytest.raises(Refused) as refused:
        open_notice(notice_id=str(letters.told("lead")[0].pk), by=letters.who("screener"), at=at)
    assert refused.value.verdict.hides


def test_what_they_were_told_goes_with_whoever_leaves_and_with_time(letters: Post, at: datetime) -> None:
    letters.write("lead")
    letters.write("screener")
    end_account(practitioner_id=letters.id("lead"), by=letters.who("administrator"), at=at)
    assert letters.told("lead") == [] and letters.told("screener")
    let_old_notices_go(at + 89 * DAY)
    assert letters.told("screener")
    let_old_notices_go(at + 91 * DAY)
    assert letters.told("screener") == []


def test_the_page(letters: Post, at: datetime, settings: Any) -> None:
    browser = letters.browser("lead")
    assert "Nothing has come" in browser.get("/notices/").content.decode()
    letters.write("lead", "stepdown-asked")
    page = browser.get("/notices/").content.decode()
    assert "Your team is asked to hold a family" in page and "Mark all as read" in page
    marked = browser.post("/notices/read/", {"until": "no moment"})
    assert "Undo" in browser.get(marked["Location"]).content.decode()
    batch = marked["Location"].partition("=")[2]
    browser.post("/notices/unread/", {"batch": batch})
    assert "Mark all as read" in browser.get("/notices/").content.decode()
    letters.write("lead", "stepdown-asked", at=at + HOUR)
    letters.write("lead", "stepdown-asked", at=at + HOUR, about="stepdown:x")
    page = browser.get("/notices/").content.decode()
    assert page.count("Your team is asked to hold a family <span") == 1, "the same words stand once"
    assert page.count("Told 2 times, first ") == 1 and page.count(">Open<") == 2, (
        "each thing that it is about opens"
    )
    newest = next(one for one in reversed(letters.told("lead")) if not one.about)
    gone = browser.post(f"/notices/{newest.pk}/open/")
    assert gone["Location"] == "/lead/"
    new = [one for one in letters.told("lead") if one.read_at is None]
    assert [one.about for one in new] == ["stepdown:x"], (
        "what stands there as one is read as one, and nothing else"
    )


def test_settings_say_what_is_wrong(letters: Post) -> None:
    browser = letters.browser("lead")
    said = {
        "in_digest": ["work"],
        "hours": "8",
        "quiet": "yes",
        "quiet_from": "20:00",
        "quiet_until": "20:00",
    }
    page = browser.post("/notices/settings/", said).content.decode()
    assert "Give another time than the first" in page
    assert browser.post("/notices/settings/", {**said, "quiet_from": "x"}).status_code == 200
    done = browser.post("/notices/settings/", {**said, "quiet": "no"})
    assert done["Location"] == "/notices/"
    shown = browser.get("/notices/settings/").content.decode()
    assert 'value="work" checked' in shown.replace('" id="id_in_digest_1"', '"') or "checked" in shown


# ---------------------------------------------------------------- told once, taken back, and gone with what it told of
def test_somebody_in_two_teams_is_told_once_and_by_name_before_as_one_of_a_team(
    letters: Post, at: datetime
) -> None:
    hub, duty = letters.cast.teams["hub"], letters.cast.teams["edt"]  # Gary Stone is in both

    def nobody_leads(to: str) -> None:
        with transaction.atomic():
            post(
                key=f"referral:x:nobody-leads:{to}",
                kind="nobody-leads",
                to=to,
                context={"link_path": "/"},
                at=at,
            )

    nobody_leads(f"team:{hub.pk}")
    nobody_leads(f"team:{duty.pk}")
    [told] = letters.told("edt")
    assert told.team == f"team:{hub.pk}" and len(letters.told("screener")) == 1
    nobody_leads(f"practitioner:{letters.id('edt')}")
    [told] = letters.told("edt")
    assert told.team == "", "by name: what is urgent goes on from there"
    nobody_leads(f"team:{duty.pk}")
    assert len(letters.told("edt")) == 1


def test_when_two_turn_out_to_be_one_whoever_knows_the_one_is_told_nothing_of_the_other(
    letters: Post, at: datetime
) -> None:
    journey = Journey(letters.cast, at).raised().accepted()
    lead = letters.cast.people["lead"]
    letters.write("lead", about=journey.contact.ref)
    letters.write("lead", about="contact:another")
    known = Person.objects.create(made_at=at)
    DeclaredConflict.objects.create(practitioner=lead, person=known, declared_at=at)
    assert len(letters.told("lead")) == 2
    merge_people(
        one_id=str(known.pk), other_id=journey.child, because="One child.", agreed_by=letters.id("manager"),
        by=letters.who("screener"), at=at,
    )  # fmt: skip
    assert [one.about for one in letters.told("lead")] == ["contact:another"]


def test_what_was_told_goes_with_the_record_and_when_the_pack_says(letters: Post, at: datetime) -> None:
    letters.write("lead", about="contact:x")
    letters.write("lead", about="contact:y")
    with transaction.atomic():
        announce(RecordsErased(("contact:x", "referral:z"), at))
    assert [one.about for one in letters.told("lead")] == ["contact:y"]
    assert kept_for(at=at) == 90 * DAY
    file = current(at=at).retention
    assert file is not None and file.class_of("notice") is not None


def test_whoever_sits_in_a_moderation_is_told_when_it_opens_and_when_it_is_shown(
    letters: Post, at: datetime
) -> None:
    ids = [str(letters.cast.agencies[key].pk) for key in ("police", "surgery", "housing")]
    by = letters.who("manager")
    session = run.begin_moderation(title="Neglect, autumn", agency_ids=ids, by=by, at=at)
    age, text = VIGNETTES[0]
    run.add_vignette(session_id=str(session.pk), text=text, age=age, composed=True, by=by, at=at)
    assert letters.told("police") == []
    run.open_moderation(session_id=str(session.pk), by=by, at=at)
    [told] = letters.told("police")
    assert (told.kind, told.path, told.urgent) == (
        "moderation-opened", f"/levels/moderation/{session.pk}/", False,
    )  # fmt: skip
    assert letters.told("manager") == [] and letters.told("dsl") == [], "who runs it, and whoever has no seat"
    vignette = session.vignettes.get()
    for who, level in (("police", 3), ("gp", 2), ("housing", 3)):
        score_vignette(
            vignette_id=str(vignette.pk), level=level, indicators=[], because="", by=letters.who(who), at=at
        )
    run.show_scores(session_id=str(session.pk), by=by, at=at + HOUR)
    assert [one.kind for one in letters.told("police")] == ["moderation-opened", "moderation-shown"]


def test_what_waits_stands_first_on_the_first_page(letters: Post) -> None:
    """Nobody looks through twenty pages for the one where something waits."""
    lead = letters.browser("lead")
    page = lead.get("/").content.decode()
    assert "Waits for you" not in page
    assert ">Notices</a></h2>" in page
    letters.write("lead")
    page = lead.get("/").content.decode()
    assert page.index("Waits for you") < page.index(">Notices</a></h3>") < page.index("Everything else")
    assert page.index("Everything else") < page.index(">Can I share this?</a></h3>")
