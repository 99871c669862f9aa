"""Whoever is not sure says so, and the hub hears it: it rings them before anybody speaks to the family."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from plait.base.access.verdict import Refused
from plait.people.models import SafetyNote
from plait.people.queries import safety_notes_of
from plait.referrals.actions.settle_safety import settle_safety
from plait.referrals.models import Contact, SafetySettled
from plait.referrals.queries.asking import scope_of
from plait.referrals.queries.hub import words_may_tell
from plait.site.demo.cast import Cast
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


def warns(hub: Client, contact: Contact) -> set[bool]:
    """Everything that heeds the answers on risk: does it warn? One answer where all agree."""
    contact.refresh_from_db()
    desk, page = read(hub, "/hub/"), read(hub, f"/hub/concerns/{contact.pk}/")
    children = contact.people.values_list("description__person_id", flat=True)
    return {
        scope_of(contact).speak_first,
        contact.told_at_risk,
        "Somebody must not know" in desk,
        "Family told, and it may raise risk" in desk,
        "Family told, and it may raise risk" in page,
        "It may raise risk: ring the referrer now" in page,
        safety_notes_of(str(one) for one in children).exists(),
    }


def test_what_somebody_was_not_sure_of_is_settled_after_asking_and_settled_again(
    sign_in: SignIn, cast: Cast, at: datetime
) -> None:
    contact, hub = sent(sign_in("teacher"), **UNSURE), sign_in("screener")
    Contact.objects.filter(pk=contact.pk).update(family_told="told")
    assert not contact.people.get().description.person.address_hidden and warns(hub, contact) == {True}

    def settle(kind: str, holds: str, because: str = "She said so.", **more: str) -> Any:
        last = contact.settled.filter(kind=kind).order_by("number").last()
        sending = {"holds": holds, "whom": "Head of year", "because": because, "was": last.pk if last else ""}
        return hub.post(f"/hub/concerns/{contact.pk}/settle/{kind}/", {**sending, **more})

    for kind in SafetySettled.Kind.values:
        assert warns(hub, contact) != {False}
        assert settle(kind, "no").status_code == 302
    assert warns(hub, contact) == {False}
    page = read(hub, f"/hub/concerns/{contact.pk}/")
    assert page.count("Asked since: it is not so") == 3 and page.count("Head of year") == 3
    assert f"telling the family would raise the risk: {ASK}" in page  # as it was said
    assert Contact.objects.get().referrer.protected
    # A colleague settled it since the page was read: theirs is shown, and nothing typed is lost; then once is enough.
    late = settle("telling", "not_sure", "Her sister doubts it.", was="")
    assert "Settled while you were writing" in late.content.decode()
    assert "Her sister doubts it." in late.content.decode() and contact.settled.count() == 3
    assert settle("telling", "not_sure").status_code == settle("telling", "not_sure").status_code == 302
    assert contact.settled.count() == 4 and Contact.objects.get().told_at_risk
    # A yes hides where they are, and what hides them two people end from the child's story.
    assert settle("where", "yes").status_code == 302 and warns(hub, contact) == {True}
    assert contact.people.get().description.person.address_hidden
    assert "Two people show it again" in settle("where", "no").content.decode()
    assert settle("rumour", "no").status_code == 404

    sending: dict[str, Any] = {
        "contact_id": str(contact.pk),
        "kind": "who_told",
        "whom": "Her",
        "because": "Why",
        "at": at,
    }
    was, other = str(contact.settled.get(kind="who_told").pk), cast.actor("manager", at=at)
    for by, holds, reason in (
        (cast.actor("teacher", at=at), "yes", "no-role"),
        (replace(other, qualified=False), "no", "not-qualified"),
        (replace(other, qualified=False), "", "needs-reason"),
    ):
        because = {"because": " "} if not holds else {}
        with pytest.raises(Refused) as refused:
            settle_safety(**{**sending, **because}, holds=holds, was=was, by=by)
        assert refused.value.verdict.reason.startswith(reason)
    settle_safety(**sending, holds="yes", was=was, by=replace(other, qualified=False))
    assert words_may_tell(contact) and SafetyNote.objects.get(kind="who_told_unsure").ended_at is None


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
