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
from plait.base.access.counting import Later
from plait.base.audit.actor import Actor
from plait.base.clock import LONDON
from plait.base.federation import queries as areas
from plait.base.federation.models import Incident, Peer, Proposal
from plait.base.federation.rules.incidents import KINDS, Kind
from plait.base.federation.wire.description import read_description
from plait.base.keys import NoKeys, PublicKeys, own_keys


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


@dataclass(frozen=True, slots=True)
class KeyShown:
    """One key as two people read it to each other."""

    does: str
    fingerprint: str
    since: datetime
    until: datetime | None


def keys_shown(keys: PublicKeys) -> list[KeyShown]:
    """Keys in words: those that sign first."""
    does = {"sig": "Signs with", "enc": "What it receives is sealed to"}
    ordered = sorted(keys.keys, key=lambda one: (one.use != "sig", one.since))
    return [KeyShown(does[one.use], one.fingerprint, one.since, one.until) for one in ordered]


def own_keys_shown(*, at: datetime) -> list[KeyShown]:
    """This area's own keys; none where it has none."""
    try:
        return keys_shown(own_keys(at=at))
    except NoKeys:
        return []


def proposal_shown(proposal: Proposal, by: Actor) -> dict[str, Any]:
    """What a second person reads before they confirm: the area's own words, the fingerprints, and what is pinned now."""
    said = read_description(proposal.description, at=proposal.proposed_at)
    return {
        "said": said,
        "keys": keys_shown(said.keys),
        "known": areas.peers().filter(code=proposal.code).first(),
        "own": proposal.proposed_by == by.id,
    }


def area_shown(area: Peer, *, at: datetime) -> dict[str, Any]:
    """Whom to ring, keys, when the next ones must be pinned, and everything that was ever decided."""
    ends = areas.signing_key_ends(area, at=at)
    return {
        "other": area,
        "keys": keys_shown(area.public_keys()),
        "ends": ends,
        "ends_soon": ends is not None and ends - at <= timedelta(days=14),
        "none_in_time": area.public_keys().newest(use="sig", at=at) is None,
        "history": areas.history_of(area.code),
    }


@dataclass(frozen=True, slots=True)
class IncidentShown:
    """One thing that went wrong between two areas, in words."""

    incident: Incident
    kind: Kind
    other: Peer | None


def incidents_shown(found: Iterable[Incident]) -> list[IncidentShown]:
    """Each with its words and the area it is about, where that is one we know."""
    rows = list(found)
    known = (
        {one.code: one for one in areas.peers().filter(code__in={row.code for row in rows})} if rows else {}
    )
    return [IncidentShown(row, KINDS[row.kind], known.get(row.code)) for row in rows]


@dataclass(frozen=True, slots=True)
class Flow:
    """How it stands with one area: what waits, what arrived there, what came."""

    other: Peer
    waits: int
    arrived: int
    came: int


def flow_shown() -> list[Flow]:
    """Every area that is believed now."""
    counts = areas.flow()
    return [Flow(one, *counts.get(one.pk, (0, 0, 0))) for one in areas.believed()]


def count_incidents(request: HttpRequest) -> Later:
    """What waits for somebody to ring."""
    return areas.open_incidents.later()
