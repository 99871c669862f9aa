"""Forgeries by named class, five hundred of each: none is accepted, and none of them breaks anything.

An attacker here has everything that is public, may keep every envelope that ever travelled, and may be another trusted area.
`MADE` names each class; for which reasons it may be refused is written beside it.
"""

import random
from collections import Counter
from io import BytesIO

import pytest

from plait.base.federation.rules.arriving import Held, arrival
from plait.base.federation.wire.envelope import Head, first_of, read_head
from plait.base.federation.wire.refusals import NotAccepted
from plait.base.keys import PublicKeys
from tests.base.federation import forgeries_on_the_way, forgeries_signed
from tests.base.federation.border import (
    AT,
    NORTH,
    pins,
    published,
    taken_in,
    written,
)
from tests.base.federation.forging import MADE, everything_pinned, genuine

CASES = 500
KEPT_IN = (forgeries_on_the_way, forgeries_signed)  # each adds its classes to MADE as it is read
CLASSES = MADE


def test_there_are_thirty_classes() -> None:
    assert len(CLASSES) >= 30


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(CLASSES))
def test_no_forgery_is_accepted(name: str) -> None:
    make, reasons = CLASSES[name]
    chance = random.Random(name)
    came_of_it: Counter[str] = Counter()
    for _ in range(CASES):
        wire = make(chance)
        try:
            taken_in(wire, keys_of=everything_pinned().get)
        except NotAccepted as refusal:
            came_of_it[refusal.reason] += 1
        else:
            pytest.fail(f"accepted: {wire[:900]!r}")
    assert sum(came_of_it.values()) == CASES
    assert set(came_of_it) <= reasons


def test_the_true_ones_are_accepted() -> None:
    """A test that refuses everything proves nothing."""
    for number in range(4):
        assert taken_in(genuine(number), keys_of=everything_pinned().get).head.sender == "north"


def test_a_replay_is_the_same_again_and_never_a_second_time() -> None:
    seen: dict[tuple[str, str], Held] = {}
    came_of_it: Counter[str] = Counter()
    chance = random.Random("replay")
    again = [genuine(chance.randrange(3)) for _ in range(CASES)]
    others = [written(b"other words", number=number) for number in (1, 2, 3)]
    for wire in [*again, *others]:
        head: Head = read_head(first_of(BytesIO(wire)), keys_of=pins().get, us="south", at=AT)
        what = arrival(seen.get((head.sender, head.id)), digest=head.digest)
        came_of_it[what] += 1
        if what == "take":
            seen[head.sender, head.id] = Held(head.digest)
    assert came_of_it == {"take": 3, "again": CASES - 3, "conflict": 3}


def test_trust_that_was_ended_accepts_nothing_true() -> None:
    for keys in (None, PublicKeys(()), published(NORTH.rotated(at=AT, at_once=True))):
        with pytest.raises(NotAccepted, match=r"unknown-sender|unknown-key"):
            taken_in(genuine(), keys_of=lambda _who, keys=keys: keys)  # type: ignore[misc]
