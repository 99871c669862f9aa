"""The morning of tests/matrix, with everybody in it: built once for this folder, everything that a test does undone."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.matrix.conftest import db, world
from tests.matrix.world import World, build, undone

__all__ = ["db", "morning", "world"]


@pytest.fixture(scope="package")
def morning(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The world as it stands at half past twelve."""
    with django_db_blocker.unblock(), undone():
        yield build()
