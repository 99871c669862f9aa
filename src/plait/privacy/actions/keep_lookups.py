"""Keep what the detectors found, once for each question, and how far they have read."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime

from plait.agencies.models import Practitioner
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.privacy.models import LooksRead, LookUp
from plait.privacy.rules import Found, Pace

MOST_ENTRIES = 200


@dataclass(frozen=True, slots=True)
class Behind:
    """Who and what stands behind the pseudonyms of what was found."""

    viewers: Mapping[str, Practitioner] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)


@deed
def keep_lookups(
    *,
    found: Sequence[Found],
    behind: Behind,
    upto: int | None = None,
    swept_upto: int | None = None,
    paces: Mapping[str, Pace] | None = None,
    pack: str,
    by: Actor,
    at: datetime,
) -> list[LookUp]:
    """One row for each new question; an open one that goes on gets its later look-ups. One that was settled stays so until
    its window ends. Then remember how far this has read. Answers the new ones."""
    made = []
    for one in found:
        viewer = behind.viewers.get(one.who)
        if viewer is None:
            continue
        row, new = LookUp.objects.select_for_update().get_or_create(
            key=one.key,
            defaults={
                "kind": one.kind,
                "who": viewer,
                "agency": viewer.agency,
                "person_id": behind.people.get(one.subject, ""),
                "owner_id": behind.owners.get(one.subject, ""),
                "because": one.because,
                "entries": list(one.entries[-MOST_ENTRIES:]),
                "first_at": one.first_at,
                "last_at": one.last_at,
                "made_at": at,
                "pack": pack,
            },
        )
        if new:
            made.append(row)
        elif row.state == LookUp.State.OPEN and not set(one.entries) <= set(row.entries):
            row.entries = sorted({*row.entries, *one.entries})[-MOST_ENTRIES:]
            row.because, row.last_at = one.because, max(row.last_at, one.last_at)
            row.save(update_fields=["entries", "because", "last_at"])
    read = LooksRead.objects.select_for_update().first() or LooksRead(at=at)
    read.at = at
    if upto is not None:
        read.upto = max(read.upto, upto)
    if swept_upto is not None:
        read.swept_upto, read.swept_at = max(read.swept_upto, swept_upto), at
    if paces is not None:
        read.paces, read.paced_at = {role: asdict(pace) for role, pace in paces.items()}, at
    read.save()
    about = [row.ref for row in made] or "page:lookups"
    record(act="lookup:found", about=about, by=by, at=at, pack=pack)
    return made
