"""Putting a message into the outbox, in the transaction of the deed that it tells of."""

from datetime import datetime

from django.db import transaction

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
    at: datetime | None = None,
) -> bool:
    """Send the letter `body_ref` (see `letters.LETTERS`) to the reference `to`. False when this key was posted before.

    `address_ref` names another reference whose address is used instead (a deputy, a safe mailbox). `at` is when it may
    first leave; without it, at once. Raises OutsideTransaction, KeyError for an unknown letter, and
    NotAllowedInAMessage for a context that could name somebody.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(key)
    for name, value in (("key", key), ("kind", kind), ("to_ref", to)):
        most = LONGEST[name]
        if not value or len(value) > most:
            raise ValueError(f"{name} of a message takes 1 to {most} characters")
    _, made = Message.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "to_ref": to,
            "address_ref": address_ref,
            "subject_line": LETTERS[body_ref].subject_line,
            "template": body_ref,
            "context": checked(context or {}),
            "next_try": at,
            "posted_at": at,
        },
    )
    return made


def requeue(*, key: str, at: datetime) -> bool:
    """Try a failed message again (an address was found). False when there is no such failed message."""
    with transaction.atomic():
        changed = Message.objects.filter(key=key, state=Message.State.FAILED).update(
            state=Message.State.QUEUED, next_try=at, last_error="", leased_until=None
        )
    return changed == 1
