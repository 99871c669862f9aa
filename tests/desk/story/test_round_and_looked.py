"""Who is round this child, and who has looked at the record."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction

from plait.base.audit.models import AuditEntry
from plait.base.audit.pseudonyms import pseudonym
from plait.base.audit.record import record
from plait.desk.presenters.acts import ACTS
from plait.desk.presenters.who_looked import say
from plait.people.actions.declare_conflict import declare_conflict
from plait.people.actions.shield_whereabouts import shield_whereabouts
from plait.people.jobs import alert_custodians
from plait.people.models import Person
from plait.people.rules import Described
from plait.referrals.actions.accept_lead import accept_lead
from plait.referrals.actions.ask_partners import Ask, ask_partners
from plait.referrals.actions.say_who import say_who
from plait.referrals.concern import ChildSaid, Concern, Safety
from plait.referrals.models import PartnerCheck
from tests.feedback.journey import CHILD, SURNAME, Journey, family
from tests.lanes.telling import ToldOnce


@pytest.fixture
def journey(journey: Journey, told_once: ToldOnce) -> Journey:
    return told_once("desk/story/round", lambda: _led(journey))


def _led(journey: Journey) -> Journey:
    journey.raised("teacher").accepted().asked("police", "surgery")
    journey.answered("police", "police").answered("surgery", "gp", "not_known").decided("section_47")
    accept_lead(referral_id=str(journey.referral.pk), by=journey.who("lead"), at=journey.later())
    return journey


@pytest.fixture(autouse=True)
def _now(journey: Journey) -> Iterator[None]:
    with time_machine.travel(journey.at + timedelta(hours=1), tick=True):
        yield


def page(journey: Journey, who: str, path: str) -> str:
    answer = journey.browser(who).get(path)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_everybody_who_acts_or_helped_is_there_with_a_telephone(journey: Journey) -> None:
    shown = page(journey, "lead", f"/people/{journey.child}/round/")
    assert "Esther Lunn" in shown
    assert 'href="tel:07700900' in shown
    assert "Robert Achebe" in shown, "her deputy"
    assert "The hub" in shown
    assert "Fenmarch Police" in shown, "they gave information"
    assert "Gave information: Karen Pike" in shown, "whom to ask for"
    assert "Whoever is on duty there" in shown
    assert "Brook Street Surgery" not in shown, "asked only: they knew nothing"
    assert "tel:01632960121" in shown, "the police out of hours"


def test_an_agency_that_knows_the_hidden_mother_is_named_here_to_whoever_reads_it_on_the_story(
    journey: Journey,
) -> None:
    for who, reads in (("lead", False), ("screener", True)):
        for tab in ("story", "round"):
            shown = page(journey, who, f"/people/{journey.child}/{tab}/")
            assert ("Alder Lane Primary School" in shown) is reads, (who, tab)
            assert tab == "story" or ("[protected]" in shown) != reads, who


def test_somebody_who_must_not_be_known_to_have_told_us_is_not_there(journey: Journey) -> None:
    whole = family(shielded=False)
    secret = Concern(
        children=whole.children, observed="x", safety=Safety(who_told="yes", who_told_who="Dean")
    )
    other = Journey(journey.cast, journey.at).raised("youth_worker", secret).accepted()
    shown = page(other, "screener", f"/people/{other.child}/round/")
    assert "Chris Yeo" not in shown
    assert "Lantern" not in shown
    colleague = replace(other.who("dsl"), agency=other.who("youth_worker").agency)  # of the team that sent it
    with transaction.atomic():
        record(
            act="contact:own-read",
            about=f"person:{other.child}",
            by=colleague,
            at=other.later(),
            fields=("content",),
        )
    looked = page(other, "screener", f"/people/{other.child}/looked/")
    assert "Chris Yeo" not in looked and colleague.name not in looked and "Lantern" not in looked
    assert "Somebody who told us in confidence" in looked


def test_a_deputy_who_knows_the_family_is_nobody_to_ring(journey: Journey) -> None:
    declare_conflict(
        forename=CHILD,
        surname=SURNAME,
        born_on=None,
        kind="friend",
        by=journey.who("manager"),
        at=journey.later(),
    )
    assert "Robert Achebe" not in page(journey, "lead", f"/people/{journey.child}/round/")


def test_whoever_answered_and_then_said_that_they_know_the_family_is_nobody_to_ask_for(
    journey: Journey,
) -> None:
    declare_conflict(
        forename=CHILD,
        surname=SURNAME,
        born_on=None,
        kind="friend",
        by=journey.who("police"),
        at=journey.later(),
    )
    shown = page(journey, "lead", f"/people/{journey.child}/round/")
    assert "Gave information" in shown
    assert "Karen Pike" not in shown


def test_who_has_looked_is_told_in_plain_sentences(journey: Journey) -> None:
    page(journey, "lead", f"/people/{journey.child}/story/")
    shown = page(journey, "screener", f"/people/{journey.child}/looked/")
    for said in (
        "Esther Lunn",
        "Social worker, Ellowmere Children’s Services",
        "Read the story",
        "Keeping a child safe",
        "Allowed",
    ):
        assert said in shown, said
    assert AuditEntry.objects.filter(act="audit:person-read").exists(), "reading it is recorded too"


@pytest.mark.parametrize("forename", ["Leanne"])  # the mother: known through the child
def test_an_officer_who_knows_the_family_is_told_no_more_than_of_nobody(
    journey: Journey, forename: str
) -> None:
    """Who works with a family, by name and agency, tells where they are."""
    declare_conflict(
        forename=forename, surname=SURNAME, born_on=None, kind="partner", by=journey.who("privacy_officer"),
        at=journey.later(),
    )  # fmt: skip
    officer = journey.browser("privacy_officer")

    def said(reference: str) -> str:
        main = officer.post("/audit/", {"reference": reference}).content.decode().split("<main", 1)[1]
        said = main.split("</form>", 1)[1].replace(reference, "")
        return re.sub(r"\d\d:\d\d", "", said)

    nobody = said("person:0e1f7d1c-5c0b-4f7e-9b5d-3f1f1b3c9a77")
    assert nobody.count("Read who has looked") == 1, "that they ask is an entry of its own"
    assert said(f"person:{journey.child}") == nobody
    assert said(journey.contact.ref) == nobody
    unknown = said("NONE-0000")
    assert "There is no record with that reference" in unknown
    for one in (journey.contact.reference, journey.referral.reference, journey.checks["police"].reference):
        assert said(one) == unknown


def test_a_privacy_officer_asks_by_reference_and_opens_no_content(journey: Journey) -> None:
    officer = journey.browser("privacy_officer")
    journey.browser("police_ex_partner").get(f"/people/{journey.child}/story/")
    for reference in (
        f"person:{journey.child}",
        journey.contact.reference,
        journey.referral.reference,
        journey.checks["police"].reference.lower(),
        journey.contact.reference.lower().replace("-", " "),
        f" {journey.contact.reference.replace('-', '')} ",
    ):
        shown = officer.post("/audit/", {"reference": reference}).content.decode()
        assert "Miriam Cole" in shown or "Karen Pike" in shown
        assert CHILD not in shown
        assert "bruise" not in shown
    by_person = officer.post("/audit/", {"reference": f"person:{journey.child}"}).content.decode()
    assert "Lee Farrow" in by_person
    assert "Refused" in by_person
    assert AuditEntry.objects.filter(act="audit:read", subject=pseudonym(f"person:{journey.child}")).exists()
    assert (
        "There is no record with that reference"
        in officer.post("/audit/", {"reference": "NONE-0000"}).content.decode()
    )
    assert officer.get(f"/people/{journey.child}/story/").status_code == 404


@pytest.mark.parametrize("who", ["teacher", "screener", "manager", "administrator", "custodian"])
def test_nobody_else_asks_by_reference(journey: Journey, who: str) -> None:
    answer = journey.browser(who).post("/audit/", {"reference": f"person:{journey.child}"})
    assert answer.status_code == 403
    assert "Miriam Cole" not in answer.content.decode() or who == "screener"
    assert AuditEntry.objects.filter(act="audit:search", verdict="refused").exists()


def test_a_custodian_sees_who_was_refused_and_is_told_of_it(journey: Journey) -> None:
    Person.objects.filter(pk=journey.child).update(
        restricted=True, custodian=journey.cast.teams["custodians"]
    )
    journey.browser("lead").get(f"/hub/concerns/{journey.contact.pk}/")
    journey.browser("manager").get(f"/people/{journey.child}/story/")
    assert alert_custodians(journey.at) >= 1
    shown = page(journey, "custodian", "/audit/attempts/")
    assert "Robert Achebe" in shown
    assert "Refused" in shown
    assert journey.browser("privacy_officer").get("/audit/attempts/").status_code == 403


def test_every_act_is_said_without_a_code() -> None:
    for act in (*ACTS, "deed:accept_referral", "contact:new-thing", "page:look"):
        assert ":" not in say(act)
        assert "_" not in say(act)
        assert say(act)[0].isupper()


def test_why_somebody_looked_is_said_in_their_words_and_by_what_rule(journey: Journey) -> None:
    """A family asks who has read about them and why: the act, the purpose as it was written, and what let them in."""
    page(journey, "lead", f"/people/{journey.child}/story/")
    officer = journey.browser("privacy_officer")
    about_child = officer.post("/audit/", {"reference": f"person:{journey.child}"}).content.decode()
    assert "They are involved with this child" in about_child
    about_check = officer.post("/audit/", {"reference": journey.checks["police"].reference}).content.decode()
    assert "Asked an agency what it knows" in about_check
    assert "“Is this child safe?”" in about_check
    assert "Answered the hub" in about_check
    about_concern = officer.post("/audit/", {"reference": journey.contact.reference}).content.decode()
    assert "Opened the concern for the first time" in about_concern
    assert "Open to: " in about_concern


def test_an_address_in_a_purpose_is_not_read_here_once_they_are_hidden(journey: Journey) -> None:
    home = Described(forename="Kit", surname="Dale", address_line="9 Elm Row", postcode="EW2 2BB")
    told = Concern(children=(ChildSaid(home),), observed="Hungry.")
    family_at = Journey(journey.cast, journey.at).raised(concern=told).accepted()
    ask_partners(
        referral_id=str(family_at.referral.pk), asks=[Ask(agency_id=str(journey.cast.agencies["police"].pk))],
        purpose="Is she at 9 Elm Row?", by=family_at.who("screener"), at=family_at.later(),
    )  # fmt: skip
    check = PartnerCheck.objects.get(referral=family_at.referral)
    officer, asked = journey.browser("privacy_officer"), {"reference": check.reference}
    assert "9 Elm Row" in officer.post("/audit/", asked).content.decode()
    shield_whereabouts(
        person_id=family_at.child, because="He looks for her", review_on=None, by=family_at.who("screener"),
        at=family_at.later(),
    )  # fmt: skip
    assert "Elm Row" not in officer.post("/audit/", asked).content.decode()


def test_what_was_read_under_an_id_that_redirects_now_is_found(journey: Journey) -> None:
    """Joined to somebody known already: who read the record before is found under either id, also by its custodian."""
    again = Journey(journey.cast, journey.at).raised(concern=family(shielded=False))
    was = again.child
    page(again, "screener", f"/people/{was}/story/")
    journey.browser("police_ex_partner").get(f"/people/{was}/story/")
    say_who(
        contact_id=str(again.contact.pk), contact_person_id=str(again.contact.people.get(role="child").pk),
        person_id=journey.child, because="Same birth.", by=again.who("screener"), at=again.later(),
    )  # fmt: skip
    assert again.child == journey.child != was
    officer = journey.browser("privacy_officer")
    for reference in (f"person:{was}", f"person:{journey.child}"):
        shown = officer.post("/audit/", {"reference": reference}).content.decode()
        assert "Lee Farrow" in shown, reference
        assert "Said who this is" in shown
    assert "Lee Farrow" in page(journey, "lead", f"/people/{journey.child}/looked/")
    Person.objects.filter(pk=journey.child).update(
        restricted=True, custodian=journey.cast.teams["custodians"]
    )
    assert "Lee Farrow" in page(journey, "custodian", "/audit/attempts/")
