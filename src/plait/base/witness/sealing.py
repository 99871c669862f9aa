"""Sealing the audit in the background: new rows become leaves, and the log's head is signed.

Not a deed, and it leaves no audit row: that row would be sealed in its turn, for ever. The signed head says what was done.
A row's number is given before its transaction ends, so a lower number may appear after a higher one (on PostgreSQL): numbers
that were not there are awaited for a day. Leaves stand in the order in which they were sealed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from plait.base.audit.models import AuditEntry
from plait.base.timers.clock_mark import ALLOWED, seconds_behind
from plait.base.witness import store
from plait.base.witness.heads import HEAD, Signer, TreeHead, statement_of
from plait.base.witness.models import Awaited, Head, SealedLog
from plait.base.witness.tree import fold, grow

AT_ONCE = 1_000  # rows in one transaction, so that nobody waits long for theirs
BATCHES = 5  # in one round of the worker
EVERY = timedelta(minutes=1)  # a head at most so often
AWAITED = timedelta(days=1)  # no transaction lives so long
AWAITED_MOST = 10_000  # nor do so many stand open below one number


@dataclass(frozen=True, slots=True)
class Sealed:
    """What one sealing did: how many rows, the size it came to, and whether rows still wait."""

    rows: int
    size: int
    more: bool


def own_log() -> str:
    """The name of this area's own log."""
    return str(settings.PLAIT_AREA)


def seal_lately(*, at: datetime, signer: Signer) -> Sealed | None:
    """For the worker: seal what is new and sign, at most once a minute. None when it was too soon, nothing is new, or the clock
    stands behind what was seen: a head is never dated back."""
    newest = Head.objects.order_by("-size").first()
    if newest is not None and newest.at - ALLOWED <= at < newest.at + EVERY:
        return None
    if seconds_behind(at=at):
        return None
    log = SealedLog.objects.first()
    if log is not None and not (
        AuditEntry.objects.filter(pk__gt=log.upto).exists()
        or AuditEntry.objects.filter(pk__in=Awaited.objects.values("entry")).exists()
        or newest is None
        or newest.size < log.size
    ):
        return None
    return seal(at=at, signer=signer, most=BATCHES)


def seal(*, at: datetime, signer: Signer, most: int | None = None) -> Sealed:
    """Seal what is new, at most so many batches, each in a transaction of its own, and sign the head of what that came to.

    Ended at any point it leaves whole batches, and the next sealing goes on from there."""
    rows, batches, more = 0, 0, True
    while more and (most is None or batches < most):
        done = _seal_batch(at=at)
        rows, batches, more = rows + done, batches + 1, done == AT_ONCE
    return Sealed(rows, _sign(at=at, signer=signer), more)


def _seal_batch(*, at: datetime) -> int:
    with transaction.atomic():
        log, _ = SealedLog.objects.select_for_update().get_or_create(pk=1)
        late = AuditEntry.objects.filter(pk__in=Awaited.objects.values("entry"))
        new = AuditEntry.objects.filter(pk__gt=log.upto)
        rows = list(late.order_by("pk").values_list("pk", "leaf")[:AT_ONCE])
        room = AT_ONCE - len(rows)
        fresh = list(new.order_by("pk").values_list("pk", "leaf")[:room]) if room else []
        Awaited.objects.filter(entry__in=[pk for pk, _ in rows]).delete()
        Awaited.objects.filter(since__lt=at - AWAITED).delete()
        rows += fresh
        if not rows:
            return 0
        _, made = grow(
            size=log.size, peaks=store.peaks_at(log.size), leaves=[bytes.fromhex(leaf) for _, leaf in rows]
        )
        store.add(first=log.size, entries=[pk for pk, _ in rows], made=made)
        if fresh:
            there, first = {pk for pk, _ in fresh}, log.upto + 1
            last = fresh[-1][0]
            if last - log.upto != len(fresh):
                Awaited.objects.bulk_create(
                    Awaited(entry=pk, since=at)
                    for pk in range(max(first, last - AWAITED_MOST), last)
                    if pk not in there
                )
            log.upto = last
        log.size += len(rows)
        log.save(update_fields=["size", "upto"])
        return len(rows)


def _sign(*, at: datetime, signer: Signer) -> int:
    """Sign what the log has come to, unless that is signed already. Answers its size."""
    with transaction.atomic():
        log, _ = SealedLog.objects.select_for_update().get_or_create(pk=1)
        newest = Head.objects.order_by("-size").first()
        if log.size and (newest is None or newest.size < log.size):
            root = fold(store.peaks_at(log.size)).hex()
            head = TreeHead(own_log(), log.size, root, at)
            Head.objects.create(
                size=log.size, root=root, at=at, statement=signer.sign(statement_of(head), typ=HEAD)
            )
        return log.size
