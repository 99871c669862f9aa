"""“What do you know of this family?” and what is told, as they travel: asked of an area that said that it knows the child.

The child is named by the question of before alone. Each answer of an area has its number: a late one undoes nothing. An answer is
padded to whole blocks, and *nothing by this route* is the same bytes whatever stands behind it.
"""

from typing import Annotated, Any, Final, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from plait.base.federation.wire.refusals import NotAccepted
from plait.base.federation.wire.shapes import Code, Day, Id, Shape, read_shape
from plait.base.keys import canonical
from plait.handover.wire.package import Name, Short

REQUEST: Final = "information-asked/1"
TOLD: Final = "information-told/1"
BLOCK, LONGEST = 4096, 256 * 1024
MOST_QUESTIONS, MOST_LINES = 6, 40
Kind = Literal["items", "nothing_relevant", "cannot_share", "speak_to_me", "rang", "nothing"]
Held = Literal["", "part", "withhold", "ask_first"]

Phone = Annotated[str, StringConstraints(pattern=r"^[0-9+() ]{3,30}$")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=4_000)]
Asks = Annotated[str, StringConstraints(min_length=3, max_length=500)]
For = Annotated[str, StringConstraints(min_length=10, max_length=120)]


class Ring(Shape):
    """Whom to ring, by day and at any other time."""

    organisation: Name
    team: Name
    phone: Phone
    emergency_name: Short = ""
    emergency_phone: Phone


class Who(Shape):
    """A practitioner, by name."""

    name: Name
    job: Short = ""


class Request(Shape):
    """What is asked, for what, under which power, of which time, and by whom."""

    format: Literal["information-asked/1"] = REQUEST
    child: Id  # the question to which they answered that the child is known
    purpose: For
    gateway: Code
    questions: Annotated[list[Asks], Field(min_length=1, max_length=MOST_QUESTIONS)]
    since: Day | Literal[""] = ""
    until: Day | Literal[""] = ""
    by: Who
    ring: Ring
    quiet: bool


class Line(Shape):
    """One thing that is told: of when, how it is known, who said it."""

    text: Words
    on: Day | Literal[""] = ""
    known: Short = ""
    group: Short = ""
    said_by: Short = ""


class Told(Shape):
    """One answer. `child` is the request's own, so that an answer for another child is taken by nobody; *nothing* names none."""

    format: Literal["information-told/1"] = TOLD
    child: Id | Literal[""] = ""
    number: Annotated[int, Field(ge=1, le=10_000)]
    kind: Kind
    held: Held = ""
    lines: Annotated[list[Line], Field(max_length=MOST_LINES)] = []
    note: Annotated[str, StringConstraints(max_length=4_000)] = ""
    by: Who | None = None
    ring: Ring
    pad: str = ""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.kind == "nothing") != (not self.child):
            raise ValueError("an answer names the child it is for; nothing names none")
        if self.lines and self.kind != "items":
            raise ValueError("lines under an answer that gives none")
        if self.kind != "nothing" and self.by is None:
            raise ValueError("somebody answers by name")
        return self


def write_request(said: Request) -> bytes:
    """As it travels. Raises NotAccepted for what nobody would take."""
    raw = canonical(said.model_dump(mode="json"))
    read_request(raw)
    return raw


def read_request(raw: bytes) -> Request:
    """The request, if it is one. Raises NotAccepted."""
    return read_shape(Request, raw, longest=LONGEST)


def write_told(said: Told) -> bytes:
    """As it travels: as long as the next whole block."""
    bare: dict[str, Any] = said.model_copy(update={"pad": ""}).model_dump(mode="json")
    bare["pad"] = "." * (-len(canonical(bare)) % BLOCK)
    raw = canonical(bare)
    read_told(raw)
    return raw


def read_told(raw: bytes) -> Told:
    """The answer, if it is one. Raises NotAccepted."""
    if len(raw) % BLOCK:
        raise NotAccepted("not-an-answer")
    return read_shape(Told, raw, longest=LONGEST)
