"""The one-time link to a registered mailbox: the same answer to everybody, once, briefly, and it opens nothing else."""

from typing import Any

import pytest
from django.test import Client

from plait.agencies.models import Agency, MailboxLink, Practitioner
from plait.base.outbox.models import Message
from tests.agencies.conftest import sign_in

pytestmark = pytest.mark.django_db
ASK = "/sign-in/by-mailbox/"


def link_for(client: Client, school: Agency) -> str:
    client.post(ASK, {"address": school.mailbox.upper(), "person_name": "Maya Okafor"})
    return str(Message.objects.latest("posted_at").context["link_path"])


def test_a_registered_and_an_unknown_address_get_the_same_answer(
    client: Client, school: Agency, clock: Any
) -> None:
    answers = [
        client.post(ASK, {"address": address, "person_name": "Maya Okafor"})
        for address in (school.mailbox, "nobody@example.org")
    ]
    assert answers[0].status_code == answers[1].status_code == 200
    assert answers[0].content == answers[1].content
    assert MailboxLink.objects.count() == 1
    assert Message.objects.count() == 1


def test_the_message_names_nobody(client: Client, school: Agency, clock: Any) -> None:
    link_for(client, school)
    message = Message.objects.get()
    assert "Maya" not in f"{message.subject_line} {message.context}"


def test_opening_the_link_s_page_does_not_use_it_up_and_the_button_does(
    client: Client, school: Agency, clock: Any
) -> None:
    link = link_for(client, school)
    for _ in range(3):
        assert Client().get(link).status_code == 200
    assert client.post(link)["Location"] == "/"
    assert Client().post(link).status_code == 403


def test_after_half_an_hour_the_link_is_over(client: Client, school: Agency, clock: Any) -> None:
    link = link_for(client, school)
    clock.shift(30 * 60)
    assert client.post(link).status_code == 403


def test_the_session_is_a_mailbox_s_and_ends_after_two_hours_however_busy(
    client: Client, school: Agency, clock: Any
) -> None:
    client.post(link_for(client, school))
    actor = client.get("/account/").wsgi_request.actor  # type: ignore[attr-defined]
    assert actor.kind == "mailbox"
    assert actor.roles == {"mailbox_referrer"}
    assert actor.teams == frozenset()
    assert (actor.name, actor.agency) == ("Maya Okafor", str(school.pk))
    for _ in range(11):
        clock.shift(10 * 60)
        assert client.get("/account/").status_code == 403
    clock.shift(10 * 60)
    assert client.get("/account/")["Location"].startswith("/sign-in/")


@pytest.mark.parametrize(
    "path",
    [
        "/account/",
        "/account/sessions/",
        "/account/methods/",
        "/account/methods/passkeys/add/",
        "/people/",
        "/people/invite/",
    ],
)
def test_it_opens_nothing_of_an_account(client: Client, school: Agency, path: str, clock: Any) -> None:
    client.post(link_for(client, school))
    answer = client.get(path)
    assert answer.status_code in (302, 403)
    if answer.status_code == 302:
        assert answer["Location"].startswith("/sign-in/")


def test_a_link_replaces_whoever_was_signed_in(
    client: Client, school: Agency, admin: Practitioner, clock: Any
) -> None:
    sign_in(client, admin)
    client.post(link_for(client, school))
    assert client.get("/people/").status_code == 403


def test_a_mailbox_taken_off_the_register_ends_its_sessions(
    client: Client, school: Agency, clock: Any
) -> None:
    client.post(link_for(client, school))
    school.mailbox = ""
    school.save()
    assert client.get("/account/")["Location"].startswith("/sign-in/")


def test_nobody_fills_a_mailbox_for_sport(client: Client, school: Agency, clock: Any) -> None:
    for _ in range(9):
        link_for(client, school)
    assert Message.objects.count() == 5


def test_signing_out_ends_it(client: Client, school: Agency, clock: Any) -> None:
    client.post(link_for(client, school))
    client.post("/sign-out/")
    assert client.get("/account/")["Location"].startswith("/sign-in/")
