"""ratings.toml: how urgent a concern is, in the area's own scheme, and what that promises."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from plait.base.packs.schema.common import Code, Headed, MaybeText, Strict, TargetField, Text

Minutes = Annotated[int, Field(ge=1, le=20_000)]


class Rating(Strict):
    """One rating of urgency. Shown as word and icon, never as colour alone. `order` 1 is the most urgent.

    Not opened within `open_within_minutes`: the hub is told to ring; `deputy_after_minutes` later, the deputy.
    """

    code: Code
    label: Text
    means: Text
    icon: Literal["bell", "triangle", "circle", "square", "diamond"]
    colour: Literal["red", "orange", "yellow", "green", "turquoise", "blue", "grey"]
    order: Annotated[int, Field(ge=1, le=9)]
    decision_target: TargetField
    partner_return_target: TargetField
    accept_target: TargetField
    open_within_minutes: Minutes | None = None
    deputy_after_minutes: Minutes | None = None
    runs_out_of_hours: bool
    mandatory_partners: tuple[Code, ...]
    note: MaybeText = ""

    @model_validator(mode="after")
    def _sound(self) -> Self:
        targets = (self.decision_target, self.partner_return_target, self.accept_target)
        if self.runs_out_of_hours and any(target.kind == "working_hours" for target in targets):
            raise ValueError("A rating that runs out of hours cannot be counted in working hours")
        if (self.open_within_minutes is None) != (self.deputy_after_minutes is None):
            raise ValueError("open_within_minutes and deputy_after_minutes belong together")
        if len(set(self.mandatory_partners)) != len(self.mandatory_partners):
            raise ValueError("A mandatory partner is named twice")
        return self


class RatingsFile(Headed):
    """The area's scheme, most urgent first."""

    scheme: Text
    version: Text
    ratings: Annotated[tuple[Rating, ...], Field(min_length=2, max_length=9)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        orders = [rating.order for rating in self.ratings]
        if orders != sorted(set(orders)):
            raise ValueError("Ratings must be listed with their order rising, most urgent first")
        return self
