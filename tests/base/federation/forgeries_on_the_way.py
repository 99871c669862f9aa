"""Forgeries by somebody who holds the bytes, and by somebody with keys of their own."""

import random
from datetime import timedelta

from plait.base.federation.wire.envelope import HEAD
from plait.base.federation.wire.pieces import PIECE
from plait.base.keys import Ring, canonical, sign
from tests.base.federation.border import (
    AT,
    ELSEWHERE,
    joined,
    split,
)
from tests.base.federation.forging import (
    flipped,
    forgery,
    genuine,
    keys_that_are_over,
    keys_to_come,
    later,
    payload,
    resigned,
    ring_of_ones_own,
)

# --- the bytes on their way


@forgery("written-otherwise", "another-header", "unknown-key", "another-signature", "not-an-envelope", "not-a-signature",
         "unknown-sender", "for-somebody-else")  # fmt: skip
def a_bit_of_the_head_is_turned(chance: random.Random) -> bytes:
    first, head, body = split(genuine())
    return joined(first, flipped(head, chance), body)


@forgery("another-body")
def a_bit_of_the_body_is_turned(chance: random.Random) -> bytes:
    first, head, body = split(genuine(3))
    return joined(first, head, flipped(body, chance))


@forgery("not-an-envelope", "newer-version")
def a_bit_of_the_first_line_is_turned(chance: random.Random) -> bytes:
    first, head, body = split(genuine())
    return joined(flipped(first, chance), head, body)


@forgery("cut-short", "not-an-envelope")
def it_is_cut_short(chance: random.Random) -> bytes:
    wire = genuine(chance.choice([0, 3]))
    return wire[: chance.randrange(len(wire))]


@forgery("too-long")
def something_is_added_to_it(chance: random.Random) -> bytes:
    return genuine() + chance.randbytes(chance.randint(1, 500))


@forgery("not-an-envelope")
def its_head_is_said_to_be_huge(chance: random.Random) -> bytes:
    first, head, body = split(genuine())
    return first + chance.randint(8193, 2**32 - 1).to_bytes(4, "big") + head + body


@forgery("another-body")
def its_pieces_change_places(chance: random.Random) -> bytes:
    first, head, body = split(genuine(3))
    size = PIECE + 16
    pieces = [body[place : place + size] for place in range(0, len(body), size)]
    one, other = chance.sample(range(3), 2)
    pieces[one], pieces[other] = pieces[other], pieces[one]
    return joined(first, head, b"".join(pieces))


@forgery("another-body")
def the_body_of_another_envelope(chance: random.Random) -> bytes:
    first, head, _ = split(genuine(chance.randrange(3)))
    other = next(number for number in range(3) if payload(head)["id"][-1] != str(number + 1))
    return joined(first, head, split(genuine(other))[2])


@forgery("not-an-envelope")
def noise(chance: random.Random) -> bytes:
    return chance.randbytes(chance.randrange(3000))


@forgery("not-an-envelope", "written-otherwise")
def noise_in_the_place_of_the_head(chance: random.Random) -> bytes:
    first, _, body = split(genuine())
    return joined(first, chance.randbytes(chance.randint(1, 900)), body)


# --- keys


@forgery("unknown-key")
def signed_with_a_key_of_ones_own(chance: random.Random) -> bytes:
    first, head, body = split(genuine())
    return joined(
        first,
        resigned(
            {**payload(head), "at": payload(head)["at"] - chance.randrange(9)}, ring=ring_of_ones_own(chance)
        ),
        body,
    )


@forgery("unknown-key")
def another_trusted_area_signs_for_north(chance: random.Random) -> bytes:
    first, head, body = split(genuine())
    return joined(first, resigned({**payload(head), "until": later(head, chance)}, ring=ELSEWHERE), body)


@forgery("another-signature")
def the_name_of_norths_key_and_a_signature_of_ones_own(chance: random.Random) -> bytes:
    first, head, body = split(genuine())
    parts = resigned({**payload(head), "until": later(head, chance)}, ring=ring_of_ones_own(chance)).split(
        b"."
    )
    return joined(first, b".".join([head.split(b".")[0], *parts[1:]]), body)


@forgery("another-signature")
def the_signature_of_another_envelope(chance: random.Random) -> bytes:
    first, head, body = split(genuine(0))
    other = split(genuine(chance.choice([1, 2, 3])))[1]
    return joined(first, b".".join([*head.split(b".")[:2], other.split(b".")[2]]), body)


@forgery("unknown-sender")
def from_an_area_that_nobody_pinned(chance: random.Random) -> bytes:
    stranger = f"area-{chance.randrange(10**6)}"
    first, head, body = split(genuine())
    return joined(first, resigned({**payload(head), "from": stranger}, ring=ring_of_ones_own(chance)), body)


@forgery("key-not-in-its-time")
def signed_with_a_key_whose_time_is_over(chance: random.Random) -> bytes:
    first, head, body = split(genuine())
    return joined(first, sign(canonical({**payload(head), "until": later(head, chance)}), typ=HEAD, at=AT,
                              ring=keys_that_are_over()).encode(), body)  # fmt: skip


@forgery("key-not-in-its-time")
def signed_with_a_key_that_is_still_to_come(chance: random.Random) -> bytes:
    first, head, body = split(genuine())
    early = Ring("north", keys_to_come().keys[-2:])
    words = canonical({**payload(head), "until": later(head, chance)})
    return joined(first, sign(words, typ=HEAD, at=AT + timedelta(days=20), ring=early).encode(), body)
