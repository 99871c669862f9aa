"""Which pack is in force."""

from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.conf import settings

from plait.base.access.written import Written
from plait.base.packs.models import PackRelease
from plait.base.packs.pack import Pack, pack_of

if TYPE_CHECKING:
    from django.db.models import QuerySet


class NoPack(LookupError):
    """No pack was released for this area (by that time), or none has that hash."""


def areas() -> list[str]:
    """Every area of which a pack was released here."""
    found: list[str] = _areas.rows()
    return found


@Written
def _areas() -> "QuerySet[PackRelease, Any]":
    return PackRelease.objects.order_by("area").values_list("area", flat=True).distinct()


def releases(area: str) -> "QuerySet[PackRelease]":
    """Every release of an area, newest first, without its content."""
    return PackRelease.objects.filter(area=area).order_by("-sequence").defer("content")


@Written
def _in_force(area: str, *, at: datetime) -> "QuerySet[PackRelease, Any]":
    rows = PackRelease.objects.filter(area=area, released_at__lte=at)
    return rows.order_by("-sequence").values_list("id", "hash")[:1]


@Written
def _of_hash(content: str) -> "QuerySet[PackRelease, Any]":
    return PackRelease.objects.filter(hash=content).order_by("id").values_list("id", "hash")[:1]


def current(*, at: datetime, area: str | None = None) -> Pack:
    """The pack in force at that moment for this Plait's area: one light query; the typed pack is kept per hash.

    Raises NoPack when none was released by then.
    """
    area = area or settings.PLAIT_AREA
    row = _in_force.first(area, at=at)
    if row is None:
        raise NoPack(f"No practice pack has been released for {area}. Run: plait pack release")
    return _typed(str(row[0]), row[1])


def release(hash: str) -> Pack:  # noqa: A002 - the word of the contract
    """The pack of that content hash, in force or not: what an old decision is replayed with. Raises NoPack."""
    row = _of_hash.first(hash)
    if row is None:
        raise NoPack(f"There is no released pack with the hash {hash[:12]}…")
    return _typed(str(row[0]), row[1])


@lru_cache(maxsize=32)
def _typed(release_id: str, _hash: str) -> Pack:
    # A release never changes, so what was read once holds for the life of the process.
    return pack_of(
        PackRelease.objects.values_list("content", flat=True).get(id=release_id), release_id=release_id
    )
