"""The morning, built once for each file of tests here; every test's own doings are rolled back."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from plait.base.access.written import Proof
from tests.lanes import rows
from tests.matrix.world import NOW, World, undone


@pytest.fixture(scope="module")
def morning(morning_kept: tuple[bytes, rows.Kept], django_db_blocker: Any) -> Iterator[World]:
    """The world as it stands at half past twelve."""
    with django_db_blocker.unblock(), undone():
        packed, kept = morning_kept
        rows.put_back(kept)
        yield World.unpacked(packed)


@pytest.fixture
def db(morning: World) -> None:
    """Stands in for pytest-django's own, which would close the connection that holds the morning; by this name
    pytest-django knows that the databases are needed."""


@pytest.fixture(autouse=True)
def _every_question_proven(monkeypatch: pytest.MonkeyPatch) -> None:
    # Every time in the long run; else as everywhere, the first three times and then now and again (tests/conftest.py): each
    # shape is still proven with many readers, and the matrix took a third longer for the rest.
    if os.environ.get("PLAIT_TEST_MATRIX"):
        monkeypatch.setattr(Proof, "every", 1)


@pytest.fixture
def world(db: None, morning: World) -> Iterator[World]:
    """The same, at that moment, with everything that the test does undone afterwards."""
    with time_machine.travel(NOW, tick=False), undone():
        yield morning
