"""Regular work: reading the audit for look-ups that somebody should be asked about."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from plait.agencies.models import Practitioner
from plait.base.audit.actor import Actor
from plait.base.audit.models import AuditEntry
from plait.base.packs import NoPack, Pack, current
from plait.base.packs.schema.lookups import LookupsFile
from plait.privacy.actions.dispose import carry_out_disposal
from plait.privacy.actions.flag_record import end_flag
from plait.privacy.actions.keep_lookups import Behind, keep_lookups
from plait.privacy.models import LooksRead
from plait.privacy.queries import flags_due, kept_upto
from plait.privacy.queries.looking import (
    fresh_rows,
    kind_of,
    left_since,
    limits_of,
    looks_in,
    newest_entry,
    paces,
    practitioners_behind,
    viewers_since,
    window_of,
)
from plait.privacy.queries.retention import disposals_ready
from plait.privacy.queries.viewers import (
    Flagged,
    closed_on,
    flagged,
    people_behind,
    tried_since,
    tries_on,
    viewer_of,
)
from plait.privacy.rules import READ, TOOK, Found, Pace, Record, at_once, high_interest, over_time

WORKER = Actor.process("worker")
AT_ONCE = 2_000  # rows in one round
LOOK_BACK = (
    200  # a row with a lower number may be committed after one with a higher; found twice is one question
)
UNTOLD = 1_000  # so many rows without a look-up may wait before it is written down that they were read
PACED_EVERY = timedelta(days=1)
LEFT_LATELY = timedelta(days=2)


def ask_about_lookups(at: datetime) -> int:
    """In every round: what must be asked at once, of the rows since the last; every few minutes (the pack says) the rest.

    Costs three light queries while nobody looked at anything. Answers how many new questions were found.
    """
    try:
        pack = current(at=at)
    except NoPack:
        return 0
    file = pack.lookups
    if file is None:
        return 0
    read = kept_upto()
    made = _ask_at_once(read, pack, file, at)
    every = timedelta(minutes=file.sweep_every_minutes)
    if read is None or read.swept_at is None or at - read.swept_at >= every:
        made += _ask_over_time(read, pack, file, at)
    return made


def _by_who(rows: Iterable[AuditEntry]) -> dict[str, list[AuditEntry]]:
    told: dict[str, list[AuditEntry]] = {}
    for row in rows:
        if kind_of(row.act, row.verdict, row.reason):
            told.setdefault(row.who, []).append(row)
    return told


def _ask_at_once(read: LooksRead | None, pack: Pack, file: LookupsFile, at: datetime) -> int:
    upto = read.upto if read else 0
    rows = fresh_rows(max(0, upto - LOOK_BACK), most=AT_ONCE + LOOK_BACK)
    fresh = _by_who(row for row in rows if row.pk > upto)
    if not fresh and (not rows or rows[-1].pk - upto < UNTOLD):
        return 0
    mine = {who: some for who, some in _by_who(rows).items() if who in fresh}
    limits, viewers, flags = limits_of(file), practitioners_behind(mine), flagged(at=at)
    tried = tries_on(flags)
    found: list[Found] = []
    for who, some in mine.items():
        if who not in viewers:
            continue
        viewer, alias = viewer_of(who, viewers[who], at=at)
        looks = looks_in(some, pack=pack, alias=alias | flags.alias)
        found += at_once(looks, viewer, flags.record, limits, tried_by_all=tried)
    for subject, number in tried.items():
        if number >= limits.tries:  # whoever tried before that is asked as well
            earlier = _by_who(tried_since(subject, flags))
            viewers |= practitioners_behind(set(earlier) - set(viewers))
            for some in earlier.values():
                looks = looks_in(some, pack=pack, alias=flags.alias)
                found += high_interest(looks, flags.record, limits, tried_by_all=tried)
    return _keep(found, viewers, pack, file, at, owners=flags, upto=rows[-1].pk)


def _ask_over_time(read: LooksRead | None, pack: Pack, file: LookupsFile, at: datetime) -> int:
    newest = newest_entry()
    whos = {*viewers_since(read.swept_upto if read else 0, upto=newest), *left_since(at - LEFT_LATELY)}
    if not whos:
        return 0
    usual = _usual(read)
    again = None
    if read is None or read.paced_at is None or at - read.paced_at >= PACED_EVERY:
        usual = again = paces(pack=pack, at=at, days=file.window_days)
    viewers, windows = practitioners_behind(whos), []
    for who, practitioner in viewers.items():
        viewer, alias = viewer_of(who, practitioner, at=at)
        rows = window_of(who, at=at, days=file.window_days)
        looks = looks_in(rows, pack=pack, alias=alias)
        windows.append((viewer, looks, usual.get(rows[-1].roles, Pace()) if rows else Pace()))
    opened = {look.subject for _, looks, _ in windows for look in looks if look.kind in (READ, TOOK)}
    record, limits = Record(closed=closed_on(people_behind(opened))), limits_of(file)
    found = [one for viewer, looks, pace in windows for one in over_time(looks, viewer, record, pace, limits)]
    return _keep(found, viewers, pack, file, at, swept_upto=newest, paces_now=again)


def _usual(read: LooksRead | None) -> dict[str, Pace]:
    kept = read.paces if read else {}
    return {role: Pace(**{**one, "hours": tuple(one["hours"])}) for role, one in kept.items()}


def _keep(
    found: list[Found], viewers: Mapping[str, Practitioner], pack: Pack, file: LookupsFile, at: datetime, *,
    owners: Flagged | None = None, upto: int | None = None, swept_upto: int | None = None,
    paces_now: Mapping[str, Pace] | None = None,
) -> int:  # fmt: skip
    asked = [one for one in found if one.kind in file.asked()]
    behind = Behind(
        viewers=viewers,
        people=people_behind({one.subject for one in asked}),
        owners={subject: str(flag.owner_id) for subject, flag in owners.flag_of.items()} if owners else {},
    )
    made = keep_lookups(
        found=asked, behind=behind, upto=upto, swept_upto=swept_upto, paces=paces_now, pack=pack.hash, by=WORKER, at=at
    )  # fmt: skip
    return len(made)


def end_flags(at: datetime) -> int:
    """Records whose day has come are in the public eye no more. One light query while none is due."""
    due = flags_due(at=at)
    for flag in due:
        end_flag(flag_id=str(flag.pk), because="Its day has come", by=WORKER, at=at)
    return len(due)


def carry_out_disposals(at: datetime) -> int:
    """What two people agreed and nobody stopped is erased once its delay is over. One light query while nothing is."""
    ready = disposals_ready(at=at)
    for one in ready:
        carry_out_disposal(disposal_id=str(one.pk), by=WORKER, at=at)
    return len(ready)
