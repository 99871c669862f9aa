"""Can the child go home? As its pages say it."""

from dataclasses import dataclass, replace
from datetime import datetime

from plait.base.clock.queries import standing_of
from plait.feedback.models import PickupWord
from plait.feedback.queries.reading import last_word, pickup_clock, ring_back_clock
from plait.referrals.models import Contact

SAID = list(PickupWord.Said.choices)


@dataclass(frozen=True, slots=True)
class Pickup:
    """By when the school must hear, how that stands, and what was said last; `ring_by` where it keeps the child and waits to be
    rung."""

    due: datetime
    standing: str
    waits: bool
    word: PickupWord | None
    answers: list[tuple[str, str]]
    ring_by: datetime | None = None
    ring_standing: str = ""


def pickup_of(contact: Contact, *, at: datetime) -> Pickup | None:
    """None where nobody said that the child was at school."""
    clock = pickup_clock(contact.ref)
    if clock is None:
        return None
    moment = clock.stopped_at or clock.due_at
    word = last_word(str(contact.pk))
    shown = Pickup(moment, str(standing_of(clock, at)), clock.stopped_at is None, word, SAID)
    waits = ring_back_clock(contact.ref)
    if waits is None:
        return shown
    return replace(shown, ring_by=waits.due_at, ring_standing=str(standing_of(waits, at)))
