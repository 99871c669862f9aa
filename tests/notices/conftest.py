"""The cast, and one neutral letter to whoever a test names."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from plait.agencies.actions.record_absence import record_absence
from plait.agencies.models import Practitioner
from plait.base.audit.actor import Actor
from plait.base.outbox import post
from plait.base.outbox.models import Message
from plait.notices.models import Notice
from plait.site.demo.cast import Cast

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Post:
    """Letters to the cast, and what they find in the app."""

    def __init__(self, cast: Cast, at: datetime) -> None:
        self.cast, self.at, self.sent = cast, at, 0

    def who(self, key: str) -> Actor:
        return self.cast.actor(key, at=self.at)

    def id(self, key: str) -> str:
        return str(self.cast.people[key].pk)

    def write(
        self, key: str, kind: str = "stepdown-accepted", *, to: str = "", about: str = "", letter: str = "waiting",
        at: datetime | None = None,
    ) -> Message:  # fmt: skip
        """One letter, and its row in the outbox."""
        self.sent += 1
        name = f"letter:{self.sent}"
        with transaction.atomic():
            post(
                key=name, kind=kind, to=to or f"practitioner:{self.id(key)}", about=about, body_ref=letter,
                context={"link_path": "/lead/", "phone": "01632 960123"}, at=at or self.at,
            )  # fmt: skip
        return Message.objects.get(key=name)

    def told(self, key: str) -> list[Notice]:
        return list(Notice.objects.filter(practitioner_id=self.id(key)).order_by("at", "pk"))

    def away(self, key: str, *, deputy: str = "", days: int = 2) -> None:
        record_absence(
            practitioner_id=self.id(key), from_at=self.at - HOUR, to_at=self.at + days * DAY,
            deputy_id=self.id(deputy) if deputy else None, by=self.who(key), at=self.at,
        )  # fmt: skip

    def mail_of(self, key: str) -> str:
        user = Practitioner.objects.select_related("user").get(pk=self.id(key)).user
        assert user is not None
        return user.email

    def browser(self, key: str) -> Client:
        client = Client()
        user = Practitioner.objects.select_related("user").get(pk=self.id(key)).user
        assert user is not None
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client


@pytest.fixture
def letters(cast: Cast, pack: Any, at: datetime) -> Post:
    return Post(cast, at)
