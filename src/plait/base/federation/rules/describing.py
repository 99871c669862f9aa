"""What an area may say anew of itself by its signed word alone, and what two people pin. Pure.

Whom to ring and when, and which police force it has, are the area's own word and change often. By which keys it is believed,
where it is reached, which council it is and how it is called are what two people looked at: a stolen key must not move them.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

OWN_WORD = (
    "office_hours",
    "office_phone",
    "emergency_name",
    "emergency_phone",
    "police_name",
    "police_phone",
)
TWO_PEOPLE = ("name", "authority_number", "url", "collects")
NUMBERS = ("office_phone", "emergency_phone")  # those that two people pinned stay on the page beside new ones


def is_newer(said_at: datetime, *, held_at: datetime | None, pinned_at: datetime) -> bool:
    """Is it later than what stands here, by the area's own moment? What was pinned before that moment was kept counts as said
    when it was pinned: nothing goes back."""
    return said_at > (held_at or pinned_at)


def own_words_changed(held: Mapping[str, Any], said: Mapping[str, Any]) -> tuple[str, ...]:
    """The parts that count at once."""
    return tuple(name for name in OWN_WORD if held[name] != said[name])


def to_be_pinned(
    held: Mapping[str, Any], said: Mapping[str, Any], *, pinned: frozenset[str], published: frozenset[str]
) -> tuple[str, ...]:
    """The parts that it says otherwise than two people pinned; `keys` where it publishes one that nobody pinned (names of keys).
    A key that it publishes no longer is over by itself."""
    other = tuple(name for name in TWO_PEOPLE if held[name] != said[name])
    return (*other, "keys") if published - pinned else other
