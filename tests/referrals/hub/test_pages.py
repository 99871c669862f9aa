"""The hub's pages: who gets in, what they show, and that nothing stands on them that must not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from plait.agencies.models import User
from plait.base.audit.models import AuditEntry
from plait.base.audit.pseudonyms import pseudonym
from plait.base.audit.queries import looked_at
from plait.base.packs import current
from plait.people.actions.declare_conflict import declare_conflict
from plait.people.actions.rule_on_link import cannot_link
from plait.people.rules import Described
from plait.referrals.actions.raise_concern import raise_concern
from plait.referrals.actions.rate_contact import rate_contact
from plait.referrals.concern import ChildSaid, Safety
from plait.referrals.models import Contact, ContactPerson, PartnerCheck, Referral
from plait.site.demo.cast import Cast
from tests.referrals.hub.story import CALM, Who

Enter = Callable[[str], Client]
pytestmark = pytest.mark.usefixtures("_now")


@pytest.fixture
def _now(at: datetime) -> Any:
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def enter(cast: Cast, pack: Any) -> Enter:
    """`enter("screener")` is Miriam Cole's browser, signed in."""

    def sign_in(key: str) -> Client:
        person = cast.people[key]
        if person.user is None:
            person.user = User.objects.create_user(f"{key}@x.invalid", None)
            person.save(update_fields=["user"])
        client = Client()
        client.force_login(person.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


def page_of(contact: Contact, rest: str = "") -> str:
    return f"/hub/concerns/{contact.pk}/{rest}"


PAGES = ["", "rate/", "accept/", "answer/", "pass-on/", "ask/"]


def test_the_hub_opens_the_concern_and_it_is_on_record(contact: Contact, enter: Enter) -> None:
    page = enter("screener").get(page_of(contact))
    text = page.content.decode()
    assert page.status_code == 200
    assert text.index("Dean Kerrigan") < text.index("A hand-shaped bruise")
    assert "Mill Lane" not in text
    assert "EW3 1AA" not in text and "EW31AA" not in text
    assert "Nia Osei" in text  # the hub may know who told, and that it looked is kept
    seen = AuditEntry.objects.filter(subject=pseudonym(contact.ref)).values_list("act", flat=True)
    assert {"contact:read", "contact:opened", "contact:referrer-read"} <= set(seen)
    assert "Marlow" not in text[text.index("<title>") : text.index("</title>")]


@pytest.mark.parametrize("rest", PAGES)
def test_refused_conflicted_and_absent_are_the_same(
    contact: Contact, enter: Enter, who: Who, at: datetime, rest: str
) -> None:
    """A declared conflict refuses the hub's own manager in the same bytes as a concern that is not there."""
    declare_conflict(
        forename="Theo", surname="Marlow", born_on=None, kind="own family", by=who("manager"), at=at
    )
    manager = enter("manager")
    refused, absent = manager.get(page_of(contact, rest)), manager.get(f"/hub/concerns/{uuid4()}/{rest}")
    assert refused.status_code == absent.status_code == 404
    assert refused.content == absent.content
    assert AuditEntry.objects.filter(verdict="refused", subject=pseudonym(contact.ref)).exists()


def test_where_nobody_gave_an_address_the_hub_is_not_asked_for_a_reason_to_read_it(
    who: Who, enter: Enter, at: datetime
) -> None:
    """Only whoever may be shown where they are reads that nothing is known; to everybody else it is protected as ever."""
    children = tuple(ChildSaid(Described(forename=name, surname="Vale", phone=phone))
                     for name, phone in (("Ada", ""), ("Max", "07700 900142")))  # fmt: skip
    hidden = replace(CALM, children=children, safety=Safety(where="yes", where_who="Dean Kerrigan"))
    contact = raise_concern(concern=hidden, draft_id=None, by=who("teacher"), at=at)
    ada, max_ = (str(one.description.person_id) for one in contact.people.order_by("order"))
    page = enter("screener").get(page_of(contact)).content.decode()
    assert page.count("No address was given") == 1 and "Address protected" in page
    assert f"/people/{ada}/where/" not in page and f"/people/{max_}/where/" in page
    handler = enter("call_handler").get(page_of(contact)).content.decode()
    assert "No address was given" not in handler and handler.count("Address protected") == 2


def test_those_without_an_involvement_learn_nothing(contact: Contact, enter: Enter) -> None:
    for key in ("police_ex_partner", "police", "other_teacher", "lead"):
        browser = enter(key)
        refused, absent = browser.get(page_of(contact)), browser.get(f"/hub/concerns/{uuid4()}/")
        assert (refused.status_code, refused.content) == (absent.status_code, absent.content), key
        assert refused.status_code == 404


def test_a_rating_needs_its_reason_then_is_kept(contact: Contact, enter: Enter) -> None:
    screener = enter("screener")
    url = page_of(contact, "rate/")
    assert "Fill in “Why?”" not in screener.get(url).content.decode()
    wrong = screener.post(url, {"was": "", "rating": "red", "because": ""})
    assert "There is a problem" in wrong.content.decode() or "Answer “Why?”" in wrong.content.decode()
    for _ in range(2):
        assert screener.post(url, {"was": "", "rating": "red", "because": "A hand"}).status_code == 302
    same = screener.post(url, {"was": "red", "rating": "red", "because": "Other words"})
    assert "It has this rating already" in same.content.decode()
    assert contact.ratings.count() == 1
    contact.refresh_from_db()
    assert contact.rating == "red"


def test_two_people_rating_the_second_is_shown_the_first_and_loses_nothing(
    contact: Contact, enter: Enter, who: Who, at: datetime
) -> None:
    manager = enter("manager")
    rate_contact(
        contact_id=str(contact.pk), rating="red", because="Seen by the nurse", by=who("screener"), at=at
    )
    page = manager.post(
        page_of(contact, "rate/"), {"was": "", "rating": "green", "because": "Explained by the GP"}
    )
    text = page.content.decode()
    assert page.status_code == 200
    assert "Seen by the nurse" in text
    assert "Explained by the GP" in text
    assert 'name="was" value="red"' in text
    contact.refresh_from_db()
    assert contact.rating == "red"


def test_who_is_it_looks_with_a_purpose_and_is_undone(contact: Contact, calm: Contact, enter: Enter) -> None:
    screener = enter("screener")
    bo = ContactPerson.objects.get(contact=calm)
    theo = ContactPerson.objects.get(contact=contact, description__forename="Theo")
    url = page_of(contact, f"who/{theo.pk}/")
    purpose = "Find out whether we know this person"
    assert "Mill Lane" not in screener.get(url).content.decode()
    little = screener.post(url, {"do": "look", "surname": "Lister", "purpose": purpose})
    assert "at least two of" in little.content.decode()
    look = {"forename": "Bo", "surname": "Lister", "purpose": purpose}
    found = screener.post(url, {"do": "look", **look}).content.decode()
    assert "First name: the same" in found
    assert "Surname: the same" in found
    about = {
        "subject": pseudonym(f"person:{bo.description.person_id}"),
        "act": "person:returned",
        "purpose": purpose,
    }
    assert AuditEntry.objects.filter(**about).count() == 1
    chosen = str(bo.description.person_id)
    asked_why = screener.post(url, {"do": "say", "who": chosen, "because": "", **look})
    assert "Say how you know" in asked_why.content.decode()
    said = screener.post(url, {"do": "say", "who": chosen, "because": "Same GP record", **look})
    assert said.status_code == 302
    theo.refresh_from_db()
    assert str(theo.description.person_id) == chosen
    assert theo.confirmed_at is not None
    assert screener.post(url, {"do": "undo", "because": "Another boy"}).status_code == 302
    theo.refresh_from_db()
    assert str(theo.description.person_id) != chosen
    assert theo.confirmed_at is None


def test_whoever_was_said_to_be_somebody_else_is_no_choice_until_that_is_taken_back(
    contact: Contact, calm: Contact, enter: Enter, who: Who, at: datetime
) -> None:
    bo = ContactPerson.objects.get(contact=calm).description.person_id
    theo = ContactPerson.objects.get(contact=contact, description__forename="Theo")
    said = cannot_link(
        one_id=str(bo), other_id=str(theo.description.person_id), because="Cousins of one name", by=who("manager"), at=at,
    )  # fmt: skip
    screener, url = enter("screener"), page_of(contact, f"who/{theo.pk}/")
    look = {"forename": "Bo", "surname": "Lister", "purpose": "Find out whether we know this person"}
    text = screener.post(url, {"do": "look", **look}).content.decode()
    assert "Somebody has said that these are two people, on" in text
    assert "Cousins of one name" in text
    assert f'value="{bo}"' not in text, "not among what may be chosen"
    forced = screener.post(url, {"do": "say", "who": str(bo), "because": "Same GP record", **look})
    assert forced.status_code == 200
    theo.refresh_from_db()
    assert theo.confirmed_at is None
    lift = {"do": "lift", "ruling": str(said.pk), **look}
    assert enter("call_handler").post(url, {**lift, "because": "I say so"}).status_code == 403
    assert "Nothing was taken back" in screener.post(url, {**lift, "because": " "}).content.decode()
    text = screener.post(url, {**lift, "because": "One boy after all"}).content.decode()
    assert f'value="{bo}"' in text
    assert "these are two people" not in text
    said.refresh_from_db()
    assert said.lifted_because == "One boy after all"


def test_somebody_new_and_nobody_who_is_not_there(contact: Contact, enter: Enter) -> None:
    screener = enter("screener")
    theo = ContactPerson.objects.get(contact=contact, description__forename="Theo")
    assert screener.get(page_of(contact, f"who/{uuid4()}/")).status_code == 404
    assert screener.post(page_of(contact, f"who/{theo.pk}/"), {"do": "new"}).status_code == 302
    theo.refresh_from_db()
    assert theo.confirmed_at is not None


def test_a_call_handler_may_look_and_may_not_say(contact: Contact, enter: Enter) -> None:
    handler = enter("call_handler")
    theo = ContactPerson.objects.get(contact=contact, description__forename="Theo")
    url = page_of(contact, f"who/{theo.pk}/")
    assert handler.get(url).status_code == 200
    assert handler.post(url, {"do": "new"}).status_code == 403


def test_a_protected_postcode_finds_nobody(contact: Contact, calm: Contact, enter: Enter) -> None:
    bo = ContactPerson.objects.get(contact=calm)
    look = {
        "do": "look",
        "surname": "Marlow",
        "postcode": "EW3 1AA",
        "purpose": "Find out whether we know this person",
    }
    text = enter("screener").post(page_of(calm, f"who/{bo.pk}/"), look).content.decode()
    assert "Nobody like this is known" in text


def test_accept_then_ask_with_a_preview_then_send(contact: Contact, enter: Enter, cast: Cast) -> None:
    screener = enter("screener")
    assert screener.get(page_of(contact, "ask/")).status_code == 403
    assert screener.post(page_of(contact, "accept/"), {"because": "Harm"}).status_code == 302
    referral = Referral.objects.get(contact=contact)
    url, police = page_of(contact, "ask/"), cast.agencies["police"]
    first = screener.get(url).content.decode()
    assert "Somebody must not know" in first
    whom = {"purpose": "To keep them safe", "agencies": [str(police.pk)], "concern": "", "adults": "on"}
    preview = screener.post(url, {"do": "preview", **whom})
    text = preview.content.decode()
    assert "Plait does not send" in text and "I rang them" in text
    assert "Theo Marlow" in text
    assert "Mill Lane" not in text
    assert not PartnerCheck.objects.exists()
    one = {f"a-{police.pk}-questions": "Any call to the home?", f"a-{police.pk}-gateway": "CA04_16LA"}
    again = screener.post(url, {"do": "again", **whom, **one})
    assert "Any call to the home?" in again.content.decode()
    rang = [screener.post(url, {"do": "rang", **whom, **one})["Location"] for _ in range(2)]
    check = PartnerCheck.objects.get(referral=referral)
    assert rang == [f"/checks/{check.pk}/rang/"] * 2, "an agency that was rung before it was asked"
    assert "Police" in screener.get(rang[0]).content.decode()
    assert screener.post(url, {"do": "send", **whom, **one}).status_code == 302
    assert check.questions == ["Any call to the home?"]
    assert check.speak_first
    moved = {"was": "", "rating": "green", "because": "A first look"}
    assert (
        "nobody has asked them"
        not in screener.post(page_of(contact, "rate/"), moved, follow=True).content.decode()
    )
    moved = {"was": "green", "rating": "red", "because": "It is worse"}
    rated = screener.post(page_of(contact, "rate/"), moved, follow=True).content.decode()
    named = "nobody has asked them:</strong> Health visiting and school nursing, School or college."
    assert named in rated and f'href="{url}">Ask them</a>' in rated, "at once, whom another rating calls for"
    assert f'href="{url}">Ask them<' in screener.get(f"/referrals/{referral.pk}/").content.decode()
    back = page_of(contact, f"checks/{check.pk}/take-back/")
    assert screener.get(back).status_code == 200
    assert screener.post(back, {"because": "Not needed"}).status_code == 302
    assert screener.get(page_of(contact, f"checks/{check.pk}/ask-again/")).status_code == 200
    assert (
        screener.post(page_of(contact, f"checks/{uuid4()}/take-back/"), {"because": "x"}).status_code == 404
    )


def test_answered_otherwise(contact: Contact, enter: Enter) -> None:
    screener = enter("screener")
    text = screener.get(page_of(contact, "answer/")).content.decode()
    assert "Information and advice" in text
    assert "Section 47" not in text
    assert (
        screener.post(page_of(contact, "answer/"), {"outcome": "advice", "because": "Asked"}).status_code
        == 302
    )


def test_what_is_accepted_is_not_accepted_again(contact: Contact, enter: Enter) -> None:
    """The link stands in a history, or the button was pressed twice: it says who did it, and that nothing began anew."""
    hub, page = enter("screener"), f"/hub/concerns/{contact.pk}/accept/"
    assert "began now" in hub.post(page, {"because": "Significant harm."}, follow=True).content.decode()
    for again in (hub.get(page, follow=True), hub.post(page, {"because": "Once more."}, follow=True)):
        said = again.content.decode()
        assert again.redirect_chain and "Miriam Cole has accepted it already" in said
        assert "began now" not in said
    assert Referral.objects.get(contact=contact).accepted_because == "Significant harm."


def test_passed_to_us_is_seen_and_accepted_by_that_team_alone(
    contact: Contact, enter: Enter, cast: Cast, who: Who, at: datetime
) -> None:
    lead = enter("lead")
    assert "Nothing has been passed" in lead.get("/hub/passed/").content.decode()
    screener = enter("screener")
    team = str(cast.teams["assessment"].pk)
    assert screener.post(page_of(contact, "pass-on/"), {"team": team}).status_code == 302
    waiting = lead.get("/hub/passed/").content.decode()
    assert contact.reference in waiting
    theo = ContactPerson.objects.get(contact=contact, description__forename="Theo").description.person_id
    assert "contact:list-passed" in [one.act for one in looked_at(f"person:{theo}")]
    page = lead.get(page_of(contact)).content.decode()
    assert "Nia Osei" not in page  # who told is not theirs to know
    where_from = escape(current(at=at).code_label("referral_source", contact.source_code))
    assert where_from not in page  # nor from which walk of life
    assert where_from in screener.get(page_of(contact)).content.decode()
    assert "Dean Kerrigan" in page
    assert "Take it back from that team" not in page
    assert "Take it back from that team" in screener.get(page_of(contact)).content.decode()
    assert screener.get(page_of(contact, "take-back/")).status_code == 200
    assert screener.post(page_of(contact, "take-back/"), {"because": ""}).status_code == 200
    assert screener.post(page_of(contact, "take-back/"), {"because": "They do not ring"}).status_code == 302
    assert lead.get(page_of(contact)).status_code == 404
    assert screener.post(page_of(contact, "pass-on/"), {"team": team}).status_code == 302
    assert lead.post(f"/hub/passed/{contact.pk}/accept/").status_code == 302
    assert "Accept it for our team" not in lead.get("/hub/passed/").content.decode()
    assert lead.get(page_of(contact, "what-was-done/")).status_code == 200
    assert lead.post(page_of(contact, "what-was-done/"), {"because": ""}).status_code == 200
    assert lead.post(page_of(contact, "what-was-done/"), {"because": "Seen."}).status_code == 302
    assert contact.reference not in lead.get("/hub/passed/").content.decode()
    assert enter("family_helper").post(f"/hub/passed/{contact.pk}/accept/").status_code == 404


def test_the_page_of_a_concern_takes_as_many_queries_for_one_person_as_for_four(
    calm: Contact, enter: Enter, who: Who, at: datetime
) -> None:
    children = tuple(
        ChildSaid(Described(forename=name, surname="Lister")) for name in ("Bea", "Cy", "Di", "Ed")
    )
    four = raise_concern(concern=replace(CALM, children=children), draft_id=None, by=who("teacher"), at=at)
    screener = enter("screener")
    counts = []
    for one in (calm, four):
        screener.get(page_of(one))
        with CaptureQueriesContext(connection) as taken:
            screener.get(page_of(one))
        counts.append(len(taken))
    assert counts[0] == counts[1]
