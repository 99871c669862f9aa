"""North over the border, and a family that may move there."""

from datetime import datetime
from typing import Any

import pytest

from plait.site.demo.cast import Cast
from tests.handover.two_areas import Moved, North


@pytest.fixture
def north(at: datetime, pack: Any) -> North:
    return North(at)


@pytest.fixture
def moved(cast: Cast, pack: Any, at: datetime) -> Moved:
    """A social worker leads help for them, and nothing is offered yet."""
    family = Moved(cast, at)
    family.led()
    return family
