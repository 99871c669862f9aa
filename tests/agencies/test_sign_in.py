"""Signing in: no enumeration, no sign-up, every attempt in the audit, and the guesses counted."""

import re
from typing import Any

import pytest
from django.test import Client

from plait.agencies.models import Practitioner, User
from plait.base.audit.models import AuditEntry
from tests.agencies.conftest import PASSWORD, sign_in

pytestmark = pytest.mark.django_db


def acts() -> list[tuple[str, str, str]]:
    return list(AuditEntry.objects.order_by("id").values_list("act", "verdict", "reason"))


def test_a_teacher_signs_in_and_out_and_both_are_kept(client: Client, maya: Practitioner, clock: Any) -> None:
    page = client.get("/sign-in/")
    assert page.status_code == 200
    assert "Sign in with a passkey" in page.content.decode()
    answer = sign_in(client, maya)
    assert answer.status_code == 302
    assert answer["Location"] == "/"
    assert client.get("/account/").status_code == 200
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert client.get("/account/").status_code == 302
    kept = [act for act, _, _ in acts()]
    assert kept[0] == "sign-in:done"
    assert "sign-in:ended" in kept


def test_a_wrong_password_and_an_unknown_address_are_answered_in_the_same_bytes(
    client: Client, maya: Practitioner, clock: Any
) -> None:
    def answered(email: str) -> str:
        page = Client().post("/sign-in/", {"login": email, "password": "not-the-password"})
        assert page.status_code == 200
        return re.sub(
            r'name="csrfmiddlewaretoken" value="[^"]+"', "", page.content.decode().replace(email, "ADDRESS")
        )

    assert maya.user is not None
    assert answered(maya.user.email) == answered("nobody@example.org")
    assert [one for one in acts() if one[0] == "sign-in:refused"] == [
        ("sign-in:refused", "refused", "wrong-credentials")
    ] * 2


def test_after_five_wrong_guesses_the_right_password_does_not_help(
    client: Client, maya: Practitioner, clock: Any
) -> None:
    assert maya.user is not None
    for _ in range(5):
        client.post("/sign-in/", {"login": maya.user.email, "password": "guess-guess-guess"})
    assert sign_in(client, maya).status_code == 200
    assert acts()[-1] == ("sign-in:refused", "refused", "too-many-guesses")
    clock.shift(6 * 60)
    assert sign_in(client, maya).status_code == 302


@pytest.mark.parametrize(
    "path", ["/account/signup/", "/account/email/", "/accounts/login/", "/account/login/"]
)
def test_nobody_makes_an_account_for_themselves(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_user_who_is_nobody_at_work_is_signed_out_at_once(client: Client, clock: Any) -> None:
    User.objects.create_user("stray@example.org", PASSWORD)
    client.post("/sign-in/", {"login": "stray@example.org", "password": PASSWORD})
    assert client.get("/account/").status_code == 302
    assert not client.session.keys()


def test_asking_for_a_new_password_says_the_same_to_everybody(
    client: Client, maya: Practitioner, mailoutbox: list[Any], clock: Any
) -> None:
    assert maya.user is not None
    answers = [
        client.post("/account/password/forgotten/", {"email": email})
        for email in (maya.user.email, "no@example.org")
    ]
    assert {(one.status_code, one["Location"]) for one in answers} == {
        (302, "/account/password/forgotten/sent/")
    }
    assert [one.to for one in mailoutbox] == [[maya.user.email]]
    assert "Maya" not in mailoutbox[0].body
