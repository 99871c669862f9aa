"""`shp-leg/1`: what one side says of legs: one service's own file or word, passed on from person to person.

Each word carries what the leg is, so that whichever comes first makes it known; and the number of the newest word of the other
side that whoever says it had heard, so that both sides read the same of two words.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from plait.base.federation.wire.shapes import Code, Day, Id, Moment, Shape
from plait.handover.wire.package import Name, Ref, Short, Worker

MOST_LEGS = 60
HOW = ("telephone", "secure", "hand", "system")
VERBS = ("due", "pass on", "acknowledge", "not needed", "nobody yet")
LegKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,59}$")]


class LegIs(Shape):
    """What is passed on, whatever became of it: by which kind of service, about which child (none: about all)."""

    key: LegKey
    kind: Code
    about: Ref | Literal[""] = ""
    label: Name
    passes: Short = ""
    by_voice: bool = False
    before_arrival: bool = False
    there: Short = ""  # which service over there, where it is known; never of a protected family
    there_phone: Short = ""


class LegSaid(Shape):
    """One word on one leg, numbered there by whoever says it."""

    leg: LegIs
    number: Annotated[int, Field(ge=1, le=10_000)]
    heard: Annotated[int, Field(ge=0, le=10_000)] = 0
    verb: Literal["due", "pass on", "acknowledge", "not needed", "nobody yet"]
    due: Moment | Literal[""] = ""
    how: Short = ""
    who: Short = ""  # of the service on whose side it was done, where that is not whoever says it
    to_name: Short = ""  # who has it there, by name
    to_phone: Short = ""
    service: Short = ""  # which service there; never of a family whose whereabouts are protected
    words: Annotated[str, StringConstraints(max_length=4_000)] = ""
    on: Day | Literal[""] = ""


class Legs(Shape):
    """Words on one or more legs of one package, of one side."""

    format: Literal["shp-leg/1"]
    package: Id
    reference: Short = ""
    side: Literal["sender", "receiver"]
    made: Moment
    must: list[Short] = []
    worker: Worker
    legs: Annotated[list[LegSaid], Field(min_length=1, max_length=MOST_LEGS)]
