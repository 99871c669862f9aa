"""When something came that was written down on a later day."""

from datetime import UTC, date, datetime, time

from plait.base.clock import LONDON


def noon_of(day: date, at: datetime) -> datetime:
    return min(datetime.combine(day, time(12), LONDON).astimezone(UTC), at)
