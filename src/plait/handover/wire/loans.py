"""`shp-lent/1`: which loan belongs to which handover, and who may read it there. Of what is lent it says nothing."""

from typing import Final, Literal

from pydantic import ValidationError

from plait.base.federation.wire.refusals import NotAccepted
from plait.base.federation.wire.shapes import Id, Moment, Shape
from plait.base.keys import NotCanonical, canonical, read_canonical
from plait.handover.wire.package import Name, Ref, Worker

LENT_FOR: Final = "shp-lent/1"
LONGEST = 16 * 1024


class LentFor(Shape):
    """A loan: on which package, about whom in it, for whom by name, and who lends it."""

    format: Literal["shp-lent/1"] = LENT_FOR
    package: Id
    lease: Id
    what: Literal["item", "where"]
    about: Ref
    reader: Name
    made: Moment
    worker: Worker


def write_lent(said: LentFor) -> bytes:
    """As it travels."""
    return canonical(said.model_dump(mode="json"))


def read_lent(raw: bytes) -> LentFor:
    """The word, if it is one. Raises NotAccepted."""
    try:
        if len(raw) > LONGEST or b"\\u0000" in raw:
            raise NotAccepted("not-what-it-says")
        return LentFor.model_validate(read_canonical(raw))
    except (NotCanonical, ValidationError, RecursionError):
        raise NotAccepted("not-what-it-says") from None
