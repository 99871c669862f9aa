"""The pages of raising a concern, as Nia Osei and others meet them."""

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from plait.agencies.models import MailboxLink
from plait.base.audit.models import AuditEntry
from plait.referrals.models import Contact, Draft, Referrer
from plait.site.demo.cast import Cast
from tests.referrals.raising.browser import SAFE, SignIn, _now, begin, fill, sign_in

__all__ = ["_now", "sign_in"]


def test_from_the_first_page_to_the_receipt(sign_in: SignIn) -> None:
    client = sign_in("teacher")
    first = client.get("/concerns/start/").content.decode()
    assert "999" in first and "you yourself must report" in first and "attach" in first
    draft = begin(client)
    fill(client, draft)

    check = client.get(draft + "check/")
    assert "Theo Marlow" in check.content.decode()
    sent = client.post(draft + "check/", follow=True)

    contact = Contact.objects.get()
    page = sent.content.decode()
    assert contact.reference in page and "What happens next" in page and "If you do not hear" in page
    assert "Theo" not in page and "bruise" not in page
    again = client.post(draft + "check/", follow=True)
    assert contact.reference in again.content.decode() and Contact.objects.count() == 1


def test_my_concerns_shows_it_to_me_and_my_safeguarding_team_alone(sign_in: SignIn) -> None:
    client = sign_in("teacher")
    draft = begin(client)
    fill(client, draft)
    client.post(draft + "check/")
    contact = Contact.objects.get()

    assert contact.reference in client.get("/concerns/").content.decode()
    own = client.get(f"/concerns/{contact.pk}/").content.decode()
    assert "A bruise." in own and "Received" in own
    assert contact.reference in sign_in("dsl").get("/concerns/").content.decode()
    absent = sign_in("police_ex_partner").get(f"/concerns/{uuid4()}/")
    for who in ("police_ex_partner", "other_teacher", "screener"):
        refused = sign_in(who).get(f"/concerns/{contact.pk}/")
        assert (refused.status_code, without_names(refused)) == (404, without_names(absent))
    assert AuditEntry.objects.filter(act="contact:own-read", verdict="allowed").count() == 2, "and Theo"
    assert AuditEntry.objects.filter(act="contact:own-read", verdict="refused").count() == 4


def without_names(answer: Any) -> str:
    """The body without who is signed in and the form token."""
    text = re.sub(r'<div class="plait-account">.*?</div>', "", answer.content.decode(), flags=re.DOTALL)
    text = re.sub(r'<div class="govuk-service-navigation".*?</nav>', "", text, flags=re.DOTALL)
    return re.sub(r"Printed by.*?</p>", "", text, flags=re.DOTALL)


def test_every_page_of_a_draft_is_absent_for_others_and_after_it_was_sent(sign_in: SignIn) -> None:
    teacher, other = sign_in("teacher"), sign_in("dsl")
    draft = begin(teacher)
    fill(teacher, draft)
    nowhere = draft.replace(draft.split("/")[3], str(uuid4()))
    steps = [
        "start/",
        "safety/",
        "children/",
        "children/1/",
        "adults/",
        "worry/",
        "hopes/",
        "family/",
        "check/",
        "discard/",
    ]
    for step in [*steps, "children/1/remove/", "sent/"]:
        mine, gone = other.get(draft + step), other.get(nowhere + step)
        assert mine.status_code == gone.status_code == 404, step
        assert without_names(mine) == without_names(gone)
    for step in steps:
        assert teacher.get(draft + step).status_code == 200, step
    assert AuditEntry.objects.filter(act="draft:read").exists()


def test_mistakes_are_kept_and_said(sign_in: SignIn) -> None:
    client = sign_in("teacher")
    draft = begin(client)
    wrong = {
        "child_given_name": "Theo",
        "child_born_day": "31",
        "child_born_month": "2",
        "child_born_year": "2019",
    }

    answer = client.post(draft + "children/1/", wrong).content.decode()
    assert "There is no 31 February 2019" in answer and 'value="31"' in answer
    assert 'value="31"' in client.get(draft + "children/1/").content.decode()
    check = client.post(draft + "check/").content.decode()
    assert "Not sent yet" in check and "There is no 31 February 2019" in check
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    ("born", "sentence"),
    [
        ({"child_born_day": "1", "child_born_month": "1", "child_born_year": "2030"}, "in the future"),
        (
            {"child_unborn": "on", "child_born_year": "2030", "child_born_month": "1", "child_born_day": "1"},
            "too far ahead",
        ),
        ({"child_nhs_number": "9990000001"}, "not an NHS number"),
        ({"child_given_name": "a" * 101}, "1 character too long"),
        ({"child_given_name": "a\x00b"}, "hidden character (NUL)"),
    ],
)
def test_impossible_answers_are_refused_in_a_sentence(
    sign_in: SignIn, born: dict[str, str], sentence: str
) -> None:
    client = sign_in("teacher")
    draft = begin(client)
    assert sentence in client.post(draft + "children/1/", born).content.decode()


def test_a_long_text_is_refused_and_kept(sign_in: SignIn) -> None:
    client = sign_in("teacher")
    draft = begin(client)
    page = client.post(draft + "worry/", {"observed": "a" * 20_001}).content.decode()
    assert "1 character too long" in page and "a" * 20_001 in page


def test_an_unborn_child_and_a_birth_year_alone(sign_in: SignIn) -> None:
    client = sign_in("health_visitor")
    draft = begin(client)
    client.post(
        draft + "children/1/",
        {"child_unborn": "on", "child_born_day": "4", "child_born_month": "1", "child_born_year": "2027"},
    )
    client.post(draft + "children/2/", {"child_given_name": "Ivy", "child_born_year": "2025"})
    client.post(draft + "worry/", {"observed": "No food in the house."})
    client.post(draft + "safety/", SAFE)
    client.post(draft + "family/", {"family_told": "no_unsafe"})
    client.post(draft + "check/")

    bump, ivy = (one.description for one in Contact.objects.get().people.order_by("order"))
    assert bump.unborn and str(bump.expected_on) == "2027-01-04" and bump.born_on is None
    assert ivy.born_on is None and ivy.age_said == "born 2025"


def test_two_windows_both_texts_are_shown_and_the_author_chooses(sign_in: SignIn) -> None:
    client = sign_in("teacher")
    draft = begin(client)
    client.post(draft + "worry/", {"observed": "First", "window": "w1", "seen": "0"})
    client.post(draft + "worry/", {"observed": "From my phone", "window": "w2", "seen": "1"})

    clash = client.post(draft + "worry/", {"observed": "From my desk", "window": "w1", "seen": "1"})
    page = clash.content.decode()
    assert clash.status_code == 409 and "From my phone" in page and "From my desk" in page
    assert "From my phone" in client.get(draft + "worry/").content.decode()
    seen = re.search(r'name="seen" value="(\d+)"', page)
    assert seen
    chosen = client.post(draft + "worry/", {"observed": "From my desk", "window": "w3", "seen": seen[1]})
    assert chosen.status_code == 302
    assert "From my desk" in client.get(draft + "worry/").content.decode()


def test_autosave_keeps_unchecked_words_and_does_not_quarrel_with_itself(sign_in: SignIn) -> None:
    client = sign_in("teacher")
    draft = begin(client)
    for text in ("A br", "A brui", "A bruise"):
        saved = client.post(draft + "save/worry/", {"observed": text, "window": "w1", "seen": "0"})
        assert saved.status_code == 204
    assert "A bruise" in client.get(draft + "worry/").content.decode()
    assert client.post(draft + "save/children:1/", {"child_given_name": "Th"}).status_code == 204
    assert (
        client.post(draft + "save/worry/", {"observed": "Other", "window": "w2", "seen": "1"}).status_code
        == 409
    )
    for nonsense in ("nothing", "children", "worry:1", "children:x"):
        assert client.post(draft + f"save/{nonsense}/", {}).status_code == 400


def test_a_lost_session_comes_back_filled(sign_in: SignIn, cast: Cast, at: datetime, settings: Any) -> None:
    settings.PLAIT_DEMO = True
    client = sign_in("teacher")
    draft = begin(client)
    with time_machine.travel(at + timedelta(hours=1), tick=False):
        lost = client.post(draft + "worry/", {"observed": "Written over lunch"})
        assert lost.status_code == 302 and "sign-in" in lost.headers["Location"]
        again = Client()
        again.post("/sign-in/as/", {"who": str(cast.people["teacher"].pk)})
        assert "Written over lunch" in again.get(draft + "worry/").content.decode()


def test_a_child_is_taken_out_and_an_adult_linked_to_one_child(sign_in: SignIn) -> None:
    client = sign_in("teacher")
    draft = begin(client)
    for number, name in ((1, "Theo"), (2, "Ivy"), (3, "Wrong")):
        client.post(draft + f"children/{number}/", {"child_given_name": name})
    assert client.post(draft + "children/3/remove/").status_code == 302
    client.post(draft + "adults/1/", {"adult_given_name": "Dean", "adult_role": "father", "adult_of": "1"})
    client.post(draft + "worry/", {"reported": "He was at the gate."})
    client.post(draft + "safety/", {**SAFE, "must_not_know": "yes", "must_not_know_who": "Dean"})
    client.post(draft + "family/", {"family_told": "yes", "since_when": "x"})
    client.post(draft + "check/")

    people = list(Contact.objects.get().people.order_by("order"))
    assert [one.description.forename for one in people] == ["Theo", "Ivy", "Dean"]
    assert people[2].description.person.relationships.get().other == people[0].description.person
    page = client.get(f"/concerns/{Contact.objects.get().pk}/").content.decode()
    assert "You gave no address" in page and "Address protected" not in page


def test_who_must_not_know_is_asked_once_more_and_then_goes_on(sign_in: SignIn) -> None:
    client = sign_in("teacher")
    draft = begin(client)
    somebody = {**SAFE, "must_not_know": "yes"}
    page = client.post(draft + "safety/", somebody)
    assert page.status_code == 200
    assert "Once more, please" in page.content.decode()
    assert client.post(draft + "safety/", {**somebody, "asked_who": "1"}).status_code == 302


def test_answers_that_the_pack_adds_are_kept_under_their_question(sign_in: SignIn) -> None:
    client = sign_in("teacher")
    draft = begin(client)
    fill(client, draft)
    client.post(draft + "worry/", {"observed": "A bruise.", "since_when": "Since half term", "injury": "yes"})
    client.post(draft + "check/")
    assert Contact.objects.get().answers == {"since_when": "Since half term", "injury": "Yes"}


def test_about_somebody_who_works_with_children(sign_in: SignIn) -> None:
    client = sign_in("teacher")
    draft = begin(client, works_with_children="yes")
    fill(client, draft)
    assert "designated officer only" in client.get(draft + "check/").content.decode()
    page = client.post(draft + "check/", follow=True).content.decode()
    assert "The designated officer has it" in page
    contact = Contact.objects.get()
    assert contact.route == "closed_list"
    assert contact.reference not in sign_in("dsl").get("/concerns/").content.decode()


def test_danger_now_stands_on_every_step(sign_in: SignIn) -> None:
    client = sign_in("teacher")
    draft = begin(client, danger_now="yes", emergency_told="PC Lane, incident 41")
    assert "You said that a child is in danger now" in client.get(draft + "safety/").content.decode()


def test_a_paper_form_is_entered_with_its_true_time(sign_in: SignIn) -> None:
    client = sign_in("dsl")
    draft = begin(client)
    fill(client, draft)
    late = {"late_on_day": "20", "late_on_month": "11", "late_on_year": "2026", "late_at": "15:10"}
    assert (
        "the day and the time"
        in client.post(draft + "family/", {"family_told": "yes", "late_at": "15:10"}).content.decode()
    )
    client.post(draft + "family/", {"family_told": "yes", **late})
    client.post(draft + "check/")
    contact = Contact.objects.get()
    assert contact.channel == "paper" and contact.received_at == contact.happened_at
    assert f"{contact.received_at:%d %H:%M}" == "20 15:10"


def test_drafts_are_listed_continued_and_thrown_away(sign_in: SignIn) -> None:
    client = sign_in("teacher")
    draft = begin(client)
    client.post(draft + "children/1/", {"child_given_name": "Theo"})
    listed = client.get("/concerns/drafts/").content.decode()
    assert "Theo" in listed and f'href="{draft}safety/"' in listed, "goes on at the first step not done"
    assert "No drafts" in sign_in("dsl").get("/concerns/drafts/").content.decode()
    assert client.get(draft + "discard/").status_code == 200
    client.post(draft + "discard/")
    assert not Draft.objects.exists()


def test_a_mailbox_link_does_all_this_and_nothing_else(cast: Cast, at: datetime) -> None:
    from plait.agencies.sessions import MAILBOX

    link = MailboxLink.objects.create(
        agency=cast.agencies["alder_lane"], person_name="A. Substitute", token_hash="x", sent_at=at,
        expires_at=at + timedelta(minutes=15), used_at=at,
    )  # fmt: skip
    client = Client()
    session = client.session
    session[MAILBOX] = str(link.pk)
    session.save()
    draft = begin(client)
    step = client.get(draft + "safety/").content.decode()
    assert "after 15 minutes without going on" in step
    assert "Come back to it until" not in step
    fill(client, draft)
    receipt = client.post(draft + "check/", follow=True)

    assert receipt.status_code == 200
    told = Referrer.objects.get()
    assert told.mailbox_link == f"mailbox:{link.pk}" and told.name == "A. Substitute"
    assert told.contact.reference in client.get("/concerns/").content.decode()
    assert client.get(f"/concerns/{told.contact_id}/").status_code == 200
    assert client.get("/calls/new/").status_code == 403

    # Anybody at that mailbox can type the same name: a later link lists what was sent, and opens none of it.
    link.pk, link.token_hash = uuid4(), "y"
    link.save(force_insert=True)
    session = Client().session
    session[MAILBOX] = str(link.pk)
    session.save()
    later = Client()
    later.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
    listed = later.get("/concerns/").content.decode()
    assert "As on your receipt" in listed and "Sent by an earlier link" in listed
    assert told.contact.reference not in listed
    assert not any(words in listed for words in ("Theo", "Marlow", str(told.contact_id)))
    assert later.get(f"/concerns/{told.contact_id}/").status_code == 404
    assert later.get(draft + "sent/").status_code == 404


def test_ten_megabytes_are_refused_by_a_page_and_nothing_kept_is_lost(sign_in: SignIn) -> None:
    client = sign_in("teacher")
    draft = begin(client)
    client.post(draft + "worry/", {"observed": "Short"})
    answer = client.post(draft + "worry/", {"observed": "a" * 10_000_000})
    assert answer.status_code in (400, 413)
    assert "Short" in client.get(draft + "worry/").content.decode()
    assert client.post(draft + "save/worry/", {"observed": "a\x00b"}).status_code == 400
