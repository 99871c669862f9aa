"""What a forger works with: true envelopes, keys of their own, and the header, the words or the bytes changed at will."""

import json
import random
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any
from unittest.mock import patch

from joserfc.jwk import ECKey, OctKey

from plait.base.federation.wire import envelope as outside
from plait.base.federation.wire.envelope import HEAD
from plait.base.federation.wire.pieces import PIECE
from plait.base.keys import PublicKeys, Ring, canonical, read_canonical, sign
from plait.base.keys.canonical import raw64, text64
from tests.base.federation.border import (
    AT,
    NORTH,
    pins,
    published,
    written,
)

Make = Callable[[random.Random], bytes]
MADE: dict[str, tuple[Make, set[str]]] = {}


def forgery(*reasons: str) -> Callable[[Make], Make]:
    """A class of forgeries, refused for one of these reasons."""

    def keep(make: Make) -> Make:
        MADE[make.__name__] = (make, set(reasons))
        return make

    return keep


@cache
def genuine(number: int = 0) -> bytes:
    """A few true envelopes, one of more than one piece."""
    return written(b"w" * (3 * PIECE + 5 if number == 3 else 40), number=number + 1)


def payload(head: bytes) -> dict[str, Any]:
    said = read_canonical(raw64(head.decode().split(".")[1]))
    assert isinstance(said, dict)
    return said


def resigned(said: Any, *, ring: Ring, typ: str = HEAD) -> bytes:
    return sign(canonical(said), typ=typ, at=AT, ring=ring).encode()


def flipped(raw: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(raw))
    return raw[:place] + bytes([raw[place] ^ (1 << chance.randrange(8))]) + raw[place + 1 :]


def header(head: bytes, **changes: Any) -> bytes:
    first, *rest = head.decode().split(".")
    said = {**read_canonical(raw64(first)), **changes}
    return ".".join(
        [text64(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()), *rest]
    ).encode()


@cache
def rings_of_ones_own() -> tuple[Ring, ...]:
    return tuple(Ring.made("north", at=AT - timedelta(days=9)) for _ in range(5))


def ring_of_ones_own(chance: random.Random) -> Ring:
    return chance.choice(rings_of_ones_own())


@cache
def keys_that_are_over() -> Ring:
    """North's keys of last year, as it still has them; everybody was told when they end."""
    return Ring.made("north", at=AT - timedelta(days=400))


@cache
def keys_to_come() -> Ring:
    return NORTH.rotated(at=AT - timedelta(days=1))


@cache
def key_of_another_curve() -> ECKey:
    return ECKey.generate_key("P-256")


@cache
def public_key_as_secret() -> OctKey:
    return OctKey.import_key(published(NORTH).keys[0].x)


def later(head: bytes, chance: random.Random) -> int:
    return int(payload(head)["until"]) + chance.randint(1, 10**5)


def by_hand(words: bytes) -> bytes:
    """An envelope of north's around any words at all."""
    with patch.object(outside, "words_of", lambda *_said: iter([words])):
        return written()


@cache
def everything_pinned() -> dict[str, PublicKeys]:
    """North's pins as they stand: with last year's key, which has ended, and the one to come."""
    ended = keys_that_are_over().rotated(at=AT - timedelta(days=30), at_once=True)
    old = tuple(one.public for one in ended.keys[:2])
    return {
        **pins(),
        "north": published(NORTH).and_also([*old, *(one.public for one in keys_to_come().keys)]),
    }
