"""What is shielded or sealed is lent, not sent: the other area may read it at its source for fifteen minutes, and keeps no copy.

Each side goes by its own clock. The holder decides at each reading; the reader shows an answer only if less time has passed since
it asked than the holder says is left. So it makes no difference by how much two clocks differ, or how long an answer
took.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

LEASE = timedelta(minutes=15)
MAY_DIFFER = timedelta(seconds=30)  # two machines of one area, and a clock that is set right by a little


@dataclass(frozen=True, slots=True)
class Lent:
    """At the holder: lent to one area from `since` to `until`, unless it was taken back."""

    id: str
    to: str
    since: datetime
    until: datetime
    taken_back_at: datetime | None = None


def lend(*, lease_id: str, to: str, at: datetime) -> Lent:
    """Fifteen minutes, never more: whoever needs it longer asks again, and is asked why."""
    return Lent(lease_id, to, at, at + LEASE)


def left(lent: Lent, *, reader: str, at: datetime) -> timedelta:
    """How long this reader may still read it: nothing for another area, before it began (a clock was moved back), once it is over
    or was taken back."""
    if lent.to != reader or lent.taken_back_at is not None or at < lent.since:
        return timedelta(0)
    return max(timedelta(0), lent.until - at)


def was_put_back(*, seen: datetime | None, at: datetime) -> bool:
    """At the holder: does its clock stand before the latest moment that this area has `seen`? Then nobody knows how long anything
    has been lent, and all of it is over."""
    return seen is not None and at < seen - MAY_DIFFER


def take_back(lent: Lent, *, at: datetime) -> Lent:
    """Ends it for the very next reading. Nothing brings it back; whoever lends again lends anew."""
    return lent if lent.taken_back_at is not None else replace(lent, taken_back_at=at)


def may_show(*, asked: timedelta, left: timedelta) -> bool:
    """At the reader: `asked` is how long ago it asked, by its own clock; `left` is what the holder's answer said."""
    return timedelta(0) <= asked < left


@dataclass(frozen=True, slots=True)
class Borrowed:
    """At the reader: that something is lent, and by whom. Its words are never kept."""

    id: str
    holder: str
    state: Literal["open", "ended"] = "open"


def borrowed_after(
    known: Borrowed | None, *, lease_id: str, holder: str, said: Literal["lent", "ended"]
) -> Borrowed:
    """What the reader knows after a message about a lease, in whatever order they come: what has ended stays ended."""
    if said == "ended" or (known is not None and known.state == "ended"):
        return Borrowed(lease_id, holder, "ended")
    return known or Borrowed(lease_id, holder)
