"""A journey of the cast, and looking again as the worker does it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from plait.base.prompts.models import Prompt
from plait.practice.jobs import look_at
from plait.site.demo.cast import Cast
from tests.feedback.journey import Journey


@pytest.fixture
def journey(cast: Cast, pack: Any, at: datetime) -> Journey:
    return Journey(cast, at)


@pytest.fixture
def looked(journey: Journey) -> Callable[..., dict[str, Prompt]]:
    """Look at the journey's child; the questions that stand, by rule."""

    def look(person_id: str = "") -> dict[str, Prompt]:
        whose = person_id or journey.child
        look_at(whose, at=journey.later(1))
        rows = Prompt.objects.filter(person_id=whose, state__in=["asked", "later"])
        return {one.rule: one for one in rows}

    return look
