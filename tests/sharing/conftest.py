"""A journey of the cast, for every test here."""

from datetime import datetime
from typing import Any

import pytest

from plait.site.demo.cast import Cast
from tests.feedback.journey import Journey
from tests.lanes.telling import ToldOnce
from tests.sharing.home import Home


@pytest.fixture
def journey(cast: Cast, pack: Any, at: datetime) -> Journey:
    return Journey(cast, at)


@pytest.fixture
def home(cast: Cast, pack: Any, at: datetime, told_once: ToldOnce) -> Home:
    return told_once("sharing/home", Home(cast, at).live)
