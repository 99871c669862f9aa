"""What stands at the head of every page beside one's name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from plait.agencies.models import DutyShift
from plait.base.clock import LONDON


def cast_may_sign_in() -> bool:
    """Signing in as one of the cast: true only in a demo whose data is fictional."""
    return bool(settings.PLAIT_DEMO) and settings.PLAIT_DATA == "fictional"


def account_links(request: HttpRequest, context: Mapping[str, Any]) -> str | None:
    """For the slot `account`: one's own account and, in a demo, becoming somebody else."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return None
    mine = [(reverse("account"), "Your account")] if actor.kind == "practitioner" else []
    other = [(reverse("sign-in-as"), "Sign in as someone else")] if cast_may_sign_in() else []
    links = mine + other
    if not links:
        return None
    shown = format_html("<br>".join('<a href="{}">{}</a>' for _ in links), *sum(links, ()))
    return format_html('<p class="plait-account__links">{}</p>', shown)


@dataclass(frozen=True, slots=True)
class DutyDay:
    """One day of a team's week: whose shifts touch it, each with its times, and whether it began the day before."""

    day: date
    shifts: list[tuple[DutyShift, str, str, bool]]
    today: bool = False


def days_of(shifts: Iterable[DutyShift], *, monday: datetime, today: date) -> list[DutyDay]:
    """Seven days from that Monday. A night shift stands on the day it begins, and again, as its rest, on the next."""
    found: list[DutyDay] = []
    rows = [
        (one, timezone.localtime(one.from_at, LONDON), timezone.localtime(one.to_at, LONDON))
        for one in shifts
    ]
    for number in range(7):
        day = (monday + timedelta(days=number)).date()
        on = [
            (one, f"{begins:%H:%M}", f"{ends:%H:%M}", begins.date() < day)
            for one, begins, ends in rows
            if begins.date() <= day
            and (ends.date() > day or (ends.date() == day and ends.time() != ends.min.time()))
        ]
        found.append(DutyDay(day, on, today=day == today))
    return found
