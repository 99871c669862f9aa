"""escalation.toml: how a disagreement climbs, who answers at each stage on both sides, and by when."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from plait.base.packs.schema.common import Code, Headed, MaybeText, Strict, Text

About = Literal["decision", "silence", "delay", "plan", "need", "role"]
ABOUT: tuple[About, ...] = ("decision", "silence", "delay", "plan", "need", "role")
Scope = Literal["inside", "between", "areas"]
SCOPES: tuple[Scope, ...] = ("inside", "between", "areas")
Urgency = Literal["danger", "harm", "soon", "usual"]
URGENCIES: tuple[Urgency, ...] = ("danger", "harm", "soon", "usual")
# Who begins: whoever disagrees, and on the other side whoever decided or was silent.
BEGINS = "practitioner"
ARBITRATOR = "arbitrator"


class ByUrgency(Strict):
    """The clock for each urgency, by its code in clocks/. Where a child is in danger now nothing waits for a ladder: it is
    recorded, and counted by the clock for harm."""

    harm: Code
    soon: Code
    usual: Code

    def of(self, urgency: str) -> str:
        """The clock that counts for this urgency."""
        found: dict[str, str] = {"soon": self.soon, "usual": self.usual}
        return found.get(urgency, self.harm)


class LadderRole(Strict):
    """Who may answer, by the name the area gives the role. Each agency says who that is there."""

    code: Code
    label: Text
    means: Text


class Stage(Strict):
    """One step: who owns it on the side that disagrees (`ours`) and on the other (`theirs`), who comes next where that person
    cannot, and how long each urgency allows. `tells_partnership`: the partnership hears that this stage was reached."""

    code: Code
    name: Text
    does: Text
    formal: bool = False
    ours: Code
    theirs: Code
    ours_deputies: tuple[Code, ...] = ()
    theirs_deputies: tuple[Code, ...] = ()
    clocks: ByUrgency
    tells_partnership: bool = False

    def owners(self, side: str) -> tuple[str, ...]:
        """Roles on that side, the first asked first."""
        return (self.ours, *self.ours_deputies) if side == "ours" else (self.theirs, *self.theirs_deputies)


class Ladder(Strict):
    """The stages for one kind of dispute. `about` empty: everything that no other ladder of this scope names."""

    code: Code
    label: Text
    scope: Scope
    about: tuple[About, ...] = ()
    note: MaybeText = ""
    stages: Annotated[tuple[Stage, ...], Field(min_length=2, max_length=8)]

    @model_validator(mode="after")
    def _each_stage_once(self) -> Self:
        if len({stage.code for stage in self.stages}) != len(self.stages):
            raise ValueError("Two stages of one ladder have the same code")
        return self

    def next_after(self, code: str) -> Stage | None:
        """The stage above; None at the top."""
        codes = [stage.code for stage in self.stages]
        place = codes.index(code) + 1
        return self.stages[place] if place < len(codes) else None

    def stage(self, code: str) -> Stage:
        """One stage by its code."""
        return next(stage for stage in self.stages if stage.code == code)


class Arbitrator(Strict):
    """Whom the partnership named for what nobody below could settle. Always there: a name, and a number (empty: the hub's)."""

    title: Text
    phone: MaybeText = ""


class EscalationFile(Headed):
    """Every ladder of the area, and the times of a challenge, of a reply and of asking what it did for the child. `unheeded`:
    after so many prompts whoever owes an answer passes it on to whoever is next (older releases say no number)."""

    version: Text
    arbitrator: Arbitrator
    roles: Annotated[tuple[LadderRole, ...], Field(min_length=1)]
    ladders: Annotated[tuple[Ladder, ...], Field(min_length=1)]
    challenge: ByUrgency
    reply: Code
    child_outcome: Code
    unheeded: Annotated[int, Field(ge=1, le=50)] = 4
    learning: Annotated[tuple[Text, ...], Field(min_length=1)]

    def ladder_for(self, scope: str, about: str) -> Ladder | None:
        """The ladder that names what is disputed, else the one for everything."""
        fits = [one for one in self.ladders if one.scope == scope]
        named = [one for one in fits if about in one.about]
        return next(iter([*named, *[one for one in fits if not one.about]]), None)

    def ladder(self, code: str) -> Ladder | None:
        """A ladder by its code."""
        return next((one for one in self.ladders if one.code == code), None)

    def role_label(self, code: str) -> str:
        """What the role is called on screen."""
        return next((one.label for one in self.roles if one.code == code), code)
