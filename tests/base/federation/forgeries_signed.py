"""Forgeries of the header, and what a trusted sender itself may not do."""

import json
import random
from datetime import timedelta
from typing import Any

from joserfc import jws

from plait.base.federation.wire.contents import Contents
from plait.base.keys import canonical, read_canonical
from plait.base.keys.canonical import raw64, text64
from tests.base.federation.border import (
    AT,
    ELSEWHERE,
    NORTH,
    joined,
    published,
    split,
    written,
)
from tests.base.federation.forging import (
    by_hand,
    forgery,
    genuine,
    header,
    key_of_another_curve,
    later,
    payload,
    public_key_as_secret,
    resigned,
    ring_of_ones_own,
)

# --- the header


@forgery("another-header", "not-a-signature")
def no_signature_at_all(chance: random.Random) -> bytes:
    first, head, body = split(genuine())
    alg = chance.choice(["none", "None", "NONE", "nOnE", ""])
    return joined(first, b".".join([*header(head, alg=alg).split(b".")[:2], b""]), body)


@forgery("another-header")
def the_public_key_as_a_shared_secret(chance: random.Random) -> bytes:
    first, head, body = split(genuine())
    alg = chance.choice(["HS256", "HS384", "HS512"])
    said = {**read_canonical(raw64(head.decode().split(".")[0])), "alg": alg}
    words = canonical({**payload(head), "until": later(head, chance)})
    return joined(
        first, jws.serialize_compact(said, words, public_key_as_secret(), algorithms=[alg]).encode(), body
    )


@forgery("another-header")
def another_curve(chance: random.Random) -> bytes:
    first, head, body = split(genuine())
    said = {**read_canonical(raw64(head.decode().split(".")[0])), "alg": "ES256"}
    words = canonical({**payload(head), "until": later(head, chance)})
    return joined(
        first, jws.serialize_compact(said, words, key_of_another_curve(), algorithms=["ES256"]).encode(), body
    )


@forgery("another-header", "written-otherwise")
def the_key_comes_with_the_message(chance: random.Random) -> bytes:
    first, head, body = split(genuine())
    ring = ring_of_ones_own(chance)
    name = chance.choice(["jwk", "jku", "x5c", "x5u", "crit", "b64", "zip"])
    more: Any = {"jwk": ring.public(at=AT).jwks()["keys"][0], "crit": ["b64"], "b64": False}.get(name, "x")
    return joined(first, header(resigned(payload(head), ring=ring), **{name: more}), body)


@forgery("another-header")
def a_true_signature_for_something_else(chance: random.Random) -> bytes:
    first, head, body = split(genuine())
    typ = chance.choice(["plait-receipt", "plait-head", "plait-area", "JWT", "plait-envelope-key", ""])
    return joined(first, resigned(payload(head), ring=NORTH, typ=typ), body)


@forgery("written-otherwise", "another-header", "not-a-signature", "not-an-envelope")
def the_same_words_written_otherwise(chance: random.Random) -> bytes:
    first, head, body = split(genuine())
    parts = head.decode().split(".")
    way = chance.randrange(5)
    if way == 0:
        parts[0] = text64(json.dumps(json.loads(raw64(parts[0])), indent=chance.randint(1, 9)).encode())
    elif way == 1:
        parts[chance.randrange(3)] += "=" * chance.randint(1, 2)
    elif way == 2:
        parts.append(chance.choice(["", "e30", parts[2]]))
    elif way == 3:
        place = chance.randrange(len(parts[1]))
        parts[1] = parts[1][:place] + chance.choice("\n\t ") + parts[1][place:]
    else:
        said = raw64(parts[0]).decode()
        parts[0] = text64((said[:-1] + f',"kid":"{chance.randrange(9)}"' + "}").encode())
    return joined(first, ".".join(parts).encode(), body)


# --- what the sender itself may not do


@forgery("for-somebody-else")
def an_envelope_for_another_area(chance: random.Random) -> bytes:
    return written(receiver=chance.choice(["elsewhere", "north", "southern"]), number=chance.randint(1, 99))


@forgery("over")
def an_envelope_whose_time_is_over(chance: random.Random) -> bytes:
    long_ago = AT - timedelta(days=chance.randint(1, 30))
    return written(at=long_ago, until=long_ago + timedelta(hours=chance.randint(1, 23)))


@forgery("from-the-future", "life-too-long")
def an_envelope_out_of_time(chance: random.Random) -> bytes:
    if chance.random() < 0.5:
        return written(at=AT + timedelta(minutes=chance.randint(6, 6000)))
    return written(until=AT + timedelta(days=chance.randint(61, 6000)))


@forgery("newer-version")
def a_newer_version(chance: random.Random) -> bytes:
    _, head, body = split(genuine())
    return joined(b"plait-envelope/%d\n" % chance.randint(2, 9), head, body)


@forgery("not-understood")
def an_unknown_thing_that_must_be_understood(chance: random.Random) -> bytes:
    word = f"thing-{chance.randrange(10**6)}/{chance.randint(1, 9)}"
    return written(contents=Contents("note/1", must_understand=("handover/1", word)))


@forgery("unknown-key")
def sealed_to_somebody_elses_key(chance: random.Random) -> bytes:
    return written(to=published(chance.choice([ELSEWHERE, NORTH])))


@forgery(
    "not-for-us", "written-otherwise", "another-header", "unknown-key", "not-sealed", "piece-does-not-open"
)
def a_key_that_is_not_the_bodys(chance: random.Random) -> bytes:
    """North signs a box of its own making: of another envelope, or with a letter exchanged."""
    first, head, body = split(genuine())
    other = payload(split(genuine(2))[1])["box"]
    if chance.random() < 0.5:
        place = chance.randrange(len(other))
        own = payload(head)["box"]
        other = own[:place] + chance.choice("ABCxyz_-.") + own[place + 1 :]
        other = other if other != own else own[:-1]
    return joined(first, resigned({**payload(head), "box": other}, ring=NORTH), body)


@forgery("piece-does-not-open")
def a_signed_body_that_was_made_for_another_envelope(chance: random.Random) -> bytes:
    """North signs the body and the box of one envelope under the id, receiver or time of another."""
    first, head, body = split(genuine())
    said = payload(head)
    said["id"] = said["id"][:-4] + f"{chance.randint(2, 9999):04d}"
    return joined(first, resigned(said, ring=NORTH), body)


@forgery(
    "not-an-envelope", "too-large", "life-too-long", "from-the-future", "written-otherwise", "not-sealed"
)
def a_head_that_says_nonsense(chance: random.Random) -> bytes:
    first, head, body = split(genuine())
    said = payload(head)
    name = chance.choice([name for name in said if name != "from"])
    said[name] = chance.choice(
        [None, -1, 10**19, [], {}, "", "x" * 50, True, {"bytes": 1 << 31, "sha256": "x"}]
    )
    if chance.random() < 0.2:
        del said[name]
    return joined(first, resigned(said, ring=NORTH), body)


@forgery("no-list-of-contents", "a-part-is-missing", "another-part", "more-than-was-listed")
def a_body_that_is_not_what_its_list_says(chance: random.Random) -> bytes:
    """Names that are paths, sizes that promise a thousand times more than there is, parts that overlap or are not there."""
    words = b"w" * chance.randint(1, 60)
    entry = {"bytes": len(words), "media": "text/plain", "name": "a.txt", "sha256": "0" * 64}
    entry |= chance.choice([
        {"name": chance.choice(["../../etc/passwd", "/etc/passwd", "a\\b", "a/../b", "", ".", "..", "a\n", "C:x"])},
        {"bytes": chance.choice([10**12, -1, len(words) + 1, True, "7", None])},
        {"media": "x"}, {"sha256": "0" * 63}, {"more": 1}, {},
    ])  # fmt: skip
    listed = canonical(
        {"about": "", "kind": "note/1", "must": [], "parts": [entry] * chance.choice([1, 1, 2, 300])}
    )
    length = chance.choice([len(listed), len(listed), 10**6, 2**32 - 1, len(listed) - 1])
    return by_hand(length.to_bytes(4, "big") + listed + words)
