"""An agreement between two areas as it travels: all of it with each word about it, so that the first to arrive puts it down.

Nobody's ids are in it: a clause names kinds of agency, every party, or an area by its code. What is signed is the SHA-256 of its
canonical bytes, the same on both sides.
"""

import hashlib
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from plait.base.federation.wire.shapes import Code, Day, Id, Moment, Shape, read_shape
from plait.base.keys import canonical

FORMAT: Final = "sharing-agreement/1"
LONGEST, MOST_CLAUSES, MOST_NAMES = 256 * 1024, 200, 60


Area = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
Party = Annotated[
    str, StringConstraints(pattern=r"^(area:[a-z0-9][a-z0-9-]{0,39}|[A-Za-z0-9][A-Za-z0-9_-]{0,39})$")
]
Name = Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=r"\S")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=2_000, pattern=r"\S")]
Codes = Annotated[list[Code], Field(max_length=MOST_NAMES)]
Parties = Annotated[list[Party], Field(max_length=MOST_NAMES)]


class Whole(BaseModel):
    """What is signed is understood to the last word: nothing else may stand in it."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class If(Whole):
    """A condition by its name, with its number."""

    name: Code
    number: Annotated[int, Field(ge=0, le=600)] = 0


class Term(Whole):
    """One clause."""

    number: Annotated[int, Field(ge=1, le=10_000)]
    kind: Literal["permit", "prohibit"]
    holders: Parties
    recipients: Parties
    field_groups: Codes
    purposes: Codes
    gateways: Codes
    lawful_basis: Annotated[str, StringConstraints(max_length=120)]
    agreement_rule: Literal["no", "service", "consent"]
    begins: Day | Literal[""]
    ends: Day | Literal[""]
    conditions: Annotated[list[If], Field(max_length=20)]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.begins and self.ends and self.ends < self.begins:
            raise ValueError("it ends before it begins")
        for names in (self.holders, self.recipients, self.field_groups, self.purposes, self.gateways):
            if names != sorted(set(names)):
                raise ValueError("names stand once each, in their order, so that one meaning has one digest")
        return self


class Text(Whole):
    """The words that both sides sign."""

    id: Id
    reference: Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"\S")]
    version: Annotated[int, Field(ge=1, le=10_000)]
    title: Name
    summary: Words
    text: Annotated[str, StringConstraints(max_length=20_000)]
    dpia: Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"\S")]
    starts: Day
    ends: Day | Literal[""]
    first: Area
    second: Area
    clauses: Annotated[list[Term], Field(min_length=1, max_length=MOST_CLAUSES)]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.ends and self.ends < self.starts:
            raise ValueError("it ends before it starts")
        if len({one.number for one in self.clauses}) != len(self.clauses):
            raise ValueError("two clauses of one number")
        return self


class Who(Shape):
    """Whoever signed or revoked there."""

    name: Name
    job: Annotated[str, StringConstraints(max_length=120)] = ""
    agency: Annotated[str, StringConstraints(max_length=120)] = ""


class Word(Shape):
    """Signed for their side, or revoked: the whole of it, or one clause by its number."""

    format: Literal["sharing-agreement/1"] = FORMAT
    agreement: Text
    follows: Id | Literal[""] = ""  # the newest version before it that its reader has
    says: Literal["signed", "revoked"]
    clause: Annotated[int, Field(ge=0, le=10_000)] = 0
    because: Annotated[str, StringConstraints(max_length=2_000)] = ""
    by: Who
    made: Moment

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.says == "signed" and self.clause:
            raise ValueError("a clause is not signed alone")
        if self.says == "revoked" and not self.because.strip():
            raise ValueError("whoever revokes says why")
        if self.agreement.version == 1 and self.follows:
            raise ValueError("a first version follows none")
        return self


def signed_bytes(terms: Mapping[str, Any]) -> bytes:
    """The very bytes that are signed."""
    return canonical(dict(terms))


def digest_of_terms(terms: Mapping[str, Any]) -> str:
    """Their SHA-256 in hex."""
    return hashlib.sha256(signed_bytes(terms)).hexdigest()


def terms_of(text: Text) -> dict[str, Any]:
    """What came, as it is signed."""
    return text.model_dump(mode="json")


def write_word(said: Word) -> bytes:
    """As it travels. Raises NotAccepted for what nobody would take."""
    raw = canonical(said.model_dump(mode="json"))
    read_word(raw)
    return raw


def read_word(raw: bytes) -> Word:
    """The word, if it is one. Raises NotAccepted."""
    return read_shape(Word, raw, longest=LONGEST)
