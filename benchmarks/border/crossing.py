"""What crosses between two areas for one discovery and one move, by kind of message."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

from plait.base.packs.lint import examine
from plait.base.packs.pack import Pack
from plait.base.packs.schema.legs import LegKind
from plait.handover.rules.legs import ChildFact, MoveFacts, legs_of

TODAY = date(2026, 11, 2)
# What crosses, by kind, each a message with a receipt in its answer. tests/journeys/test_over_the_border.py and tests/handover
# hold it against stories that are told with the real deeds: change one and the other is red.
ASKED = {"family-asked/1": 1, "family-answered/1": 1}  # of each area
AFTER_KNOWN = {"information-asked/1": 1, "information-told/1": 1}
# Offered, with the legs that are drawn; a question, its answer, the conference's day, and that they have hold.
HANDED_OVER = {"shp/1": 1, "shp-leg/1": 1, "shp-word/1": 3, "shp-added/1": 1}
LEG = {"shp-leg/1": 2}  # passed on by the one service, acknowledged by the other
WITNESSED = {"witness-head/1": 1, "witness-word/1": 1}  # of each area, each week
MOVES = MoveFacts(
    (ChildFact("c1", 8), ChildFact("c2", 11)), "cp"
)  # who moves: two school children with a plan


@cache
def ours() -> Pack:
    """The pack of the invented area, from its files."""
    _, pack, faults = examine(
        root=Path(__file__).resolve().parents[2] / "packs", area="areas/ellowmere", on=TODAY
    )
    assert pack is not None, faults
    return pack


def legs(kinds: Iterable[LegKind] | None = None) -> int:
    """How many services pass something on when such a family moves, as the pack says it."""
    file = ours().legs
    assert file is not None, "the invented area has legs"
    return sum(one.needed for _, one in legs_of(file.legs if kinds is None else kinds, MOVES))


def handed_over(kinds: Iterable[LegKind] | None = None) -> Counter[str]:
    """What crosses for one family that is handed over, by kind."""
    found = Counter(HANDED_OVER)
    for _ in range(legs(kinds)):
        found.update(LEG)
    return found
