"""retention.toml: how long each kind of record is kept, from when, who decides, and on what that rests."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from plait.base.packs.schema.common import Code, Headed, MaybeText, Strict, Text

Trigger = Literal["closed", "written", "born", "last_work"]
Years = Annotated[int, Field(ge=0, le=130)]


class RetentionClass(Strict):
    """One class. `records` names what is in it (`item`, `contact`, `call`, `draft`, …); the first class that names a kind is used
    for it unless an agency chose another. `trigger`: the day from which the period counts."""

    code: Code
    label: Text
    records: tuple[Code, ...] = ()
    trigger: Trigger
    years: Years = 0
    days: Annotated[int, Field(ge=0, le=4_000)] = 0
    owner: Text
    review_survivors: bool = False
    never_in_bulk: bool = False
    source: Text
    status: Literal["confirmed", "local", "unverified"]
    note: MaybeText = ""

    @model_validator(mode="after")
    def _some_time(self) -> Self:
        if not self.years and not self.days:
            raise ValueError("A retention class needs a period of years or days")
        return self


class RetentionFile(Headed):
    """The schedule. `delay_days`: how long a disposal that two people agreed still waits, so that it can be stopped."""

    version: Text
    delay_days: Annotated[int, Field(ge=1, le=90)]
    survivors_note: Text
    classes: Annotated[tuple[RetentionClass, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _once_each(self) -> Self:
        codes = [one.code for one in self.classes]
        if len(set(codes)) != len(codes):
            raise ValueError("A retention class is named twice")
        return self

    def class_of(self, record: str) -> RetentionClass | None:
        """The class in which a kind of record is kept unless somebody chose another."""
        return next((one for one in self.classes if record in one.records), None)

    def named(self, code: str) -> RetentionClass | None:
        """One class by its code."""
        return next((one for one in self.classes if one.code == code), None)
