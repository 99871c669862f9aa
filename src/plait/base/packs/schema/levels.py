"""levels.toml: the area's levels of need, with the indicators that everyone shares."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from plait.base.packs.schema.common import Code, Headed, Strict, Text


class Level(Strict):
    """One level of need. `statutory_basis` names the law on which help at this level stands, or none."""

    n: Annotated[int, Field(ge=1, le=6)]
    label: Text
    means: Text
    statutory_basis: Literal["none", "CA04_10", "CA89_17", "CA89_47"]
    front_door: Text
    agreement_needed: bool


class LevelDomain(Strict):
    """A side of a child's life that indicators are grouped by."""

    code: Code
    label: Text


class AgeBand(Strict):
    """Ages in months, `to_months` not included. Unborn is -9 to 0."""

    code: Code
    label: Text
    from_months: Annotated[int, Field(ge=-9, le=300)]
    to_months: Annotated[int, Field(ge=-9, le=300)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.to_months <= self.from_months:
            raise ValueError("An age band must end after it begins")
        return self


class Indicator(Strict):
    """Something seen or known that speaks for a level. It never decides one. `tells`: where an agency sees it, a family that is
    handed over to another area is said to be known for it: `abuse` domestic abuse, `missing` going missing or being exploited."""

    code: Code
    level: Annotated[int, Field(ge=1, le=6)]
    domain: Code
    ages: Annotated[tuple[Code, ...], Field(min_length=1)]
    text: Text
    tells: Literal["", "abuse", "missing"] = ""


class LevelsFile(Headed):
    """The area's framework, lowest level first."""

    framework: Text
    version: Text
    effective_from: date
    levels: Annotated[tuple[Level, ...], Field(min_length=3, max_length=6)]
    domains: Annotated[tuple[LevelDomain, ...], Field(min_length=1)]
    age_bands: Annotated[tuple[AgeBand, ...], Field(min_length=1)]
    indicators: Annotated[tuple[Indicator, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if [level.n for level in self.levels] != list(range(1, len(self.levels) + 1)):
            raise ValueError("Levels must be numbered 1, 2, 3 and so on, lowest first")
        return self
