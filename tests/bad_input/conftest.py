"""The morning of tests/matrix, with everybody in it: built once for this folder, everything that a test does undone."""

from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any

import pytest
import time_machine

from tests.matrix.conftest import db
from tests.matrix.world import NOW, World, build, undone

__all__ = ["db", "morning", "world"]


@pytest.fixture(scope="package")
def morning(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The world as it stands at half past twelve."""
    with django_db_blocker.unblock(), undone():
        yield build()


@pytest.fixture
def world(db: None, morning: World) -> Iterator[World]:
    """The same, at that moment, with everything that the test does undone afterwards, in the browsers too."""
    cookies = {who: browser.cookies.output(header="", sep=";") for who, browser in morning.browsers.items()}
    with time_machine.travel(NOW, tick=False), undone():
        yield morning
    for who, browser in morning.browsers.items():
        browser.cookies = SimpleCookie(cookies[who])
