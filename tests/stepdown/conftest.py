"""A family of the cast, for every test here."""

from datetime import datetime
from typing import Any

import pytest

from plait.site.demo.cast import Cast
from tests.stepdown.family import Family


@pytest.fixture
def family(cast: Cast, pack: Any, at: datetime) -> Family:
    return Family(cast, at)
