"""A message that waits to arrive: tried again and again, and a person is told when nobody answers.

waiting → arrived (a receipt says that it is safe there) | refused (they will never take it) | conflict (they hold other bytes
under its id: both areas look) | over (its own time has passed) | stopped (taken back before it left). Only a receipt ends
waiting: that bytes left says nothing. What is owed to an area that is not believed is held until it is, and then waits.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

State = Literal["waiting", "held", "arrived", "refused", "conflict", "over", "stopped"]
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_FIRST_PAUSE = FIRST_PAUSE * 1.25
LONGEST_PAUSE = timedelta(hours=1)
SILENCE = timedelta(hours=24)  # after which somebody is told to ring
AGAIN = timedelta(hours=24)  # after which somebody is told again, while nothing has changed
STUCK = timedelta(hours=48)  # they answer, and still it does not arrive: somebody is told all the same
PROBE_BUSY = timedelta(
    seconds=20
)  # how often a peer is asked whether it is there, while anything waits for it
PROBE_IDLE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Sending:
    """One message on its way: since when, until when, how often tried, when next."""

    id: str
    digest: str
    posted_at: datetime
    until: datetime
    state: State = "waiting"
    attempts: int = 0
    next_try: datetime | None = None
    waits_since: datetime | None = None  # since it was posted, or since the peer last answered anything
    told_at: datetime | None = None  # when a person was told to ring, or last said what they found


def posted(*, message_id: str, digest: str, at: datetime, until: datetime) -> Sending:
    """A new message: it may leave at once."""
    return Sending(message_id, digest, posted_at=at, until=until, next_try=at, waits_since=at)


def may_leave(one: Sending, *, at: datetime) -> bool:
    """Is it time to try? Also when the other side asks for what waits (`collected`), whatever the pause."""
    return one.state == "waiting" and at < one.until and (one.next_try is None or one.next_try <= at)


def tried(one: Sending, *, at: datetime) -> Sending:
    """It is about to leave: count it, and set when it is tried again should no receipt come. The pause doubles up to an hour;
    messages do not all come back in the same moment."""
    attempts = one.attempts + 1
    pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(attempts - 1, 12))
    part = (
        hashlib.sha256(f"{one.id}:{attempts}".encode()).digest()[0] / 255
    )  # the same each time it is worked out
    return replace(one, attempts=attempts, next_try=at + pause * (0.75 + 0.5 * part))


def heard_from_peer(one: Sending, *, at: datetime) -> Sending:
    """The peer said something authentic, whatever it was: it is there, so nothing waits for a pause any more."""
    if one.state != "waiting":
        return one
    as_stuck = one.told_at is not None and one.told_at - one.posted_at >= STUCK  # that was not about silence
    return replace(one, attempts=0, next_try=at, waits_since=at, told_at=one.told_at if as_stuck else None)


def contact(one: Sending, *, at: datetime) -> Sending:
    """What contact does to each message that waits: what was sent a moment ago, for the first time, is not sent again at once;
    its receipt is on the way. Unless its next try is further off than a first pause can be: then our clock was put back."""
    put_back = one.next_try is not None and one.next_try > at + LONGEST_FIRST_PAUSE
    return heard_from_peer(one, at=at) if one.attempts > 1 or put_back else one


def receipted(one: Sending, *, digest: str, state: Literal["received", "refused", "conflict"]) -> Sending:
    """A receipt for its id. One for other bytes than ours is no receipt for ours. What arrived stays arrived: a late refusal
    of a second copy changes nothing, and a late receipt ends even what was over here."""
    if digest != one.digest or one.state in {"arrived", "stopped"}:
        return one
    if state == "received":
        return replace(one, state="arrived", next_try=None)
    if one.state != "waiting":
        return one
    return replace(one, state="conflict" if state == "conflict" else "refused", next_try=None)


def looked_at(one: Sending, *, at: datetime) -> Sending:
    """In every round: what has outlived its time is over, and somebody is told that too."""
    return (
        replace(one, state="over", next_try=None, told_at=None)
        if one.state in {"waiting", "held"} and one.until <= at
        else one
    )


def somebody_must_ring(one: Sending, *, at: datetime) -> bool:
    """Nothing has been heard for a day, its time ran out, or they answer and it does not arrive: a named person is told, and
    again after each day in which that has not changed. A new incident comes of it where the last was settled."""
    if one.state == "over":
        return one.told_at is None
    told_lately = one.told_at is not None and at - one.told_at < AGAIN
    return one.state == "waiting" and not told_lately and what_keeps_it(one, at=at) != ""


def what_keeps_it(one: Sending, *, at: datetime) -> Literal["", "silent", "stuck"]:
    """Why a message that waits must be looked at by a person."""
    if at - (one.waits_since or one.posted_at) >= SILENCE:
        return "silent"
    return "stuck" if at - one.posted_at >= STUCK else ""


def told(one: Sending, *, at: datetime) -> Sending:
    """Somebody was told."""
    return replace(one, told_at=at)


def probe_due(*, last: datetime | None, busy: bool, at: datetime) -> bool:
    """Is it time to ask a peer whether it is there and what it has for us? Often while anything waits on either side."""
    return last is None or at < last or at - last >= (PROBE_BUSY if busy else PROBE_IDLE)
