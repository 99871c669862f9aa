"""Rows of the threat list that apply today, each as a story that must stay impossible. (security.md 3 and 4)"""

from datetime import timedelta

import pytest
from django.db.models import Q

from plait.base.audit.models import AuditEntry
from plait.base.audit.pseudonyms import pseudonym
from plait.feedback.models import FeedbackTask
from plait.people.actions.declare_conflict import declare_conflict
from plait.people.actions.restrict_person import restrict_person
from plait.people.models import DeclaredConflict, Person
from plait.people.places import is_shielded
from plait.people.rules import Described
from plait.referrals.actions.answer_check import ChildAnswer, Item, answer_check
from plait.referrals.actions.raise_concern import raise_concern
from plait.referrals.concern import AdultSaid, ChildSaid, Concern, Safety
from plait.referrals.models import Contact, PartnerCheck, RatingGiven, Referrer
from tests.matrix.asking import ask
from tests.matrix.conftest import db, morning, world  # noqa: F401  the morning with everybody in it
from tests.matrix.world import GONE, NOW, World

pytestmark = pytest.mark.slow
# ruff: noqa: F811
SCRIPT = "<script>alert('canary')</script>"
IMAGE = '"><img src=x onerror=alert(1)>'
TEMPLATE = "{{ 7|add:7 }}{% load static %}"
PAYLOAD = f"{SCRIPT} {IMAGE} {TEMPLATE} javascript:alert(1)"


# ---------------------------------------------------------------- T01: a perpetrator with an account
def test_t01_he_cannot_look_for_her_even_with_every_right_way_in(world: World) -> None:
    """A hub screener who declared that they know her finds nothing by search, list, address or check."""
    screener = world.actor("screener")
    declare_conflict(forename="Leanne", surname="Marlow", born_on=None, kind="friend", by=screener, at=NOW)
    for path in (
        f"/hub/concerns/{world['contact:ava']}/",
        f"/people/{world['person:leanne']}/story/",
        f"/referrals/{world['referral:ava']}/",
        f"/checks/{world['check:ava-police']}/rang/",
    ):
        assert ask(world, "screener", path).outcome == "nothing", path
    kit = f"/hub/concerns/{world['contact:kit']}/who/{_kit_in_concern(world)}/"
    looked = ask(
        world, "screener", kit, "POST",
        {"do": "look", "forename": "Leanne", "surname": "Marlow", "purpose": "Who is it?"},
    )  # fmt: skip
    assert looked.outcome == "in"
    assert world["person:leanne"] not in looked.response.content.decode()


def _kit_in_concern(world: World) -> str:
    return str(Contact.objects.get(pk=world["contact:kit"]).people.order_by("order").first().pk)  # type: ignore[union-attr]


# ---------------------------------------------------------------- what was decided a minute ago holds now
def test_a_restriction_and_a_conflict_hold_at_once(world: World) -> None:
    """The very next request, in the same second, in the same session: no decision is kept."""
    browser, story = world.browsers["screener"], f"/people/{world['person:kit']}/story/"
    assert browser.get(story).status_code == 200
    declare_conflict(
        forename="Kit", surname="Rowe", born_on=None, kind="uncle", by=world.actor("screener"), at=NOW
    )
    assert browser.get(story).status_code == 404
    other = world.browsers["call_handler"]
    assert other.get(story).status_code == 200
    restrict_person(
        person_id=world["person:kit"], custodian_team_id=str(world.cast.teams["custodians"].pk),
        because="A colleague's child", by=world.actor("manager"), at=NOW,
    )  # fmt: skip
    assert other.get(story).status_code == 404


@pytest.mark.parametrize("who", GONE)
def test_a_session_ends_with_its_person(world: World, who: str) -> None:
    for path in ("/", "/hub/", "/levels/", "/account/", f"/hub/concerns/{world['contact:ava']}/"):
        assert ask(world, who, path).outcome == "sign-in", path
        assert ask(world, who, path, "POST", {}).outcome in ("sign-in", "no-method"), path


# ---------------------------------------------------------------- T11: a concern made up to get in
def test_t11_raising_a_concern_opens_nothing_but_ones_own_words(world: World) -> None:
    adviser = world.actor("idva")
    contact = raise_concern(
        concern=Concern(
            children=(ChildSaid(Described(forename="Ava", surname="Marlow"), "a friend's child"),),
            adults=(AdultSaid(Described(forename="Leanne", surname="Marlow"), "mother", lives_with="yes"),),
            reported="I have heard of trouble.", wanted="To know how they are.", family_told="told",
        ),
        draft_id=None, by=adviser, at=NOW,
    )  # fmt: skip
    people = [str(one.description.person_id) for one in contact.people.select_related("description")]
    for person in (world["person:ava"], *people):
        assert ask(world, "idva", f"/people/{person}/story/").outcome == "nothing"
        assert ask(world, "idva", f"/people/{person}/round/").outcome == "nothing"
    assert ask(world, "idva", f"/hub/concerns/{contact.pk}/").outcome == "nothing"
    own = ask(world, "idva", f"/concerns/{contact.pk}/").response.content.decode()
    assert "I have heard of trouble." in own
    assert not [word for word in ("bail", "flinched", "Theo", "Kerrigan", "Esther Lunn") if word in own]


# ---------------------------------------------------------------- T20: fields that nobody offered
def test_t20_what_a_form_does_not_offer_is_not_taken(world: World) -> None:
    browser, contact = world.browsers["screener"], Contact.objects.get(pk=world["contact:kit"])
    mark = RatingGiven.objects.filter(contact=contact).count()
    code = _any_rating(world)
    answer = browser.post(
        f"/hub/concerns/{contact.pk}/rate/",
        {
            "rating": code, "because": "A cold home.", "was": "", "status": "closed", "route": "closed_list",
            "team": str(world.cast.teams["edt"].pk), "by": world.cast.people["manager"].pk, "id": world["absent"],
            "contact_id": world["contact:fern"], "at": "2001-01-01", "by_name": "Somebody Else",
        },
    )  # fmt: skip
    assert answer.status_code == 302
    after = Contact.objects.get(pk=contact.pk)
    assert (after.route, after.team_id, after.received_at) == (
        contact.route,
        contact.team_id,
        contact.received_at,
    )
    given = RatingGiven.objects.filter(contact=contact).order_by("-at", "-pk").first()
    assert RatingGiven.objects.filter(contact=contact).count() == mark + 1
    assert given is not None and given.by == str(world.cast.people["screener"].pk) and given.at == NOW


def _any_rating(world: World) -> str:
    from plait.base import packs

    return packs.current(at=NOW).ratings[1].code


def test_t20_one_declares_only_for_oneself(world: World) -> None:
    other = str(world.cast.people["screener"].pk)
    world.browsers["teacher"].post(
        "/account/people-i-know/",
        {
            "forename": "Kit", "surname": "Rowe", "kind": "friend", "practitioner": other, "practitioner_id": other,
            "by": other, "person": world["person:kit"],
        },
    )  # fmt: skip
    assert not DeclaredConflict.objects.filter(practitioner_id=other).exists()
    assert ask(world, "screener", f"/people/{world['person:kit']}/story/").outcome == "in"


# ---------------------------------------------------------------- T21: words that are code
def test_t21_words_that_are_code_stay_words(world: World) -> None:
    """Stored in every field there is, and read back on every page of everyone who works on it."""
    told = Concern(
        children=(ChildSaid(Described(forename=SCRIPT[:40], surname=IMAGE, school=PAYLOAD, other_names=IMAGE), IMAGE[:40]),),
        adults=(AdultSaid(Described(forename=TEMPLATE, surname=SCRIPT[:60]), IMAGE[:40], lives_with="yes"),),
        safety=Safety(where="no", safe_contact=PAYLOAD), observed=PAYLOAD, child_words=PAYLOAD, reported=PAYLOAD,
        opinion=PAYLOAD, strengths=PAYLOAD, wanted=PAYLOAD, family_told="told",
    )  # fmt: skip
    contact = raise_concern(concern=told, draft_id=None, by=world.actor("nurse"), at=NOW)
    person = contact.people.order_by("order").first().description.person_id  # type: ignore[union-attr]
    readers = {
        "screener": ("/hub/", "/hub/board/", f"/hub/concerns/{contact.pk}/", f"/hub/concerns/{contact.pk}/rate/",
                     f"/hub/concerns/{contact.pk}/answer/", f"/hub/concerns/{contact.pk}/pass-on/",
                     f"/people/{person}/story/", f"/people/{person}/round/", f"/people/{person}/looked/"),
        "nurse": ("/concerns/mine/", f"/concerns/{contact.pk}/"),
    }  # fmt: skip
    seen = 0
    for who, paths in readers.items():
        for path in paths:
            got = ask(world, who, path).response
            html = got.content.decode()
            assert got.status_code == 200, path
            seen += "alert(" in html
            for raw in ("<script>alert", "<img src=x", 'href="javascript:', "14{%"):
                assert raw not in html, (path, raw)
    assert seen > 4, "the words were read back nowhere, so nothing was tested"


def test_t21_the_policy_of_every_answer_allows_nothing_inline(world: World) -> None:
    for who, path in (
        ("screener", "/hub/"), ("teacher", "/"), ("anonymous", "/sign-in/"), ("anonymous", "/no-such-page/"),
        ("teacher", "/hub/"), ("police", f"/checks/{world['absent']}/"),
    ):  # fmt: skip
        got = ask(world, who, path).response
        policy = got.headers["Content-Security-Policy"]
        assert "unsafe" not in policy and "default-src 'none'" in policy, path
        html = got.content.decode()
        assert " onclick=" not in html and " style=" not in html and "<style" not in html, path
        assert got.headers["X-Frame-Options"] == "DENY"
        assert got.headers["X-Content-Type-Options"] == "nosniff"


# ---------------------------------------------------------------- T31: who told us
def test_t31_nothing_that_leaves_says_who_told_us(world: World) -> None:
    names = list(Referrer.objects.exclude(name="").values_list("name", flat=True))
    assert "Gran Canary" in names
    for task in FeedbackTask.objects.all():
        assert not [name for name in names if name in task.text], task.about
    for check in PartnerCheck.objects.all():
        shown = str(check.shown)
        assert not [name for name in names if name in shown], check.pk


# (On pages and prints: tests/matrix/never.py, asked of every page that the matrix opens.)


# ---------------------------------------------------------------- what an agency keeps to itself
def test_an_item_kept_to_an_agency_is_read_by_that_agency_alone(world: World) -> None:
    check = PartnerCheck.objects.get(pk=world["check:ava-housing"])
    told = [
        Item(text="Canary-shared: two rooms."),
        Item(text="Canary-private: rent arrears.", visibility="private"),
    ]
    children = [str(child["person"]) for child in check.shown["children"]]
    answer_check(
        check_id=str(check.pk),
        answers=[ChildAnswer(person_id=one, kind="items", items=told) for one in children],
        by=world.actor("housing"),
        at=NOW,
    )
    story, page = f"/people/{world['person:ava']}/story/", f"/referrals/{world['referral:ava']}/"
    for who, path in (("lead", story), ("screener", story), ("screener", page), ("manager", page)):
        html = ask(world, who, path).response.content.decode()
        assert "Canary-shared" in html, (who, path)
        assert "Canary-private" not in html, (who, path)
    own = ask(world, "housing", f"/checks/{check.pk}/answered/").response.content.decode()
    assert "Canary-private" in own


# ---------------------------------------------------------------- T34: the audit is no map of children
def test_t34_the_audit_names_nobody_and_no_record(world: World) -> None:
    for key, name in world.ids.items():
        if key.startswith(("contact:", "person:", "referral:", "check:")):
            assert not AuditEntry.objects.filter(
                Q(subject__contains=name) | Q(fields__contains=name) | Q(reason__contains=name)
            ).exists(), key
    for word in ("Ava", "Marlow", "Mill Row", "Ruby"):
        for column in ("who", "subject", "act", "fields", "purpose", "reason"):
            assert not AuditEntry.objects.filter(**{f"{column}__contains": word}).exists(), (word, column)


def test_t34_the_reader_of_the_audit_reads_no_childs_name_and_is_read(world: World) -> None:
    for reference in (
        f"person:{world['person:ava']}",
        f"contact:{world['contact:ruby']}",
        f"contact:{world['contact:closed']}",
    ):
        got = ask(world, "privacy_officer", "/audit/", "POST", {"reference": reference})
        html = got.response.content.decode()
        assert got.outcome == "in"
        assert not [word for word in ("Ava", "Marlow", "Ruby", "Theo", "coach", "Mill Row") if word in html]
        assert any(row.act == "audit:read" and row.subject == pseudonym(reference) for row in got.rows)
    for who in ("screener", "manager", "administrator", "custodian", "police", "dsl"):
        assert (
            ask(world, who, "/audit/", "POST", {"reference": f"person:{world['person:ava']}"}).outcome
            == "refused"
        )


# ---------------------------------------------------------------- T35: joining two descriptions
def test_t35_a_shield_stays_on_whoever_is_joined(world: World) -> None:
    """The neighbour's call hid nothing; what the teacher told did; they are one child now."""
    ava = Person.objects.get(pk=world["person:ava"])
    assert ava.superseded_by_id is None and is_shielded(ava)


def test_the_morning_is_recent(world: World) -> None:
    newest = AuditEntry.objects.order_by("-at").first()
    assert newest is not None and NOW - timedelta(hours=1) < newest.at <= NOW
