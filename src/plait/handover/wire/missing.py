"""A missing family, as it travels: who, what to do if they are seen, whom to ring, until when. Never a place or a reason.

Later words have higher numbers: *safe and seen by*, or *ended*. Whoever got them says, signed, that nothing of it is left.
"""

import unicodedata
from datetime import date
from typing import Annotated, Final, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from plait.base.federation.wire.refusals import NotAccepted
from plait.base.keys import NotCanonical, canonical, read_canonical

MISSING: Final = "family-missing/1"
DISPOSED: Final = "family-missing-disposed/1"
PART: Final = "missing.json"
LONGEST, MOST = 16 * 1024, 12
S = TypeVar("S", bound="Shape")


def _plain(said: str) -> str:
    if any(unicodedata.category(one) in ("Cc", "Cf", "Cs", "Co") for one in said):
        raise ValueError("no plain text")
    return said


def _a_day(said: str) -> str:
    date.fromisoformat(said)
    return said


Day = Annotated[str, StringConstraints(pattern=r"^[12]\d{3}-[01]\d-[0-3]\d$"), AfterValidator(_a_day)]
Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Phone = Annotated[str, StringConstraints(pattern=r"^[0-9+() ]{3,30}$")]
Year = Annotated[int, Field(ge=1900, le=2200)]
Reference = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9-]{3,12}$")]
Words120 = Annotated[str, StringConstraints(max_length=120), AfterValidator(_plain)]
Words300 = Annotated[str, StringConstraints(min_length=3, max_length=300), AfterValidator(_plain)]


class Shape(BaseModel):
    """Frozen and strict; what a newer sender says besides is passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)


class Person(Shape):
    """Somebody of the family, by what it takes to know them and no more."""

    forename: Words120 = ""
    surname: Words120 = ""
    born: Year | None = None

    @property
    def name(self) -> str:
        """As a reader calls them."""
        return " ".join(filter(None, (self.forename, self.surname))) or "Name not known"


class Ring(Shape):
    """Whom to ring, by day and at any other time."""

    who: Words120
    phone: Phone
    at_night: Words120 = ""
    at_night_phone: Phone


class Said(Shape):
    """One word on an alert: its number there, and who is missing, or how it ended."""

    alert: Id
    number: Annotated[int, Field(ge=1, le=1_000_000)]
    says: Literal["missing", "found", "ended"]
    reference: Reference
    ring: Ring
    ends_on: Day
    people: Annotated[list[Person], Field(max_length=MOST)] = []
    if_seen: Annotated[list[Words300], Field(max_length=6)] = []
    seen_by: Words120 = ""  # the role of whoever saw them safe
    seen_on: Day | Literal[""] = ""


class Gone(Shape):
    """Nothing of the alert is left in this area."""

    alert: Id
    on: Day


def written(said: Said | Gone) -> bytes:
    """As it travels; read back once, so that nothing leaves that nobody would take."""
    raw = canonical(said.model_dump())
    read_said(raw) if isinstance(said, Said) else read_gone(raw)
    return raw


def read_said(raw: bytes) -> Said:
    """The word, if it is one: names with *missing*, none with its end. Raises NotAccepted."""
    said = _read(Said, raw)
    named = any(one.forename or one.surname for one in said.people)
    if named != (said.says == "missing") or (said.says == "found") != bool(said.seen_by and said.seen_on):
        raise NotAccepted("not-an-alert")
    return said


def read_gone(raw: bytes) -> Gone:
    """Their word that it is gone. Raises NotAccepted."""
    return _read(Gone, raw)


def _read(kind: type[S], raw: bytes) -> S:
    if len(raw) > LONGEST:
        raise NotAccepted("too-long")
    try:
        return kind.model_validate(read_canonical(raw))
    except (NotCanonical, ValidationError, RecursionError):
        raise NotAccepted("not-an-alert") from None
