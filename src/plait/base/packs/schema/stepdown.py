"""stepdown.toml: when help gets less, what must be said, which steps are barred here, and when somebody asks again."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from plait.base.packs.schema.common import Code, Headed, Strict, Text

AGAIN = "again_"
Basis = Literal["none", "CA04_10", "CA89_17", "CA89_47"]


class Bar(Strict):
    """No direct step from help that stands on one law to help that stands on another. `manager_may`: with a reason, a manager
    of the hub may step all the same."""

    from_basis: Basis
    to_basis: Basis
    say: Text
    instead: Text
    manager_may: bool = False


class Look(Strict):
    """One promise to look again after a step down: the visit that both make, a review, *still all right?*. `joint`: whoever
    hands over comes with the new lead. `waits`: it is answered only once its time is near, since it asks how things are then.
    The last of them is the end of the watch."""

    code: Code
    clock: Code
    label: Text
    ask: Text
    joint: bool = False
    waits: bool = False


class Decline(Strict):
    """A reason for which a team declines to take a family over."""

    code: Code
    label: Text


class StepDownFile(Headed):
    """How this area steps help down.

    `asked_from`: whoever was helped at a level that stands on one of these laws is not closed unasked. `not_asked_after`:
    outcomes after which it is not asked, because somebody else holds the family. `explains`: the gateways of which one is
    explained to the family, before partners may be asked again. `answered_for_months`: for so long after it a new concern
    about the child is shown with the step down. `again`: the look that a manager asks for where it does not hold, each time under
    a code of its own (`again_1`, `again_2`); its clock says in how many months, unless the manager does. None: a release from
    before there was one, which asks in the words of its last look.
    """

    version: Text
    asked_from: Annotated[tuple[Basis, ...], Field(min_length=1)]
    not_asked_after: tuple[Code, ...] = ()
    accept_clock: Code
    risk_clock: Code
    looks: Annotated[tuple[Look, ...], Field(min_length=2)]
    again: Look | None = None
    bars: tuple[Bar, ...] = ()
    declines: Annotated[tuple[Decline, ...], Field(min_length=1)]
    explains: Annotated[tuple[Code, ...], Field(min_length=1)]
    explain_words: Text
    answered_for_months: Annotated[int, Field(ge=1, le=60)]
    late_after: Annotated[tuple[Annotated[int, Field(ge=1, le=30)], ...], Field(min_length=2, max_length=2)]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        steps = [(bar.from_basis, bar.to_basis) for bar in self.bars]
        if len(set(steps)) != len(steps):
            raise ValueError("The same step is barred twice")
        if any(one == other for one, other in steps):
            raise ValueError("A bar must name two different laws")
        if len({look.code for look in self.looks}) != len(self.looks):
            raise ValueError("Two promises to look again have the same code")
        if not self.looks[-1].waits:
            raise ValueError("The last promise to look again ends the watch, so it waits for its time")
        if any(look.code in ("accept", "risk") or look.code.startswith("again") for look in self.looks):
            raise ValueError(
                "A promise to look again is not called accept, risk or again: these have a meaning of their own"
            )
        if self.again and (self.again.code != "again" or not self.again.waits or self.again.joint):
            raise ValueError("The look that a manager asks for is called again, and waits for its time")
        if self.late_after[0] >= self.late_after[1]:
            raise ValueError(
                "The deputies are told before the managers: give two numbers of working days that grow"
            )
        return self

    def barred(self, from_basis: str, to_basis: str) -> Bar | None:
        """What stands in the way of this step here, if anything does."""
        found = (bar for bar in self.bars if (bar.from_basis, bar.to_basis) == (from_basis, to_basis))
        return next(found, None)

    def look(self, code: str) -> Look | None:
        """One promise to look again, by its code."""
        if code.startswith(AGAIN):
            return self.again or self.looks[-1]
        return next((look for look in self.looks if look.code == code), None)

    def codes(self, again: int) -> tuple[str, ...]:
        """The codes of all that is promised, with so many looks that a manager asked for."""
        return (*(look.code for look in self.looks), *(f"{AGAIN}{n}" for n in range(1, again + 1)))
