"""What the messages of every app are made of: ids, codes, days and moments as they travel, and how one is read."""

from datetime import date, datetime
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, ValidationError

from plait.base.federation.wire.refusals import NotAccepted
from plait.base.keys import NotCanonical, read_canonical

M = TypeVar("M", bound=BaseModel)


def _a_day(said: str) -> str:
    date.fromisoformat(said)
    return said


def _a_moment(said: str) -> str:
    datetime.fromisoformat(said)
    return said


Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$")]
Day = Annotated[str, StringConstraints(pattern=r"^[12]\d{3}-[01]\d-[0-3]\d$"), AfterValidator(_a_day)]
Moment = Annotated[
    str, StringConstraints(pattern=r"^[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"), AfterValidator(_a_moment)
]


class Shape(BaseModel):
    """Frozen, and strict about what it knows; what a newer sender says besides it keeps."""

    model_config = ConfigDict(extra="allow", frozen=True, strict=True)


def read_shape(kind: type[M], raw: bytes, *, longest: int) -> M:
    """What was said, if it is that. Raises NotAccepted."""
    if len(raw) > longest:
        raise NotAccepted("too-long")
    try:
        if b"\\u0000" in raw:  # no database keeps it
            raise NotAccepted("not-what-it-says")
        return kind.model_validate(read_canonical(raw))
    except (NotCanonical, ValidationError, RecursionError):
        raise NotAccepted("not-what-it-says") from None
