"""How a clock stands."""

from datetime import timedelta

import pytest

from plait.base.clock import ClockRefused, Standing, at_risk_from, standing
from tests.base.clock.ellowmere import london

START, DUE = london("2026-11-23 09:00"), london("2026-11-23 13:00")


@pytest.mark.parametrize(
    ("at", "stands", "shown"),
    [
        ("2026-11-23 09:00", Standing.DUE, "due"),
        ("2026-11-23 11:59", Standing.DUE, "due"),
        ("2026-11-23 12:00", Standing.AT_RISK, "at risk"),
        ("2026-11-23 13:00", Standing.AT_RISK, "at risk"),  # the due moment itself is in time
        ("2026-11-23 13:01", Standing.BREACHED, "late"),
        ("2026-11-22 09:00", Standing.DUE, "due"),  # the computer's clock was moved back: a page still opens
    ],
)
def test_as_the_morning_goes_on(at: str, stands: Standing, shown: str) -> None:
    found = standing(due=DUE, at=london(at), started_at=START)
    assert found is stands
    assert found.shown == shown


def test_what_was_done_in_time_is_met_and_what_was_late_stays_late() -> None:
    later = london("2026-11-25 09:00")
    met = standing(due=DUE, at=later, started_at=START, stopped_at=DUE)
    late = standing(due=DUE, at=later, started_at=START, stopped_at=DUE + timedelta(seconds=1))
    assert (met, late) == (Standing.MET, Standing.MET_LATE)
    assert late.shown == "met late"


def test_a_paused_clock_says_so_and_the_margin_can_be_a_length_of_time() -> None:
    assert standing(due=DUE, at=DUE, started_at=START, paused=True) is Standing.PAUSED
    before = timedelta(hours=3)
    at = london("2026-11-23 10:00")
    assert standing(due=DUE, at=at, started_at=START, at_risk_before=before) is Standing.AT_RISK
    assert at_risk_from(started_at=START, due=DUE, before=timedelta(days=9)) == START
    with pytest.raises(ClockRefused):
        at_risk_from(started_at=START, due=DUE, fraction=1.5)
