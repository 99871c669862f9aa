"""Delivering the outbox: at least once, then less and less often, never given up."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from plait.base.access.written import Written
from plait.base.announce import announce, ask
from plait.base.audit.actor import Actor
from plait.base.outbox import addresses
from plait.base.outbox.events import MayStillLeave, MessagePosted, MessageReachesNobody
from plait.base.outbox.letters import words
from plait.base.outbox.models import Message
from plait.base.outbox.posting import stop

log = structlog.get_logger()

LEASE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one round did."""

    sent: int = 0
    put_off: int = 0
    unaddressable: int = 0
    stopped: int = 0


def deliver_due(*, at: datetime, limit: int = 20) -> Delivered:
    """Send what may leave at `at`, the oldest first.

    A message is leased, sent, then marked. A crash between sending and marking sends it again: it may repeat, it never
    vanishes. The same message carries the same Message-ID, so a mailbox that cares shows it once.
    """
    sent = put_off = unaddressable = stopped = 0
    for message in _claim(at=at, limit=limit):
        if not _may_still_leave(message, at=at):
            stopped += 1
            continue
        try:
            receipt = _send(message)
            if receipt is None:
                unaddressable += 1
                _tell_otherwise(message, at=at)
                continue
        except Exception as fault:
            put_off += 1
            code = type(fault).__name__
            log.warning("message-put-off", kind=message.kind, fault=code, attempts=message.attempts)
            pause = min(LONGEST_PAUSE, timedelta(minutes=2 ** min(message.attempts - 1, 11)))
            _mark(message, next_try=at + pause, last_error=code[:80])
        else:
            sent += 1
            left = {"state": Message.State.SENT, "sent_at": at, "receipt": receipt}
            if not _mark(message, last_error="", **left):
                # It has left, and somebody stopped it in that very moment: the row says both.
                stopped_meanwhile = Message.objects.filter(pk=message.pk, state=Message.State.CANCELLED)
                stopped_meanwhile.update(last_error="left-while-it-was-stopped", **left)
    return Delivered(sent=sent, put_off=put_off, unaddressable=unaddressable, stopped=stopped)


def _may_still_leave(message: Message, *, at: datetime) -> bool:
    """Asked of whoever knows (`events.MayStillLeave`), after the message was taken: cancelled meanwhile, it does not leave."""
    with transaction.atomic():
        now: Message = _held.rows(message.pk)[0]
        if now.state != Message.State.QUEUED or now.leased_until != message.leased_until:
            return False
        asked = MayStillLeave(
            kind=message.kind, to=message.address_ref or message.to_ref, about=message.about, at=at
        )
        refused = next((verdict for verdict in ask(asked) if not verdict), None)
        if refused is not None:
            stop(now, because=refused.reason, by=Actor.process("outbox"), at=at)
            log.info("message-stopped", kind=message.kind, reason=refused.reason)
    return refused is None


@Written
def _held(message_id: UUID) -> QuerySet[Message]:
    return Message.objects.select_for_update().filter(pk=message_id)


def _claim(*, at: datetime, limit: int) -> list[Message]:
    with transaction.atomic():
        # Put anew each time: a plan that is kept would not know that of all letters hardly any still waits.
        claimed = list(
            Message.objects.select_for_update(skip_locked=True)
            .filter(Q(next_try=None) | Q(next_try__lte=at), state=Message.State.QUEUED)
            .exclude(leased_until__gt=at)
            .order_by(F("next_try").asc(nulls_first=True), "id")[:limit]
        )
        for message in claimed:
            message.leased_until = at + LEASE
            message.attempts += 1
            message.posted_at = message.posted_at or at
        if claimed:
            Message.objects.filter(pk__in=[message.pk for message in claimed]).update(
                leased_until=at + LEASE,
                attempts=F("attempts") + 1,
                posted_at=Coalesce("posted_at", Value(at)),
            )
    return claimed


def _tell_otherwise(message: Message, *, at: datetime) -> None:
    """Nobody reads mail there. Whoever follows may tell it in another way, and gathers it; else it has failed, and stays."""
    path, phone = str(message.context.get("link_path", "")), str(message.context.get("phone", ""))
    to, posted_at = message.address_ref or message.to_ref, message.posted_at or at
    posted = MessagePosted(
        message.key, message.kind, to, message.template, message.about, path, phone, posted_at
    )
    with transaction.atomic():
        announce(MessageReachesNobody(posted, at))
        if _mark(message, state=Message.State.FAILED, last_error="no-address"):
            log.error("message-unaddressable", kind=message.kind)
        else:
            Message.objects.filter(pk=message.pk, state=Message.State.GATHERED).update(
                last_error="no-address"
            )


def _send(message: Message) -> str | None:
    """Its receipt; None where nobody reads mail behind its reference."""
    address = addresses.resolve(message.address_ref or message.to_ref)
    if address is None:
        return None
    receipt = f"<{hashlib.sha256(message.key.encode()).hexdigest()[:32]}@plait>"
    EmailMessage(
        subject=message.subject_line,
        body=words(message.template, message.context),
        to=[address],
        headers={"Message-ID": receipt, "Auto-Submitted": "auto-generated"},
    ).send(fail_silently=False)
    return receipt


def _mark(message: Message, **changes: object) -> int:
    with transaction.atomic():
        return Message.objects.filter(pk=message.pk, leased_until=message.leased_until).update(
            leased_until=None, **changes
        )
