"""The same story as the deciding tests; and the cast at their browsers, without any story."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from plait.agencies.models import User
from plait.site.demo.cast import Cast
from tests.referrals.deciding.conftest import contact, story, who

__all__ = ["contact", "story", "who"]

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def browser(cast: Cast, pack: Any, at: datetime) -> Any:
    """`browser("teacher")`: a client in which this member of the cast is signed in, at that moment."""

    def of(who: str) -> Client:
        client = Client()
        user = cast.people[who].user or User.objects.get(practitioner=cast.people[who])
        client.force_login(user, backend=BACKEND)
        return client

    with time_machine.travel(at, tick=True):
        yield of


Browse = Callable[[str], Client]
