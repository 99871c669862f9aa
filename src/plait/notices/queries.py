"""What a practitioner was told, and how they want to hear of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from plait.agencies.duty import duty_now
from plait.agencies.models import Practitioner
from plait.agencies.queries import members, present_practitioners, safeguarding_team_of, teams_of
from plait.base.access.stand_ins import some_ids
from plait.base.access.written import Written
from plait.base.packs import NoPack, current
from plait.notices.models import Notice, NoticeChoice
from plait.notices.rules import DIGEST_HOURS, KEPT_FOR, Quiet


@dataclass(frozen=True, slots=True)
class Choice:
    """How somebody wants their mail."""

    in_digest: frozenset[str] = frozenset()
    hours: tuple[int, ...] = DIGEST_HOURS
    quiet: Quiet = field(default_factory=Quiet)


def choice_of(practitioner_id: str) -> Choice:
    """What they chose; else what is sensible: everything at once, but not at night."""
    row = _choice.first(practitioner_id)
    if row is None:
        return Choice()
    return Choice(
        frozenset(row.in_digest), tuple(row.hours) or DIGEST_HOURS, Quiet(row.quiet_from, row.quiet_until)
    )


@Written
def _choice(practitioner_id: str) -> QuerySet[NoticeChoice]:
    return NoticeChoice.objects.filter(practitioner_id=practitioner_id)


def notices_of(practitioner_id: str) -> QuerySet[Notice]:
    """What one practitioner was told, the newest first."""
    found = Notice.objects.filter(practitioner_id=practitioner_id)
    return found.select_related("in_place_of", "passed_to").order_by("-at", "-pk")


def told_by(key: str) -> list[Notice]:
    """Everybody who was told of one message."""
    return list(Notice.objects.filter(key=key))


def can_sign_in(practitioner_ids: Iterable[str]) -> frozenset[str]:
    """Of these, those who can read what stands in Plait: they have an account, and nothing shuts them out."""
    found = present_practitioners().filter(
        pk__in=list(practitioner_ids), user__is_active=True, suspended_at__isnull=True
    )
    return frozenset(str(one) for one in found.values_list("pk", flat=True))


@Written
def unread_of(practitioner_id: str) -> QuerySet[Notice]:
    """Those that wait to be read."""
    return Notice.objects.filter(practitioner_id=practitioner_id, read_at__isnull=True)


def count_unread(practitioner_id: str) -> int:
    """How many of them there are."""
    return unread_of.count(practitioner_id)


@Written
def waiting_at(practitioner_id: str, *, path: str, at: datetime) -> QuerySet[Notice]:
    """What this reader was told by then and has not read, that leads to this page."""
    return Notice.objects.filter(practitioner_id=practitioner_id, read_at__isnull=True, path=path, at__lte=at)


def who_reads(to: str, *, at: datetime) -> list[Practitioner]:
    """Who hears of a letter to a team or an agency: whoever is in the team; of an agency, in the team that answers for it."""
    kind, _, record_id = to.partition(":")
    if kind == "agency":
        team = safeguarding_team_of(record_id)
        record_id = str(team.pk) if team else ""
    if kind not in ("team", "agency") or not record_id:
        return []
    return [one for one in members.rows(record_id, at=at) if one.suspended_at is None]


@dataclass(frozen=True, slots=True)
class OnRota:
    """Is somebody on duty now, and who is instead of them in their teams?"""

    themselves: bool
    others: tuple[Practitioner, ...]


def on_rota(person: Practitioner, *, not_these: Iterable[str], at: datetime) -> OnRota:
    """Where none of their teams has named anybody, nobody is on duty instead of them."""
    duty = duty_now([team.pk for team in teams_of(str(person.pk), at=at)], at=at)
    everybody = {one.pk: one for on in duty.on.values() for one in on}
    barred = set(not_these)
    others = tuple(one for pk, one in everybody.items() if pk != person.pk and str(pk) not in barred)
    return OnRota(person.pk in everybody, others)


def gathered_now(practitioner_id: str, *, at: datetime) -> QuerySet[Notice]:
    """What waits for a digest that is due, and was not read in the app meanwhile."""
    return Notice.objects.filter(
        practitioner_id=practitioner_id, gathered_for__lte=at, gathered_in="", read_at__isnull=True
    )


def kept_for(*, at: datetime) -> timedelta:
    """How long a notice is kept, as the pack in force says."""
    try:
        file = current(at=at).retention
    except NoPack:
        return KEPT_FOR
    said = file.class_of("notice") if file is not None else None
    return timedelta(days=said.days or said.years * 365) if said is not None else KEPT_FOR


def any_too_old(*, at: datetime) -> bool:
    """Is there a notice that has been kept long enough?"""
    return Notice.objects.filter(at__lt=at - kept_for(at=at)).exists()


def told_alike(
    practitioner_ids: Iterable[str], *, stem: str, kind: str, at: datetime
) -> list[tuple[UUID, str]]:
    """What these were told in the same word and deed already, in another of their places (`rules.stem_of`): the notice, and
    who it was told to."""
    if not stem:
        return []
    told = _told_at.rows(some_ids(practitioner_ids), kind=kind, at=at)
    return [(pk, str(whose)) for pk, whose, key in told if key.startswith(stem)]


@Written
def _told_at(practitioner_ids: tuple[UUID, ...], *, kind: str, at: datetime) -> QuerySet[Notice, Any]:
    rows = Notice.objects.filter(practitioner_id__in=practitioner_ids, kind=kind, at=at)
    return rows.values_list("pk", "practitioner_id", "key")


def were_told(practitioner_ids: Iterable[str]) -> list[str]:
    """Of these, those who have any notice."""
    found = Notice.objects.filter(practitioner_id__in=list(practitioner_ids))
    return sorted({str(one) for one in found.values_list("practitioner_id", flat=True)})
