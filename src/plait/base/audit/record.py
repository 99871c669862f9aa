"""The one way to write an audit row. It must stand in the transaction that it speaks of: no audit, no answer."""

import secrets
from collections.abc import Iterable, Sequence
from contextvars import ContextVar, Token
from datetime import UTC, datetime

from django.db import transaction

from plait.base.audit.actor import Actor
from plait.base.audit.insert import insert
from plait.base.audit.leaf import leaf_hash
from plait.base.audit.models import AuditEntry
from plait.base.audit.pseudonyms import pseudonym

request_id: ContextVar[str] = ContextVar("plait_request_id", default="")
purpose_now: ContextVar[str] = ContextVar("plait_purpose", default="")
_written: ContextVar[int] = ContextVar("plait_audit_written", default=0)
_spoken_of: ContextVar[set[str] | None] = ContextVar("plait_audit_spoken_of", default=None)


class AuditOutsideTransaction(RuntimeError):
    """An audit row was about to be written where it could survive without its deed, or the deed without it."""


def written() -> int:
    """How many rows this context has written so far; deeds and doors compare it before and after."""
    return _written.get()


def spoken_of() -> frozenset[str]:
    """The subjects recorded since `listen_for_subjects`: of whom a page speaks."""
    return frozenset(_spoken_of.get() or ())


def listen_for_subjects() -> Token[set[str] | None]:
    """Begin a page: nobody has been spoken of yet. The token ends it (`stop_listening`); outside pages nothing is gathered."""
    return _spoken_of.set(set())


def stop_listening(token: Token[set[str] | None]) -> None:
    """The page has left."""
    _spoken_of.reset(token)


def record(
    *,
    act: str,
    about: str | Sequence[str],
    by: Actor,
    at: datetime,
    fields: Iterable[str] = (),
    purpose: str = "",
    verdict: str = "allowed",
    reason: str = "",
    pack: str = "",
) -> None:
    """Write one row for each subject in `about` (`contact:<id>`, `person:<id>`, `page:<name>`).

    `act` is `subject:deed`, such as `contact:read`. `fields` are field classes or groups shown, never values.
    Raises AuditOutsideTransaction when there is no open transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise AuditOutsideTransaction(act)
    subjects = [about] if isinstance(about, str) else list(dict.fromkeys(about))
    common = {
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "who": pseudonym(f"practitioner:{by.id}"),
        "who_kind": by.kind,
        "agency": by.agency,
        "roles": ",".join(sorted(by.roles))[:300],
        "act": act,
        "fields": ",".join(sorted(set(fields)))[:400],
        "purpose": (purpose or purpose_now.get())[:120],
        "verdict": verdict,
        "reason": reason[:120],
        "pack": pack,
        "request": request_id.get(),
    }
    rows = []
    for subject in subjects:
        payload = {**common, "subject": pseudonym(subject)}
        salt = secrets.token_hex(16)
        rows.append({**payload, "at": at, "salt": salt, "leaf": leaf_hash(salt=salt, payload=payload)})
    insert(rows)
    _written.set(_written.get() + len(rows))
    speak_of(subjects)


def speak_of(subjects: Iterable[str]) -> None:
    """The page speaks of these: what `spoken_of` answers before it leaves."""
    if (spoken := _spoken_of.get()) is not None:
        spoken.update(subjects)


def said_in(entry: AuditEntry) -> dict[str, str]:
    """What the row says, as its hash was made of it."""
    names = "who who_kind agency roles act fields purpose verdict reason pack request subject".split()
    return {
        **{name: str(getattr(entry, name)) for name in names},
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
    }


def verify(entry: AuditEntry) -> bool:
    """Does the row still carry the hash of what it says? (`base/witness` looks the sealed whole over.)"""
    return leaf_hash(salt=entry.salt, payload=said_in(entry)) == entry.leaf
