"""The second step: an app's codes, recovery codes, kept sealed; no table of this house holds a secret in the open."""

from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from plait.agencies.models import Practitioner
from tests.agencies.conftest import sign_in

pytestmark = pytest.mark.django_db


def code(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def set_up_app(client: Client, who: Practitioner) -> str:
    """Through the pages, proving once more who they are; returns the app's secret."""
    sign_in(client, who)
    page = client.get("/account/methods/app/add/")
    assert page["Location"] == "/account/again/?next=%2Faccount%2Fmethods%2Fapp%2Fadd%2F"
    client.post(page["Location"], {"password": "three-odd-words-together"})
    page = client.get("/account/methods/app/add/")
    secret = str(page.context["form"].secret)
    answer = client.post("/account/methods/app/add/", {"code": code(secret)})
    assert answer["Location"] == "/account/methods/codes/"
    return secret


def test_with_an_app_the_password_alone_is_not_enough(client: Client, maya: Practitioner, clock: Any) -> None:
    secret = set_up_app(client, maya)
    client.post("/sign-out/")
    assert sign_in(client, maya)["Location"] == "/sign-in/second-step/"
    assert client.get("/account/").status_code == 302
    assert client.get("/sign-in/second-step/").status_code == 200
    clock.shift(30)  # a code works once
    assert client.post("/sign-in/second-step/", {"code": code(secret)}).status_code == 302
    assert client.get("/account/").status_code == 200


def test_a_recovery_code_stands_in_for_a_lost_phone_once(
    client: Client, maya: Practitioner, clock: Any
) -> None:
    set_up_app(client, maya)
    codes = client.get("/account/methods/codes/").context["unused_codes"]
    client.post("/sign-out/")
    for expected in (302, 200):
        sign_in(client, maya)
        assert client.post("/sign-in/second-step/", {"code": codes[0]}).status_code == expected
        client.post("/sign-out/")
        client = Client()


def test_secrets_are_sealed_in_the_table(client: Client, maya: Practitioner, clock: Any) -> None:
    secret = set_up_app(client, maya)
    kept = Authenticator.objects.get(type=Authenticator.Type.TOTP).data["secret"]
    assert kept != secret
    assert get_adapter().decrypt(kept) == secret


@pytest.mark.parametrize(
    "path",
    [
        "/account/methods/",
        "/account/methods/codes/",
        "/account/methods/codes/new/",
        "/account/methods/app/remove/",
        "/account/methods/passkeys/",
        "/account/methods/passkeys/add/",
        "/account/password/",
        "/account/sessions/",
        "/account/again/",
        "/account/again/code/",
    ],
)
def test_every_page_of_one_s_own_methods_opens(
    client: Client, maya: Practitioner, path: str, clock: Any
) -> None:
    set_up_app(client, maya)
    page = client.get(path)
    assert page.status_code == 200
    assert "govuk-heading-l" in page.content.decode()
