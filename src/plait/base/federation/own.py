"""This area as others see it: its code, and what it publishes of itself."""

from datetime import datetime
from pathlib import Path

from django.conf import settings

from plait.base import packs
from plait.base.federation.wire.description import ENVELOPES, Description, write_description
from plait.base.keys import own_ring


def own_code() -> str:
    """The code by which other areas know this one: the name of its pack."""
    return Path(settings.PLAIT_AREA).name


def own_description(*, at: datetime) -> str:
    """What stands at the well-known address, signed now. Raises NoKeys, and NoPack where nobody said whom to ring."""
    ring, area = own_ring(), packs.current(at=at).area
    hours = area.working_hours
    said = Description(
        code=own_code(),
        name=area.name,
        authority_number=area.authority_number,
        url=settings.PLAIT_PUBLIC_URL.rstrip("/"),
        collects=settings.PLAIT_COLLECTS,
        versions=ENVELOPES,
        office_hours=f"{_days(hours.weekdays)}, {hours.opens:%H:%M} to {hours.closes:%H:%M}",
        office_phone=area.hub_phone,
        emergency_name=area.edt_name,
        emergency_phone=area.edt_phone,
        keys=ring.public(at=at),
        at=at,
        police_name=area.police_name,
        police_phone=area.police_phone,
    )
    return write_description(said, ring=ring)


def _days(weekdays: tuple[int, ...]) -> str:
    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    first, last = min(weekdays), max(weekdays)
    if len(weekdays) > 1 and sorted(weekdays) == list(range(first, last + 1)):
        return f"{names[first]} to {names[last]}"
    return ", ".join(names[day] for day in sorted(weekdays))
