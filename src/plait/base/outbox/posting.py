"""Putting a message into the outbox, in the transaction of the deed that it tells of."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from plait.base.access.written import Written
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.outbox.events import MessagePosted, MessagesStopped
from plait.base.outbox.letters import LETTERS, checked
from plait.base.outbox.models import Message

LONGEST = {"key": 200, "kind": 80, "to_ref": 120}  # as the columns of Message


class OutsideTransaction(RuntimeError):
    """A message was about to be posted where it could leave without its deed, or the deed without it."""


def post(
    *,
    key: str,
    kind: str,
    to: str,
    body_ref: str = "waiting",
    context: dict[str, object] | None = None,
    address_ref: str = "",
    about: str = "",
    at: datetime | None = None,
) -> bool:
    """Send the letter `body_ref` (see `letters.LETTERS`) to the reference `to`. False when this key was posted before.

    `about` is the record that it tells of (`contact:<id>`), by which it is stopped should its recipient be one who must not
    know of it. `address_ref` names another reference whose address is used instead (a deputy, a safe mailbox). `at` is when
    it may first leave; without it, at once. Raises OutsideTransaction, KeyError for an unknown letter, and
    NotAllowedInAMessage for a context that could name somebody.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(key)
    for name, value in (("key", key), ("kind", kind), ("to_ref", to)):
        most = LONGEST[name]
        if not value or len(value) > most:
            raise ValueError(f"{name} of a message takes 1 to {most} characters")
    said = checked(context or {})
    message = Message(
        key=key,
        kind=kind,
        to_ref=to,
        address_ref=address_ref,
        about=about,
        subject_line=LETTERS[body_ref].subject_line,
        template=body_ref,
        context=said,
        next_try=at,
        posted_at=at,
    )
    made = not _posted.rows(key) and _put(message)
    if made and at is not None:
        path, phone = str(said.get("link_path", "")), str(said.get("phone", ""))
        announce(MessagePosted(key, kind, to, body_ref, about, path, phone, at))
    return made


@Written
def _posted(key: str) -> QuerySet[Message, Any]:
    return Message.objects.filter(key=key).values_list("pk", flat=True)


def _put(message: Message) -> bool:
    """False when somebody has posted the same in this very moment."""
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:
        if _posted.rows(message.key):
            return False
        raise
    return True


def put_off(*, key: str, until: datetime) -> bool:
    """It leaves later than it might: its reader sleeps, or is away. False when it does not wait any more."""
    return Message.objects.filter(key=key, state=Message.State.QUEUED).update(next_try=until) == 1


def gather(*, key: str) -> bool:
    """It does not leave by itself: another letter tells of it, a digest or one to whoever stands in; or its reader finds it in
    Plait and has no address. False when it has left."""
    waiting = Message.objects.filter(key=key, state=Message.State.QUEUED)
    return waiting.update(state=Message.State.GATHERED, next_try=None, leased_until=None) == 1


def cancel(*, to: Iterable[str], about: Iterable[str] | None, because: str, by: Actor, at: datetime) -> int:
    """Stop every message that waits for one of these recipients; with `about`, only what tells of one of these records. In the
    transaction of the deed that makes it unsafe. Each has a row in the audit; `because` is a code. Returns how many.

    What leaves in this very moment cannot be called back: it is kept as sent, and the audit says that it was to be stopped.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(because)
    recipients = sorted(set(to))
    records = None if about is None else tuple(sorted(set(about)))
    waiting = Message.objects.select_for_update().filter(state=Message.State.QUEUED)
    waiting = waiting.filter(Q(to_ref__in=recipients) | Q(address_ref__in=recipients))
    if records is not None:
        waiting = waiting.filter(about__in=records)
    found = list(waiting.order_by("pk"))
    for message in found:
        stop(message, because=because, by=by, at=at)
    announce(MessagesStopped(tuple(recipients), records, by, at))
    return len(found)


def call_off(*, key: str, because: str, by: Actor, at: datetime) -> bool:
    """Stop the one message with this key: nobody is left who should read it. False when it does not wait any more."""
    message = Message.objects.select_for_update().filter(key=key, state=Message.State.QUEUED).first()
    if message is not None:
        stop(message, because=because, by=by, at=at)
    return message is not None


def stop(message: Message, *, because: str, by: Actor, at: datetime) -> None:
    """Cancel one message and keep that it was."""
    message.state, message.last_error, message.leased_until = Message.State.CANCELLED, because[:80], None
    message.save(update_fields=["state", "last_error", "leased_until"])
    about = [f"message:{message.pk}", *([message.about] if message.about else [])]
    record(act="message:cancelled", about=about, by=by, at=at, reason=because)


def requeue(*, key: str, at: datetime) -> bool:
    """Try a failed message again (an address was found). False when there is no such failed message."""
    with transaction.atomic():
        changed = Message.objects.filter(key=key, state=Message.State.FAILED).update(
            state=Message.State.QUEUED, next_try=at, last_error="", leased_until=None
        )
    return changed == 1
