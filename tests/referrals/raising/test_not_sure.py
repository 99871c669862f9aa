"""Whoever is not sure says so, and the hub hears it: it rings them before anybody speaks to the family."""

from uuid import uuid4

import pytest
from django.test import Client

from plait.people.models import SafetyNote
from plait.referrals.models import Contact
from plait.referrals.queries.asking import scope_of
from plait.referrals.queries.hub import words_may_tell
from tests.referrals.raising.browser import SAFE, SignIn, _now, begin, fill, sign_in
from tests.referrals.raising.test_call_pages import CALL

__all__ = ["_now", "sign_in"]
ASK = "ask them before any contact with the family"
UNSURE = {"must_not_know": "not_known", "protect_source": "not_known", "telling_raises_risk": "not_known"}


def sent(client: Client, **safety: str) -> Contact:
    draft = begin(client)
    fill(client, draft)
    client.post(draft + "safety/", {**SAFE, **safety})
    assert client.post(draft + "check/").status_code == 302
    return Contact.objects.get()


def read(client: Client, path: str) -> str:
    page = client.get(path)
    assert page.status_code == 200
    return " ".join(page.content.decode().split())


def test_the_hub_reads_first_what_the_referrer_is_not_sure_of(sign_in: SignIn) -> None:
    teacher = sign_in("teacher")
    contact = sent(teacher, **UNSURE)
    page = read(sign_in("screener"), f"/hub/concerns/{contact.pk}/")
    first = page[page.index("Before anything else") : page.index("What was said")]
    for unsure in (
        "anyone must not learn where they are",
        "anyone must not learn that they told us",
        "telling the family would raise the risk",
    ):
        assert f"The referrer is not sure whether {unsure}: {ASK}" in first
    assert first.count("Asked to be rung first") == 1 and page.count("Asked to be rung first") == 2
    assert "Asked to be rung first" in read(sign_in("screener"), "/hub/")
    own = read(teacher, f"/concerns/{contact.pk}/")
    assert "Not sure: you asked to be rung first" in own


def test_partners_are_asked_to_speak_to_the_hub_first_and_no_address_is_hidden(sign_in: SignIn) -> None:
    contact = sent(sign_in("teacher"), must_not_know="not_known", telling_raises_risk="no")
    assert not contact.people.get().description.person.address_hidden
    assert "Somebody must not know" in read(sign_in("screener"), "/hub/")
    assert scope_of(contact).speak_first


def test_what_nobody_asked_or_answered_is_not_said_to_be_unsure(sign_in: SignIn) -> None:
    contact = sent(sign_in("teacher"), protect_source="", telling_raises_risk="no")
    assert not SafetyNote.objects.filter(source_ref=contact.ref).exists()


@pytest.mark.parametrize(
    ("answer", "kinds"), [("not_known", {"where_unsure", "who_told_unsure"}), ("no", set())]
)
def test_a_caller_who_is_not_sure_is_heard_too(sign_in: SignIn, answer: str, kinds: set[str]) -> None:
    sign_in("call_handler").post("/calls/new/", {**CALL, "caller_must_not_know": answer, "key": str(uuid4())})
    assert set(SafetyNote.objects.values_list("kind", flat=True)) == kinds


@pytest.mark.parametrize(
    ("answer", "protected"), [("yes", True), ("not_known", True), ("no", False), ("", False)]
)
def test_who_told_us_is_protected_unless_they_say_that_nobody_minds(
    sign_in: SignIn, answer: str, protected: bool
) -> None:
    contact = sent(sign_in("teacher"), protect_source=answer)
    assert contact.referrer.protected is protected
    assert words_may_tell(contact) is protected
    page = read(sign_in("screener"), f"/hub/concerns/{contact.pk}/")
    assert ("Do not tell anybody who told us, in any way" in page) is protected


def test_a_caller_who_is_not_sure_stays_with_the_hub(sign_in: SignIn) -> None:
    sending = {
        **CALL,
        "caller_kind": "practitioner",
        "caller_must_not_know": "not_known",
        "key": str(uuid4()),
    }
    sign_in("call_handler").post("/calls/new/", sending)
    assert Contact.objects.get().referrer.protected


@pytest.mark.parametrize(("telling", "told", "rings"), [
    ("yes", "yes", True), ("not_known", "yes", True), ("no", "yes", False), ("yes", "no_unsafe", False),
])  # fmt: skip
def test_a_family_that_was_told_although_it_raises_risk_is_rung_about_now(
    sign_in: SignIn, telling: str, told: str, rings: bool
) -> None:
    teacher = sign_in("teacher")
    draft = begin(teacher)
    fill(teacher, draft)
    teacher.post(draft + "safety/", {**SAFE, "telling_raises_risk": telling})
    teacher.post(draft + "family/", {"family_told": told})
    check = read(teacher, draft + "check/")
    receipt = " ".join(teacher.post(draft + "check/", follow=True).content.decode().split())
    for page in (check, receipt):
        assert ("You have told them, and it may raise risk: ring the hub now" in page) is rings
        assert ("Do not tell the family about this yet" in page) is (not rings and telling != "no")
    hub = read(sign_in("screener"), f"/hub/concerns/{Contact.objects.get().pk}/")
    assert ("The family was told, and it may raise risk" in hub) is rings
    assert ("Yes, the family was told. It may raise risk: ring the referrer now" in hub) is rings
    assert ("Family told, and it may raise risk" in read(sign_in("screener"), "/hub/")) is rings
