"""Theodora, with whom Ellowmere works and of whose family nobody hides, beside North: what stories between areas begin with."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest

from plait.site.demo.cast import Cast
from tests.base.federation.delivery import pinned
from tests.feedback.journey import Journey, family
from tests.matrix.world import undone


@contextmanager
def known_here(area_put_back: Callable[[], Cast], blocker: Any, **north: Any) -> Iterator[Journey]:
    """Raised and accepted on Monday at nine, in an open database that is as it was afterwards. `north`: how it is pinned."""
    with blocker.unblock(), undone():
        at = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
        pinned(at=at, **north)
        yield Journey(area_put_back(), at).raised(concern=family(shielded=False)).accepted()


@pytest.fixture(scope="module")
def once(area_put_back: Callable[[], Cast], django_db_blocker: Any) -> Iterator[Journey]:
    """That family, once for a file of stories."""
    with known_here(area_put_back, django_db_blocker) as journey:
        yield journey


@pytest.fixture
def db(once: Journey) -> None:
    """In place of pytest-django's own, as in tests/matrix/conftest.py."""
