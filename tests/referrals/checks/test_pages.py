"""The partner desk on screen: who gets in, what they see, answering in steps, two people at once."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from plait.agencies.models import User
from plait.base.audit.models import AuditEntry
from plait.base.audit.pseudonyms import pseudonym
from plait.people.actions.declare_conflict import declare_conflict
from plait.referrals.models import CallNote, CheckAnswer, Draft, PartnerCheck
from plait.sharing.models import InformationItem
from plait.site.demo.cast import Cast
from tests.referrals.checks.conftest import Ask

SignIn = Callable[[str], Client]
NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def sign_in(cast: Cast, at: datetime) -> Any:
    def come_in(key: str) -> Client:
        person, client = cast.people[key], Client()
        if person.user is None:
            person.user = User.objects.create_user(f"{key}@example.org")
            person.save()
        client.force_login(person.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    with time_machine.travel(at, tick=False):
        yield come_in


def page(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def of(check: PartnerCheck, tail: str = "") -> str:
    return f"/checks/{check.pk}/{tail}"


def children(check: PartnerCheck) -> list[str]:
    return [child["person"] for child in check.shown["children"]]


def item(prefix: str = "c0-i0", **changes: str) -> dict[str, str]:
    told = {
        "text": "Away 11 Mondays since September.",
        "happened_on_day": "",
        "happened_on_month": "",
        "happened_on_year": "",
        "happened_said": "this autumn",
        "assertion_kind": "record",
        "visibility": "shareable",
        "field_group": "education",
    } | changes
    return {f"{prefix}-{key}": value for key, value in told.items()}


def told(**changes: str) -> dict[str, str]:
    """Both children, the same items, all of it shared."""
    return {
        "same": "on",
        "c0-kind": "items",
        "c0-blocks": "1",
        "c0-note": "Worse since the move.",
        "c0-outcome": "share",
        "c0-because": "",
        "c0-detriment": "",
        "gateway": "CA04_16LA",
        "family_told": "not_known",
        "seen": "0",
        **item(),
        **changes,
    }


def test_the_list_shows_what_waits_and_audits_it(ask: Ask, sign_in: SignIn) -> None:
    check = ask(speak_first=True)
    said = page(sign_in("dsl").get("/checks/"))
    assert "Theo Marlow, Ivy Marlow" in said and "Speak to the hub before any contact" in said
    assert "<title>What the hub has asked you – Plait</title>" in said
    listed = AuditEntry.objects.filter(act="check:list").values_list("subject", flat=True)
    children = [f"person:{one['person']}" for one in check.shown["children"]]
    assert set(listed) == {pseudonym(one) for one in (check.ref, *children)} and len(children) == 2
    assert check.reference in said


def test_an_empty_list_says_so(pack: Any, sign_in: SignIn) -> None:
    assert "Nothing waits for an answer" in page(sign_in("dsl").get("/checks/"))


def test_late_stands_before_at_risk_and_due(ask: Ask, sign_in: SignIn, at: datetime) -> None:
    ask()
    client = sign_in("dsl")
    with time_machine.travel(at + timedelta(hours=2, minutes=30), tick=False):
        assert 'id="late"' in page(client.get("/checks/"))
    with time_machine.travel(at + timedelta(hours=1, minutes=45), tick=False):
        assert 'id="at_risk"' in page(client.get("/checks/"))


@pytest.mark.django_db
def test_the_list_asks_the_database_as_often_for_many_as_for_one(
    ask: Ask, sign_in: SignIn, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ask(reference="K-0")
    client = sign_in("dsl")
    client.get("/checks/")
    with CaptureQueriesContext(connection) as few:
        client.get("/checks/")
    for number in range(12):
        ask(reference=f"K-{number + 1}")
    with CaptureQueriesContext(connection) as many:
        client.get("/checks/")
    assert len(few) == len(many)


@pytest.mark.parametrize("tail", ["", "answer/", "answered/", "rang/"])
def test_who_may_open_a_check(
    ask: Ask, sign_in: SignIn, cast: Cast, who: Any, at: datetime, tail: str
) -> None:
    check = ask("police", status="answered", answered_at=at)
    assert sign_in("police").get(of(check, tail)).status_code in (200, 302)
    declare_conflict(
        forename="Theo", surname="Marlow", born_on=None, kind="ex_partner", by=who("police_ex_partner"), at=at
    )
    conflicted = sign_in("police_ex_partner")
    bytes_ = {
        strip(answer, client)
        for client, answer in (
            (conflicted, conflicted.get(of(check, tail))),
            (conflicted, conflicted.get(f"/checks/{NOBODY}/{tail}")),
        )
    }
    outsider = sign_in("gp")
    assert len(bytes_) == 1
    assert outsider.get(of(check, tail)).status_code == 404
    assert strip(outsider.get(of(check, tail)), outsider) == strip(
        outsider.get(f"/checks/{NOBODY}/{tail}"), outsider
    )
    assert AuditEntry.objects.filter(verdict="refused").count() >= 4


def strip(answer: Any, client: Client) -> bytes:
    """The page without its fresh form token."""
    import re

    assert answer.status_code == 404
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", answer.content)


def test_the_page_says_what_is_asked_and_why(ask: Ask, sign_in: SignIn) -> None:
    check = ask(speak_first=True)
    said = page(sign_in("dsl").get(of(check)))
    for words in (
        "What have they said about home?",
        "To decide whether these children need help or protection",
        "Information sharing duty",
        "23 Nov 2024",
        "Speak to the hub before any contact with the family",
        "This may not be everything",
        "Fact and opinion apart",
    ):
        assert words in said, words
    assert "There is one thing to mend" not in said
    check.refresh_from_db()
    assert check.status == "opened"


def test_one_click_for_all_the_children(ask: Ask, sign_in: SignIn) -> None:
    check, client = ask(), sign_in("dsl")
    start = {"same": "on", "c0-kind": "not_known", "seen": "0", "gateway": "CA04_16LA"}
    assert "What the hub will see" in page(client.post(of(check, "answer/"), start | {"step": "start"}))
    done = client.post(of(check, "answer/"), start | {"step": "send"})
    assert done.status_code == 302 and done["Location"] == of(check, "answered/")
    assert CheckAnswer.objects.count() == 2
    assert "Your answer is with the hub" in page(client.get(of(check, "answered/")))
    said = page(client.get(of(check)))
    assert "dispose of anything you copied" in said and "What have they said about home?" not in said
    assert "no longer shown" in page(client.get("/checks/"))


def test_items_in_steps_with_a_preview(ask: Ask, sign_in: SignIn) -> None:
    check, client = ask(), sign_in("dsl")
    start = {
        "same": "on",
        "c0-kind": "items",
        "seen": "0",
        "gateway": "CA04_16LA",
        "family_told": "not_known",
    }
    first = page(client.post(of(check, "answer/"), start | {"step": "start"}))
    assert "Item 1" in first and "thing to mend" not in first and 'value="education" selected' in first
    more = page(client.post(of(check, "answer/"), told() | {"more": "c0"}))
    assert "Item 2" in more and "Away 11 Mondays" in more
    second = item("c0-i1", text="Looked in three files.", visibility="private")
    sealed = item("c0-i2", text="A name that must not travel.", visibility="sealed")
    both = told(**{"c0-blocks": "3"}) | second | sealed
    seen = page(client.post(of(check, "answer/"), both | {"step": "preview"}))
    assert "What the hub will see" in seen and "1 item." in seen and "Sealed" in seen
    assert "Away 11 Mondays" in seen and "Looked in three files.</li>" not in seen
    assert client.post(of(check, "answer/"), both | {"step": "send"}).status_code == 302
    assert InformationItem.objects.filter(visibility="private").count() == 2
    assert InformationItem.objects.filter(visibility="shareable", happened_said="this autumn").count() == 2
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"c0-i0-text": "", "c0-i0-happened_said": "", "c0-i0-field_group": "education"},
            "at least one thing",
        ),
        ({"c0-i0-text": ""}, "Write what you know"),
        ({"c0-outcome": "part"}, "Say why you are not sharing"),
        ({"c0-i0-visibility": "private"}, "for your own agency only"),
        (
            {"c0-i0-happened_on_year": "2031", "c0-i0-happened_on_month": "1", "c0-i0-happened_on_day": "1"},
            "in the future",
        ),
        ({"c0-i0-text": "a\x00b"}, "hidden character"),
    ],
)
def test_faults_are_said_and_nothing_is_lost(
    ask: Ask, sign_in: SignIn, changes: dict[str, str], words: str
) -> None:
    check, client = ask(), sign_in("dsl")
    said = page(client.post(of(check, "answer/"), told(**changes) | {"step": "preview"}))
    assert words in said and "Worse since the move." in said
    assert not CheckAnswer.objects.exists()


def test_no_answer_chosen_is_said_on_the_same_page(ask: Ask, sign_in: SignIn) -> None:
    check = ask()
    said = page(sign_in("dsl").post(of(check, "answer/"), {"step": "start", "c0-kind": "not_known"}))
    assert "There is one thing to mend" in said and "Choose an answer." in said


def test_what_was_written_is_kept_as_a_draft_and_found_again(ask: Ask, sign_in: SignIn) -> None:
    check, client = ask(), sign_in("dsl")
    assert client.post(of(check, "draft/"), told()).status_code == 204
    assert client.post(of(check, "draft/"), told(**{"c0-note": "Changed."})).status_code == 204
    assert Draft.objects.count() == 1
    assert "Carry on with what you wrote" in page(client.get(of(check)))
    again = page(client.get(of(check, "answer/")))
    assert "Away 11 Mondays" in again and "Changed." in again
    assert "Away 11" not in page(sign_in("deputy_dsl").get(of(check)))


def test_choosing_another_answer_loses_nothing_of_the_first(ask: Ask, sign_in: SignIn) -> None:
    """They press *Choose another answer*, and choose the same again; nor does anything stand where nothing is to be said."""
    check, client = ask(), sign_in("dsl")
    first = told(**{"same": "", "c1-kind": "not_known"})
    assert "None" not in page(client.post(of(check, "answer/"), first | {"step": "start"}))
    form = page(client.get(of(check)))
    hidden = dict(re.findall(r'<input type="hidden" name="(c[^"]+)" value="([^"]*)">', form))
    chosen = {"c0-kind": "items", "c1-kind": "not_known", "seen": "0", "step": "start"}
    again = page(client.post(of(check, "answer/"), hidden | chosen))
    assert "Away 11 Mondays" in again and "Worse since the move." in again
    assert "Away 11 Mondays" in page(client.get(of(check, "answer/")))
    # The button keeps what was typed a moment ago; and what another answer asks takes nothing from it.
    typed = told(
        **{"c0-i0-text": "Typed a moment ago.", "same": "", "c1-kind": "not_known", "step": "choose"}
    )
    assert client.post(of(check, "answer/"), typed)["Location"] == of(check)
    more = {"c0-kind": "need_more", "c0-note": "Which of them?", "c1-kind": "not_known", "step": "preview"}
    assert "Typed a moment ago." not in page(client.post(of(check, "answer/"), more))
    assert 'value="Typed a moment ago."' in page(client.get(of(check)))


def test_two_people_answering_lose_nothing(ask: Ask, sign_in: SignIn) -> None:
    check = ask()
    quick = {"same": "on", "c0-kind": "nothing_relevant", "seen": "0", "gateway": "CA04_16LA"}
    sign_in("dsl").post(of(check, "answer/"), quick | {"step": "send"})
    priya = sign_in("deputy_dsl")
    late = priya.post(of(check, "answer/"), told() | {"step": "send"})
    said = late.content.decode()
    assert late.status_code == 409
    assert "Tom Ferris" in said and "Known to us, nothing relevant" in said and "Away 11 Mondays" in said
    assert AuditEntry.objects.filter(reason="answered-meanwhile").count() == 1
    again = page(priya.get(of(check, "answer/")))
    assert "Away 11 Mondays" in again and "What your agency has answered so far" in again
    assert priya.post(of(check, "answer/"), told(seen="2") | {"step": "send"}).status_code == 302
    assert set(CheckAnswer.objects.filter(superseded=False).values_list("kind", flat=True)) == {"items"}


def test_the_same_form_sent_twice_lands_on_the_same_receipt(ask: Ask, sign_in: SignIn) -> None:
    check, client = ask(), sign_in("dsl")
    places = {client.post(of(check, "answer/"), told() | {"step": "send"})["Location"] for _ in range(2)}
    assert places == {of(check, "answered/")} and CheckAnswer.objects.count() == 2


def test_answering_again_starts_from_what_was_said(ask: Ask, sign_in: SignIn) -> None:
    check, client = ask(), sign_in("dsl")
    client.post(
        of(check, "answer/"),
        told(**{"c0-outcome": "part", "c0-because": "Not ours to tell."}) | {"step": "send"},
    )
    again = page(client.get(of(check, "answer/")))
    assert "Away 11 Mondays" in again and "Not ours to tell." in again and "Worse since the move." in again


def test_the_morning_list_in_one_go_asks_once_more(ask: Ask, sign_in: SignIn) -> None:
    one, two = ask(reference="K-1"), ask(reference="K-2")
    client = sign_in("dsl")
    ticked = {"checks": [str(one.pk), str(two.pk)], "kind": "not_known"}
    once_more = page(client.post("/checks/answers/", ticked))
    assert "for 2 checks?" in once_more
    assert "Not opened yet" in once_more and one.questions[0] in once_more, (
        "what was asked is read before it is denied"
    )
    assert not CheckAnswer.objects.exists()
    done = client.post("/checks/answers/", ticked | {"step": "send"})
    assert done.status_code == 302 and CheckAnswer.objects.count() == 4
    again = client.post("/checks/answers/", ticked | {"step": "send"})
    assert "not one of the available choices" in page(again) or again.status_code == 200


def test_nothing_ticked_is_said(ask: Ask, sign_in: SignIn) -> None:
    ask()
    said = page(sign_in("dsl").post("/checks/answers/", {}))
    assert "Tick at least one check." in said and "Choose the answer for the checks" in said


def test_the_hub_writes_down_a_call_as_the_answer(ask: Ask, sign_in: SignIn) -> None:
    check = ask("police")
    client = sign_in("screener")
    rang = page(client.get(of(check, "rang/")))
    assert "Fenmarch Police</span>" in rang and "A call with whoever you asked counts" in rang, (
        "no name inside a sentence"
    )
    call = {
        "counts_as": "answer",
        "spoke_with": "Karen Pike, sergeant",
        "rang_on_day": "23",
        "rang_on_month": "11",
        "rang_on_year": "2026",
        "rang_time": "08:40",
        "said": "Two calls to the address.",
        "kind": "items",
        "assertion_kind": "record",
    }
    for _ in range(2):
        assert client.post(of(check, "rang/"), call).status_code == 302
    check.refresh_from_db()
    assert check.status == "answered" and CallNote.objects.count() == 1 and CheckAnswer.objects.count() == 2
    assert "in the future" in page(client.post(of(check, "rang/"), call | {"rang_time": "09:30"}))
    assert "Choose which answer it was." in page(client.post(of(check, "rang/"), call | {"kind": ""}))
    assert "by telephone" in page(sign_in("police").get(of(check)))


def test_text_of_any_kind_is_shown_and_never_run(ask: Ask, sign_in: SignIn) -> None:
    check, client = ask(), sign_in("dsl")
    odd = "<script>alert(1)</script> \u202eright to left\u202c Ze\u0301"
    said = page(client.post(of(check, "answer/"), told(**{"c0-i0-text": odd}) | {"step": "preview"}))
    assert "<script>alert" not in said and "&lt;script&gt;" in said


def test_a_withdrawn_check_says_so(ask: Ask, sign_in: SignIn) -> None:
    said = page(sign_in("dsl").get(of(ask(status="withdrawn"))))
    assert "does not need an answer any more" in said and "What have they said about home?" not in said
