"""A browser for the pages of raising a concern, and the shortest way through them."""

from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth import SESSION_KEY
from django.test import Client

from plait.agencies.models import User
from plait.site.demo.cast import Cast

SignIn = Callable[[str], Client]
START = {"danger_now": "no", "works_with_children": "no"}
SAFE = {"must_not_know": "no", "protect_source": "no", "telling_raises_risk": "not_known"}


@pytest.fixture(autouse=True)
def _now(at: datetime) -> Iterator[None]:
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def sign_in(cast: Cast) -> SignIn:
    """A browser in which somebody of the cast is signed in."""

    def as_(who: str) -> Client:
        person = cast.people[who]
        if person.user is None:
            person.user = User.objects.create_user(f"{who}@example.org")
            person.save()
        client = Client()
        client.force_login(person.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert SESSION_KEY in client.session
        return client

    return as_


def begin(client: Client, **more: str) -> str:
    """Past the first page; the address of the draft."""
    answer = client.post("/concerns/start/", {**START, "key": str(uuid4()), **more})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"]).removesuffix("safety/")


def fill(client: Client, draft: str) -> None:
    """Enough to send: safety, one child, one reason, and what the family knows."""
    for step, answers in (
        ("safety/", SAFE),
        ("children/1/", {"child_given_name": "Theo", "child_family_name": "Marlow"}),
        ("children/", {}),
        ("worry/", {"observed": "A bruise."}),
        ("family/", {"family_told": "not_sure"}),
    ):
        answer = client.post(draft + step, answers)
        assert answer.status_code == 302, (step, answer.content.decode())
