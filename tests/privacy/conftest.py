"""A journey of the cast, for every test here."""

from datetime import datetime
from typing import Any

import pytest

from plait.site.demo.cast import Cast
from tests.feedback.journey import Journey


@pytest.fixture
def journey(cast: Cast, pack: Any, at: datetime) -> Journey:
    return Journey(cast, at)
