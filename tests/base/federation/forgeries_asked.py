"""Forgeries of what two areas say besides envelopes: asks, answers to them, receipts. All are one signed line, so most classes
are the same for the three; each kind has some of its own. `read` takes a line in as this area would."""

import json
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any
from uuid import UUID

from joserfc import jws

from plait.base.federation.wire.asks import (
    ANSWER,
    ASK,
    MOST,
    Answer,
    Ask,
    Waiting,
    read_answer,
    read_ask,
    write_answer,
    write_ask,
)
from plait.base.federation.wire.envelope import sender_said
from plait.base.federation.wire.receipts import RECEIPT, Receipt, read_receipt, write_receipt
from plait.base.keys import canonical, read_canonical, sign
from plait.base.keys.canonical import raw64, text64
from tests.base.federation.border import AT, ELSEWHERE, NORTH
from tests.base.federation.forging import (
    everything_pinned,
    flipped,
    header,
    key_of_another_curve,
    keys_that_are_over,
    payload,
    public_key_as_secret,
    ring_of_ones_own,
)

Make = Callable[[str, random.Random], str]
FOR_ALL: dict[str, Make] = {}
OWN: dict[str, tuple[str, Make]] = {}
TYPES = {"ask": ASK, "receipt": RECEIPT, "answer": ANSWER}
STAMP = int(AT.timestamp() * 1_000_000)
THEIR_ASK = Ask(str(UUID(int=1)), "north", "south", STAMP, "work")
OUR_ASK = Ask(str(UUID(int=2)), "south", "north", STAMP, "work")
WAITS = Waiting(str(UUID(int=3)), "0" * 64, 40)
SAID_TO_US = Answer(OUR_ASK.id, "north", "south", AT, (WAITS,))
FOR_OURS = Receipt(str(UUID(int=4)), "0" * 64, "north", "south", "received", AT)


def for_all(make: Make) -> Make:
    """A class of forgeries of each of the three."""
    FOR_ALL[make.__name__] = make
    return make


def only(kind: str) -> Callable[[Make], Make]:
    """A class of forgeries of this kind alone."""

    def keep(make: Make) -> Make:
        OWN[make.__name__] = (kind, make)
        return make

    return keep


@cache
def true(kind: str) -> str:
    """One that north truly said."""
    if kind == "ask":
        return write_ask(THEIR_ASK, ring=NORTH, at=AT)
    return write_receipt(FOR_OURS, ring=NORTH) if kind == "receipt" else write_answer(SAID_TO_US, ring=NORTH)


def read(kind: str, written: str) -> Any:
    """Take it in. Raises NotAccepted."""
    keys = everything_pinned()["north"]
    if kind == "ask":
        return read_ask(written, keys=everything_pinned().get(sender_said(written)), us="south", at=AT)
    if kind == "receipt":
        return read_receipt(written, keys=keys, sender="north", us="south", at=AT)
    return read_answer(written, ask=OUR_ASK, keys=keys, at=AT)


def signed(kind: str, said: Any, ring: Any = NORTH, typ: str = "") -> str:
    return sign(canonical(said), typ=typ or TYPES[kind], at=AT, ring=ring)


def words(kind: str) -> dict[str, Any]:
    return payload(true(kind).encode())


# --- whoever stands between
@for_all
def a_bit_is_turned(kind: str, chance: random.Random) -> str:
    return flipped(true(kind).encode(), chance).decode("latin-1")


@for_all
def it_is_cut_short(kind: str, chance: random.Random) -> str:
    return true(kind)[: chance.randrange(len(true(kind)))]


@for_all
def something_is_put_behind_it(kind: str, chance: random.Random) -> str:
    return true(kind) + chance.choice([".", ".e30", "=", "A", "\x00", " x"])


@for_all
def it_is_written_otherwise(kind: str, chance: random.Random) -> str:
    parts = true(kind).split(".")
    one = chance.randrange(2)
    spread = json.dumps(json.loads(raw64(parts[one])), indent=chance.randint(1, 9))
    parts[one] = text64(spread.encode())
    return ".".join(parts)


@for_all
def words_of_their_own_under_a_true_signature(kind: str, chance: random.Random) -> str:
    first, _, last = true(kind).split(".")
    return ".".join([first, text64(canonical({**words(kind), "more": chance.randrange(10**6)})), last])


@for_all
def something_else_that_north_truly_signed(kind: str, chance: random.Random) -> str:
    other = chance.choice([one for one in TYPES if one != kind])
    return chance.choice(
        [
            true(other),
            signed(kind, words(kind), typ=TYPES[other]),
            signed(kind, words(other), typ="plait-head"),
        ]
    )


# --- whoever has keys of their own
@for_all
def no_signature_at_all(kind: str, chance: random.Random) -> str:
    alg = chance.choice(["none", "None", "NONE", ""])
    return ".".join([*header(true(kind).encode(), alg=alg).decode().split(".")[:2], ""])


@for_all
def the_public_key_as_a_shared_secret(kind: str, chance: random.Random) -> str:
    alg = chance.choice(["HS256", "HS384", "HS512"])
    said = {**read_canonical(raw64(true(kind).split(".")[0])), "alg": alg}
    return jws.serialize_compact(said, canonical(words(kind)), public_key_as_secret(), algorithms=[alg])


@for_all
def another_curve(kind: str, chance: random.Random) -> str:
    said = {**read_canonical(raw64(true(kind).split(".")[0])), "alg": "ES256"}
    return jws.serialize_compact(said, canonical(words(kind)), key_of_another_curve(), algorithms=["ES256"])


@for_all
def a_key_of_their_own(kind: str, chance: random.Random) -> str:
    ring = ring_of_ones_own(chance)
    line = signed(kind, words(kind), ring=ring)
    if chance.random() < 0.5:
        return line
    return header(line.encode(), jwk=ring.public(at=AT).jwks()["keys"][0]).decode()


@for_all
def keys_of_last_year(kind: str, chance: random.Random) -> str:
    return signed(
        kind, {**words(kind), "at": int(AT.timestamp()) - chance.randrange(9)}, ring=keys_that_are_over()
    )


@for_all
def another_area_that_is_believed_speaks_as_north(kind: str, chance: random.Random) -> str:
    return signed(kind, {**words(kind), "more": chance.randrange(9)}, ring=ELSEWHERE)


# --- what north itself may not say, however well it signs
@for_all
def it_is_for_or_from_somebody_else(kind: str, chance: random.Random) -> str:
    name = chance.choice(["to", "from"])
    return signed(kind, {**words(kind), name: chance.choice(["elsewhere", "northern", "South", "", "a/b"])})


@for_all
def a_member_is_not_what_it_should_be(kind: str, chance: random.Random) -> str:
    said = words(kind)
    name = chance.choice(sorted(set(said) - {"more"}))
    if isinstance(said[name], int):
        wrong: list[Any] = [None, [], {}, "", "1", [1], 10**30, -(10**30)]
    elif isinstance(said[name], list):
        wrong = [None, 7, [None], [7], [[]], [{}], {"a": 1}, "x"]
    else:
        wrong = [None, [], {}, 7, True, ["x"], "\x00", "é" * 6000, "\n"]
    return signed(kind, {**said, name: chance.choice(wrong)})


@for_all
def a_member_is_missing(kind: str, chance: random.Random) -> str:
    said = words(kind)
    del said[chance.choice(sorted(set(said) - {"more"}))]
    return signed(kind, said)


@for_all
def it_is_no_object(kind: str, chance: random.Random) -> str:
    return signed(kind, chance.choice([None, [], "x", 7, True, [words(kind)], {}, {"from": "north"}]))


@only("ask")
def an_ask_of_another_time(kind: str, chance: random.Random) -> str:
    away = timedelta(minutes=chance.randint(6, 10**6)) * chance.choice([1, -1])
    return signed(kind, {**words(kind), "stamp": int((AT + away).timestamp() * 1_000_000)})


@only("ask")
def an_ask_for_what_nobody_gives(kind: str, chance: random.Random) -> str:
    want = chance.choice(["everything", "WORK", "work ", "", "../lease", "fetch*"])
    return signed(kind, {**words(kind), "want": want})


@only("ask")
def an_ask_for_no_one_thing(kind: str, chance: random.Random) -> str:
    what = chance.choice(
        ["*", "%", "1", "00000000000000000000000000000004", str(UUID(int=4)).upper() + "0", "' or 1=1"]
    )
    return signed(kind, {**words(kind), "want": chance.choice(["fetch", "lease"]), "what": what})


@only("ask")
def an_ask_that_is_too_much(kind: str, chance: random.Random) -> str:
    more: dict[str, Any] = chance.choice([
        {"receipts": ["x"] * (MOST + chance.randint(1, 50))}, {"who": "x" * chance.randint(121, 900)},
        {"receipts": ["x" * 5000]}, {"who": "Kofi\x07Mensah"},
    ])  # fmt: skip
    return signed(kind, {**words(kind), **more})


@only("receipt")
def a_receipt_that_says_something_else(kind: str, chance: random.Random) -> str:
    more: dict[str, Any] = chance.choice([
        {"state": "arrived"}, {"state": ""}, {"state": "RECEIVED"}, {"why": "Because."}, {"why": "x" * 61},
        {"why": "<script>"}, {"state": ["received"]}, {"state": {"received": 1}},
    ])  # fmt: skip
    return signed(kind, {**words(kind), **more})


@only("answer")
def an_answer_to_another_ask(kind: str, chance: random.Random) -> str:
    ask = chance.choice([str(UUID(int=chance.getrandbits(128))), "", THEIR_ASK.id])
    return write_answer(replace(SAID_TO_US, ask=ask), ring=NORTH)


@only("answer")
def an_answer_that_lists_too_much_or_nothing_that_is(kind: str, chance: random.Random) -> str:
    one = {"bytes": 40, "digest": "0" * 64, "id": str(UUID(int=3))}
    lists: list[list[Any]] = [
        [one] * (MOST + 1), [{**one, "id": "3"}], [{**one, "id": "../3"}], [{**one, "digest": 7}], [{**one, "bytes": "many"}],
        [{**one, "digest": "x" * 65}], [{}], [[]], [{**one, "id": str(UUID(int=3)).replace("-", "")}],
    ]  # fmt: skip
    return signed(kind, {**words(kind), "waiting": chance.choice(lists)})
