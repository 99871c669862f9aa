"""Who owes the next look at a missing family or a move, once whoever owed it cannot any more. Pure: no Django, no clock, no
database. A promise is kept by somebody who can read it and act on it (decision 46)."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heir:
    """Somebody who may owe it: `practitioner:<id>` or `team:<id>`."""

    ref: str
    there: bool = True  # neither left nor suspended, and their agency works with Plait
    hears: bool = (
        True  # may be told that anything waits about all these people: they know none of them as family
    )
    acts: bool = True  # opens what it is about, or speaks for it by their role


def fits(one: Heir) -> bool:
    """There, may hear of it, and can do it."""
    return one.there and one.hears and one.acts


def who_owes(asked: Sequence[Heir], *, last: str) -> str:
    """The first of them who fits, in the order given; else `last`, a team that looks at it together: never nobody."""
    return next((one.ref for one in asked if fits(one)), last)
