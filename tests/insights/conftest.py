"""The area in its last three whole months, for every test here."""

from datetime import datetime
from typing import Any

import pytest

from plait.site.demo.cast import Cast
from tests.insights.quarter import Quarter


@pytest.fixture
def quarter(cast: Cast, pack: Any, at: datetime) -> Quarter:
    return Quarter(cast, at)
