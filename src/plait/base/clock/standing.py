"""How a clock stands at a moment: due, at risk, late, met, met late, paused, closed. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum

from plait.base.clock.targets import ClockRefused


class Standing(StrEnum):
    """How a clock stands. `shown` is the word for screens."""

    DUE = "due"
    AT_RISK = "at_risk"
    BREACHED = "breached"
    MET = "met"
    MET_LATE = "met_late"
    PAUSED = "paused"
    CLOSED = "closed"
    STOPPED = "stopped"

    @property
    def shown(self) -> str:
        """The plain word: a breached clock is shown as late."""
        words = {
            "at_risk": "at risk",
            "breached": "late",
            "met_late": "met late",
            "closed": "stopped: closed",
        }
        return words.get(self.value, self.value)


def at_risk_from(
    *, started_at: datetime, due: datetime, fraction: float = 0.75, before: timedelta | None = None
) -> datetime:
    """When a clock begins to be at risk: `before` its end if given, else when `fraction` of its time has passed.

    Never before the start and never after the due time. Raises ClockRefused for a fraction outside 0 to 1.
    """
    if not 0 <= fraction <= 1:
        raise ClockRefused("The part of a clock after which it is at risk must lie between 0 and 1.")
    risk = due - before if before is not None else started_at + (due - started_at) * fraction
    return min(max(risk, started_at), due)


def standing(
    *,
    due: datetime,
    at: datetime,
    started_at: datetime,
    stopped_at: datetime | None = None,
    paused: bool = False,
    at_risk_at: datetime | None = None,
    at_risk_fraction: float = 0.75,
    at_risk_before: timedelta | None = None,
) -> Standing:
    """How it stands at `at`. The due moment itself still counts as in time.

    A moment before the start (a computer's clock moved back) is answered `due`: a page must open; the actions refuse.
    """
    if stopped_at is not None and stopped_at <= at:
        return Standing.MET if stopped_at <= due else Standing.MET_LATE
    if paused:
        return Standing.PAUSED
    if at > due:
        return Standing.BREACHED
    risk = at_risk_at or at_risk_from(
        started_at=started_at, due=due, fraction=at_risk_fraction, before=at_risk_before
    )
    return Standing.AT_RISK if at >= risk and at >= started_at else Standing.DUE
