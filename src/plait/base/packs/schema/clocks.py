"""clocks/: what must happen within which time, from which event, and how sure we are of it."""

from typing import Annotated, Literal

from pydantic import Field

from plait.base.packs.schema.common import Code, Headed, MaybeText, Strict, TargetField, Text


class ClockRule(Strict):
    """One promise of time. `status`: confirmed in a source we read, local practice, or unverified."""

    code: Code
    label: Text
    start_event: Text
    end_event: MaybeText = ""
    target: TargetField
    owner: Text
    applies_to: Annotated[tuple[Text, ...], Field(min_length=1)]
    status: Literal["confirmed", "local", "unverified"]
    source: Text
    in_force: bool = True
    at_risk_fraction: Annotated[float, Field(ge=0, le=1)] = 0.75
    note: MaybeText = ""


class ClocksFile(Headed):
    """A table of clocks."""

    clocks: Annotated[tuple[ClockRule, ...], Field(min_length=1)]
