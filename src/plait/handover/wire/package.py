"""`shp/1`: what one area says to another when it hands a family over. Pure shapes; the bytes of `core.json` are the truth.

What a newer sender of the same version says besides is kept as it came. What a reader cannot do without is named in `must`.
"""

from typing import Annotated, Final, Literal, Self, TypeVar, get_args

from pydantic import (
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from plait.base.federation.wire.refusals import NotAccepted
from plait.base.federation.wire.shapes import Code, Day, Id, Moment, Shape
from plait.base.keys import NotCanonical, canonical, read_canonical
from plait.handover.wire.items import CODES

FORMAT: Final = "shp/1"  # the package
ADDED: Final = "shp-added/1"  # a supplement or a correction
WORD: Final = "shp-word/1"  # what a side says on it: accepted for triage, queried, …
PART = "core.json"
LEGS: Final = "shp-leg/1"  # what each service passed on to its like (wire/legs)
UNDERSTOOD = frozenset({FORMAT, ADDED, WORD, LEGS})
LONGEST = 1 << 20  # of what is kept as one: longer things travel as parts of their own
MOST_CHILDREN, MOST_ADULTS, MOST_ROWS = 20, 40, 500


Ref = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,19}$")]
Short = Annotated[str, StringConstraints(max_length=300)]
Long = Annotated[str, StringConstraints(max_length=20_000)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=160)]


class Row(Shape):
    """One thing that is said: about which child (none: about all), what, in words; with the shared code beside the words where
    there is one, so that a reader shows its own word for it and the sender's."""

    about: Ref | Literal[""] = ""
    label: Short = ""
    text: Long = ""
    on: Day | Literal[""] = ""
    system: Short = ""
    code: Short = ""
    known: Short = ""  # how it is known: seen ourselves, told by somebody, an opinion

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.text.strip() or self.label.strip()):
            raise ValueError("a row that says nothing")
        return self


class Item(Shape):
    """One item of the minimum: there, or not and why not."""

    code: Code
    why_not: Code | Literal[""] = ""
    rows: Annotated[list[Row], Field(max_length=MOST_ROWS)] = []

    @model_validator(mode="after")
    def _there_or_why_not(self) -> Self:
        if bool(self.rows) == bool(self.why_not):
            raise ValueError("an item is there, or says why not")
        return self


YesNo = Literal["yes", "no", "not_known"]


class Tie(Shape):
    """What an adult is to one child of the package."""

    of: Ref
    relation: Short = ""
    responsibility: YesNo = "not_known"
    lives_with: YesNo = "not_known"


class Someone(Shape):
    """A child or adult, so far as it may be said. What an adult is to the children: to each by itself (`ties`); without ties what
    is said is said of them all. A sender who knows of ties says besides only what is the same for all."""

    ref: Ref
    forename: Short = ""
    surname: Short = ""
    other_names: Short = ""
    born_on: Day | Literal[""] = ""
    expected_on: Day | Literal[""] = ""  # of an unborn child
    age_said: Short = ""
    sex: Short = ""
    ethnicity: Short = ""
    disability: Short = ""
    language: Short = ""
    nhs_number: Short = ""
    upn: Short = ""
    address_line: Short = ""
    town: Short = ""
    postcode: Short = ""
    school: Short = ""
    protected: bool = False  # where they are must not be learnt: whoever takes this in hides them too
    relation: Short = ""
    responsibility: YesNo = "not_known"
    lives_with: YesNo = "not_known"
    ties: Annotated[list[Tie], Field(max_length=MOST_CHILDREN)] = []

    @property
    def name(self) -> str:
        """As a reader calls them."""
        return " ".join(part for part in (self.forename, self.surname) if part) or "Name not known"


class Worker(Shape):
    """Whom to ring about it."""

    name: Name
    job: Short = ""
    phone: Short = ""


class Side(Shape):
    """One of the two areas."""

    code: Code
    name: Name
    authority_number: Short = ""


class Core(Shape):
    """The whole package."""

    format: Literal["shp/1"]
    package: Id
    reference: Short = ""  # what its sender calls it on the telephone
    type: Literal["transfer_request", "move_notification"]
    sender: Side
    receiver: Side
    made: Moment
    answer_by: Moment | Literal[""] = ""
    basis: Code
    temporary: bool = False
    purpose: Long
    gateway: Short = ""
    decision: Short = ""
    must: list[Short] = []
    worker: Worker
    children: Annotated[list[Someone], Field(min_length=1, max_length=MOST_CHILDREN)]
    adults: Annotated[list[Someone], Field(max_length=MOST_ADULTS)] = []
    items: list[Item]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        refs = [one.ref for one in (*self.children, *self.adults)]
        if len(set(refs)) != len(refs):
            raise ValueError("two people with one name on the wire")
        for one in self.adults:
            if len({tie.of for tie in one.ties}) != len(one.ties):
                raise ValueError("two ties to one child")
        codes = [one.code for one in self.items]
        if len(set(codes)) != len(codes):
            raise ValueError("an item is said twice")
        if missing := set(CODES) - set(codes):
            raise ValueError(f"not a word of {', '.join(sorted(missing))}")
        return self

    def item(self, code: str) -> Item | None:
        """One item of it."""
        return next((one for one in self.items if one.code == code), None)


class Added(Shape):
    """What is added to a package afterwards, or put right in it. `answers` is the number of a question."""

    format: Literal["shp-added/1"]
    package: Id
    supplement: Id
    type: Literal["supplement", "correction"]
    answers: Annotated[int, Field(ge=1, le=10_000)] | None = None
    made: Moment
    decision: Short = ""
    must: list[Short] = []
    worker: Worker
    items: Annotated[list[Item], Field(min_length=1)]


ASK_CUSTODIAN = "ask the custodian"
VERBS = (
    "accept for triage",
    "query",
    "decline",
    "set conference",
    "accept responsibility",
    "give back",
    "take back",
    ASK_CUSTODIAN,
)


class Word(Shape):
    """One word on a package: what was done, by whom, with what reason. Numbered by whoever says it, so that a late one changes
    nothing that a newer one said. `ask the custodian` says whom to ring (`worker`) and nothing besides, and is never too late."""

    format: Literal["shp-word/1"]
    package: Id
    reference: Short = ""  # what whoever says it calls the handover on the telephone
    number: Annotated[int, Field(ge=1, le=10_000)]
    verb: Short
    code: Short = ""
    reason: Short = ""  # what that code is called where it was chosen
    words: Long = ""
    day: Day | Literal[""] = ""
    made: Moment
    must: list[Short] = []
    worker: Worker


S = TypeVar("S", bound=Shape)


def written(said: Shape) -> bytes:
    """Its canonical bytes; what a newer version said besides goes out as it came."""
    return canonical(said.model_dump(mode="json"))


def read(kind: type[S], raw: bytes, *, understood: frozenset[str] = UNDERSTOOD) -> S:
    """What the bytes say. Raises NotAccepted: `newer-version`, `not-understood`, `not-a-handover`."""
    try:
        if len(raw) > LONGEST:
            raise NotAccepted("too-large")
        if b"\\u0000" in raw:  # no database keeps it
            raise NotAccepted("not-a-handover")
        said = read_canonical(raw)
        if not isinstance(said, dict):
            raise NotAccepted("not-a-handover")
        (known,) = get_args(kind.model_fields["format"].annotation)
        _version(said.get("format"), known)
        must = said.get("must", [])
        if not isinstance(must, list) or any(not isinstance(one, str) for one in must):
            raise NotAccepted("not-a-handover")
        if set(must) - understood:
            raise NotAccepted("not-understood")
        return kind.model_validate(said)
    except (NotCanonical, ValidationError, RecursionError):
        raise NotAccepted("not-a-handover") from None


def package_named(raw: bytes) -> str | None:
    """Of which package these bytes say that they are; None where they say none. Raises NotAccepted for what cannot be read."""
    try:
        said = read_canonical(raw)
    except (NotCanonical, RecursionError):
        raise NotAccepted("not-a-handover") from None
    found = said.get("package") if isinstance(said, dict) else None
    return found if isinstance(found, str) else None


def _version(said: object, known: str) -> None:
    if said == known:
        return
    name, _, number = str(said).partition("/")
    ours, _, version = known.partition("/")
    if name == ours and number.isdigit() and int(number) > int(version):
        raise NotAccepted("newer-version")
    raise NotAccepted("not-a-handover")
