"""What is more urgent is never due later, whenever it comes in."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plait.base.clock import due_at
from tests.packs.shipped import AREAS, shipped

BEGINS = datetime(2026, 11, 1, tzinfo=UTC)
MINUTES_OF_THREE_MONTHS = 92 * 24 * 60


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("what", ["decision_target", "partner_return_target", "accept_target"])
@given(minutes=st.integers(0, MINUTES_OF_THREE_MONTHS))
def test_the_more_urgent_is_never_due_later(area: str, what: str, minutes: int) -> None:
    pack, start = shipped(area), BEGINS + timedelta(minutes=minutes)
    due = [
        due_at(start=start, target=getattr(one, what), calendar=pack.calendar()).at for one in pack.ratings
    ]
    assert all(first <= second for first, second in pairwise(due))
