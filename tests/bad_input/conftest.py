"""The morning of tests/matrix, with everybody in it: built once for this folder, everything that a test does undone."""

from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any

import pytest
import time_machine

from tests.lanes import rows
from tests.matrix.conftest import db
from tests.matrix.world import NOW, World, undone

__all__ = ["db", "morning", "world"]


@pytest.fixture(scope="package")
def morning(morning_kept: tuple[bytes, rows.Kept], django_db_blocker: Any) -> Iterator[World]:
    """The world as it stands at half past twelve."""
    with django_db_blocker.unblock(), undone():
        packed, kept = morning_kept
        rows.put_back(kept)
        yield World.unpacked(packed)


@pytest.fixture
def world(db: None, morning: World) -> Iterator[World]:
    """The same, at that moment, with everything that the test does undone afterwards, in the browsers too."""
    cookies = {who: browser.cookies.output(header="", sep=";") for who, browser in morning.browsers.items()}
    with time_machine.travel(NOW, tick=False), undone():
        yield morning
    for who, browser in morning.browsers.items():
        browser.cookies = SimpleCookie(cookies[who])
