"""area.toml: the hub, its hours and numbers, its postcodes, and whom to ring when Plait is down."""

from datetime import time
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from plait.base.packs.schema.common import Headed, MaybeText, Outcode, Phone, Strict, Text


class WorkingHours(Strict):
    """Local times between which working hours count; weekdays with Monday as 0."""

    opens: time
    closes: time
    weekdays: Annotated[tuple[Annotated[int, Field(ge=0, le=6)], ...], Field(min_length=1, max_length=7)] = (
        0,
        1,
        2,
        3,
        4,
    )

    @model_validator(mode="after")
    def _open_before_close(self) -> Self:
        if self.closes <= self.opens:
            raise ValueError("Working hours must open before they close")
        return self


class TreeBranch(Strict):
    """One line of the phone tree or duty list: whom to ring, in this order."""

    name: Text
    role: Text
    phone: Phone
    out_of_hours: Phone
    then: MaybeText = ""


class AreaFile(Headed):
    """What is true of the area as a whole."""

    name: Text
    hub_name: Text
    hub_phone: Phone
    hub_address: MaybeText = ""
    edt_name: Text
    edt_phone: Phone
    police_name: MaybeText = ""  # the force of this area, as other areas may ring it
    police_phone: Phone | Literal[""] = ""
    authority_name: Text
    authority_number: Annotated[str, StringConstraints(pattern=r"^\d{3}$")]
    emergency_text: Text
    out_of_hours_text: Text
    working_hours: WorkingHours
    school_pickup_by: time
    outcodes: Annotated[tuple[Outcode, ...], Field(min_length=1)]
    phone_tree: Annotated[tuple[TreeBranch, ...], Field(min_length=1)]
    duty_list: Annotated[tuple[TreeBranch, ...], Field(min_length=1)]
