"""What every pack file shares."""

import re
from collections.abc import Mapping
from datetime import date, time
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints

from plait.base.clock import ClockRefused, Target

# Control characters, and those that turn the reading direction: words of a pack read as they are written.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def _plain(text: str) -> str:
    if CONTROL.search(text):
        raise ValueError("Text holds a character that cannot be shown")
    return text


Text = Annotated[
    str, StringConstraints(min_length=1, max_length=4_000, strip_whitespace=True), AfterValidator(_plain)
]
MaybeText = Annotated[str, StringConstraints(max_length=4_000, strip_whitespace=True), AfterValidator(_plain)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$")]
Phone = Annotated[str, StringConstraints(pattern=r"^\d[\d ]{1,17}\d$")]
Outcode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,2}[0-9][0-9A-Z]?$")]


def _target(words: object) -> object:
    """`{working_days = 1}` or `{school_days = 1, by = 08:30:00}` as a Target; ClockRefused says what is wrong."""
    if not isinstance(words, Mapping):
        raise ClockRefused("A target is written like { working_days = 1 }")
    amounts = {kind: amount for kind, amount in words.items() if kind != "by"}
    by = words.get("by")
    if by is not None and not isinstance(by, str):
        raise ClockRefused("The time of day of a target is written like 08:30:00")
    return Target.of(amounts, by=time.fromisoformat(by) if by is not None else None)


TargetField = Annotated[Target, BeforeValidator(_target)]


class Strict(BaseModel):
    """A part of a pack: frozen, and nothing in it that is not named here."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Headed(Strict):
    """A whole file: where its content comes from, who owns it, when it is looked at again and on what it rests."""

    source: Text
    owner: Text
    review_by: date
    evidence: Text
    licence: MaybeText = ""


class PackHeader(Strict):
    """`pack.toml`: which layer this is and what it stands on."""

    code: Annotated[str, StringConstraints(pattern=r"^(england|(regions|areas)/[a-z0-9-]{1,40})$")]
    name: Text
    version: Text
    owner: Text
    review_by: date
    extends: (
        Annotated[str, StringConstraints(pattern=r"^(england|(regions|areas)/[a-z0-9-]{1,40})$")] | None
    ) = None
    fictional: bool = False
    about: MaybeText = ""
