"""A passkey from setting it up to signing in with it, in a real browser with a virtual authenticator."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect, sync_playwright

from plait.agencies.models import Agency, Practitioner
from tests.agencies.conftest import PASSWORD, person
from tests.journeys.chromium import launch
from tests.journeys.findings import findings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(maya: Practitioner, live_server: Any) -> Iterator[Page]:
    """Chromium with a virtual authenticator that knows its owner."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = launch(playwright)
        context = browser.new_context(base_url=live_server.url.replace("127.0.0.1", "localhost"))
        opened = context.new_page()
        devtools = context.new_cdp_session(opened)
        devtools.send("WebAuthn.enable")
        devtools.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )
        yield opened
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def maya(transactional_db: None) -> Practitioner:
    cache.clear()
    school = Agency.objects.create(
        name="Ashgrove Primary School", kind="SCHOOL", mailbox="s@ashgrove.example"
    )
    return person(school, "Maya Okafor", "referrer")


def sound(page: Page) -> None:
    """No accessibility finding, nothing said by the browser's content policy."""
    assert findings(page) == []


def test_set_up_a_passkey_and_sign_in_with_it_alone(page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda fault: said.append(str(fault)))
    # given Maya, who signs in with a password
    page.goto("/sign-in/?next=/account/")
    sound(page)
    page.get_by_label("Your work e-mail address").fill("maya@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in with a password").click()
    page.get_by_role("heading", name="Your account").wait_for(timeout=20_000)
    sound(page)
    # when she sets up a passkey, showing once more that it is she
    page.goto("/account/second-step/")
    sound(page)
    page.get_by_role("button", name="Set up a passkey").click()
    page.get_by_role("heading", name="Show once more that it is you").wait_for(timeout=20_000)
    sound(page)
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", name="Set up a passkey").wait_for(timeout=20_000)
    sound(page)
    page.get_by_role("button", name="Set up the passkey").click()
    page.get_by_role("heading", name="Recovery codes").wait_for(timeout=20_000)
    sound(page)
    page.goto("/account/methods/")
    assert "1 set up" in page.inner_text("main")
    sound(page)
    # then she signs in with the passkey alone
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.get_by_role("heading", name="Sign in", exact=True).wait_for(timeout=20_000)
    page.goto("/sign-in/?next=/account/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("heading", name="Your account").wait_for(timeout=20_000)
    # and with the password she needs it as her second step
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.get_by_role("heading", name="Sign in", exact=True).wait_for(timeout=20_000)
    page.goto("/sign-in/?next=/account/")
    page.get_by_label("Your work e-mail address").fill("maya@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in with a password").click()
    page.get_by_role("heading", name="Your second step").wait_for(timeout=20_000)
    sound(page)
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("heading", name="Your account").wait_for(timeout=20_000)
    assert said == []


def test_without_script_the_page_offers_what_works(page: Page, live_server: Any) -> None:
    browser = page.context.browser
    assert browser is not None
    plain = browser.new_context(java_script_enabled=False, base_url=live_server.url).new_page()
    plain.goto("/sign-in/?next=/account/")
    assert not plain.get_by_role("button", name="Sign in with a passkey").is_visible()
    plain.get_by_label("Your work e-mail address").fill("maya@example.org")
    plain.get_by_label("Password", exact=True).fill(PASSWORD)
    plain.get_by_role("button", name="Sign in with a password").click()
    expect(plain.get_by_role("heading", name="Your account")).to_be_visible()
