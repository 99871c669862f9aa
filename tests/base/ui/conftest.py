"""Dana at her desk in Ellowmere, and pages drawn without a database."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from plait.base.audit.actor import Actor
from plait.base.ui.slots import fresh


@pytest.fixture
def dana() -> Actor:
    return Actor(id="a-1", name="Dana Okafor", agency_name="Ellowmere hub", job="Hub social worker")


@pytest.fixture(autouse=True)
def _calm(settings: Any) -> Iterator[None]:
    settings.PLAIT_HUB_PHONE = "01632 960 100"
    settings.PLAIT_EDT_PHONE = "01632 960 199"
    with fresh():
        yield


@pytest.fixture
def ask(dana: Actor, at: datetime) -> Callable[..., HttpRequest]:
    """A request as the middleware hands it on: with its moment, and Dana unless nobody is signed in."""

    def make(
        path: str = "/", *, actor: Actor | None = dana, post: dict[str, str] | None = None
    ) -> HttpRequest:
        factory = RequestFactory()
        request: Any = factory.get(path) if post is None else factory.post(path, post)
        request.at = at
        if actor is not None:
            request.actor = actor
        return request  # type: ignore[no-any-return]

    return make
