"""A worker that dies leaves nothing half done: at every named point, twenty times over (`./run long clocks`: two hundred)."""

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.promises.killed import POINTS, PROMISES, faults_after, killed_everywhere, letters_that_left, wired

TIMES = {"sqlite": 20, "postgres": 10}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_killed_at_every_point_each_effect_is_there_once_and_no_letter_is_lost(
    at: datetime, lane: str, settings: Any, tmp_path: Path
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    met: Counter[str] = Counter()
    with wired():
        for number in range(TIMES[lane]):
            at, here = killed_everywhere(number, at=at)
            met += here
            assert faults_after(number) == []
    assert {met[point] for point in POINTS} == {TIMES[lane]}, f"each point in each round: {met}"
    left = letters_that_left(tmp_path)
    assert len(left) == TIMES[lane] * PROMISES
    twice = Counter(left.values())
    assert set(twice) <= {1, 2} and twice[2] == TIMES[lane], (
        "once more only where a worker died after it had left"
    )
