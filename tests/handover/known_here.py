"""Theodora, with whom Ellowmere works and of whose family nobody hides, beside North: what stories between areas begin with."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

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
