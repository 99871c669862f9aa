"""alert.toml: a family is missing: who signs, what is told, how often somebody looks again, when it ends by itself."""

from typing import Annotated, Literal

from pydantic import Field

from plait.base.packs.schema.common import Code, Headed, Phone, Text

Born = Literal["year", "none"]


class AlertFile(Headed):
    """How this area sends word of a missing family, and how it looks again at a move that somebody noted.

    `signed_by`: the roles of which one signs, other than whoever raised it. `born`: what is told of when they were born.
    `if_seen`: what whoever sees them does, and does not; each is one sentence on its own line. `powers`: the gateways it may
    rest on, the first the usual one. `unit_name`, `unit_phone`: whom to ring where no alert may go out.
    """

    version: Text
    signed_by: Annotated[tuple[Code, ...], Field(min_length=1)]
    recheck_days: Annotated[int, Field(ge=1, le=31)]
    lasts_days: Annotated[int, Field(ge=7, le=366)]
    dispose_days: Annotated[int, Field(ge=1, le=31)]
    suspected_days: Annotated[int, Field(ge=1, le=92)]
    kept_days: Annotated[int, Field(ge=31, le=3660)]
    born: Born
    powers: Annotated[tuple[Code, ...], Field(min_length=1)]
    unit_name: Text
    unit_phone: Phone
    if_seen: Annotated[tuple[Annotated[Text, Field(max_length=300)], ...], Field(min_length=1, max_length=6)]
