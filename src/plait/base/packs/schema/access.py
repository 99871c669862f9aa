"""access.toml: what a record is opened for, what a claim opens, and how emergency access is used and looked at afterwards."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from plait.base.packs.schema.common import Code, Headed, Strict, Text


class OpeningPurpose(Strict):
    """One thing that a record may be opened for. `default_for` names the involvements for which it is taken until the
    reader says another."""

    code: Code
    label: Text
    default_for: tuple[Code, ...] = ()


class ClaimRules(Strict):
    """*I work with this child*. `opens_for` are roles whose claim opens at once where it names a record and fits exactly one
    person; every other claim is a question."""

    hours: Annotated[int, Field(ge=1, le=72)] = 24
    opens_for: tuple[Code, ...] = ()
    lasts_months: Annotated[int, Field(ge=1, le=24)] = 6
    most_a_day: Annotated[int, Field(ge=1, le=100)] = 6


class EmergencyReason(Strict):
    """A reason that must be chosen."""

    code: Code
    label: Text


class EmergencyRules(Strict):
    """`unreviewed`: with so many uses that nobody has looked at, the next is refused, except for the `exempt` roles on
    duty. `opens_restricted_for`: roles for whom it opens a restricted record too; its custodians hear at once."""

    minutes: Annotated[int, Field(ge=5, le=240)] = 60
    least_words: Annotated[int, Field(ge=10, le=200)] = 20
    unreviewed: Annotated[int, Field(ge=1, le=20)] = 3
    exempt: tuple[Code, ...] = ("duty_worker",)
    opens_restricted_for: tuple[Code, ...] = ("duty_worker",)
    reasons: Annotated[tuple[EmergencyReason, ...], Field(min_length=1)]


class AccessFile(Headed):
    """How a record is opened in this area."""

    purposes: Annotated[tuple[OpeningPurpose, ...], Field(min_length=1)]
    claims: ClaimRules
    emergency: EmergencyRules

    @model_validator(mode="after")
    def _one_default_each(self) -> Self:
        kinds = [kind for one in self.purposes for kind in one.default_for]
        if twice := sorted({kind for kind in kinds if kinds.count(kind) > 1}):
            raise ValueError(f"Two purposes are the default for {twice[0]}")
        return self

    def purpose(self, code: str) -> OpeningPurpose | None:
        """A purpose by its code."""
        return next((one for one in self.purposes if one.code == code), None)

    def default_purpose(self, kinds: frozenset[str]) -> OpeningPurpose:
        """What is taken for whoever is involved in these ways, until they say another: the pack's order decides."""
        for one in self.purposes:
            if kinds & frozenset(one.default_for):
                return one
        return self.purposes[0]


# For a release made before packs held this file.
ACCESS_UNSAID = AccessFile(
    source="Plait’s own, where a pack says nothing",
    owner="Whoever maintains Plait",
    review_by=date(2027, 3, 31),
    evidence="A release of before these rules",
    purposes=(OpeningPurpose(code="work", label="Work on this child’s concern or plan"),),
    claims=ClaimRules(),
    emergency=EmergencyRules(reasons=(EmergencyReason(code="danger", label="A child is in danger now"),)),
)
