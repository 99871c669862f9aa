"""A journey of the cast, and the desk where extracts come in, for every test here."""

from datetime import datetime
from typing import Any

import pytest

from plait.site.demo.cast import Cast
from tests.feedback.journey import Journey
from tests.people.extracts import Desk


@pytest.fixture
def journey(cast: Cast, pack: Any, at: datetime) -> Journey:
    return Journey(cast, at)


@pytest.fixture
def desk(cast: Cast, pack: Any, at: datetime) -> Desk:
    return Desk(cast, at)
