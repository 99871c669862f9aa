"""Forged asks, answers and receipts, by named class: none is believed, and none of them breaks anything."""

import random

import pytest

from plait.base.federation.wire.refusals import NotAccepted
from tests.base.federation.forgeries_asked import FOR_ALL, OWN, TYPES, Make, read, true

CASES = 60
CLASSES: dict[str, tuple[str, Make]] = {
    **{f"{kind}: {name}": (kind, make) for kind in TYPES for name, make in FOR_ALL.items()},
    **{f"{kind}: {name}": (kind, make) for name, (kind, make) in OWN.items()},
}


def test_there_are_twenty_classes_and_the_true_ones_are_believed() -> None:
    assert len(FOR_ALL) + len(OWN) >= 20
    for kind in TYPES:
        assert read(kind, true(kind)).sender == "north", "a test that refuses everything proves nothing"


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_none_is_believed(name: str) -> None:
    kind, make = CLASSES[name]
    chance = random.Random(name)
    for _ in range(CASES):
        written = make(kind, chance)
        with pytest.raises(NotAccepted):
            pytest.fail(f"believed: {written[:600]!r} as {read(kind, written)!r}")
