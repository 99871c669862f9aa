"""outcomes.toml: what may be decided, what it asks for, and what everyone who helped is told."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from plait.base.packs.schema.closing import CLOSING_UNSAID, Closing
from plait.base.packs.schema.common import Code, Headed, MaybeText, Strict, Text
from plait.base.packs.schema.wording import PLACES, Wording

Recipient = Literal["referrer", "contributor", "contributor_nothing", "public"]


class Wordings(Strict):
    """What each kind of recipient is told. Each is needed: nobody who helped is left without an answer. `cited`: said after
    it to an agency on whose answer the decision rests, what its information helped to see."""

    referrer: Wording
    contributor: Wording
    contributor_nothing: Wording
    public: Wording
    cited: MaybeText = ""


class National(Strict):
    """How the outcome is counted nationally (CIN census and the standard safeguarding dataset)."""

    referral_nfa: bool
    contact_outcome: Literal["NFA", "information_and_advice", "early_help_referral", "cin_referral"]
    referral_outcome: Literal["NFA", "advice", "step_down_early_help", "assessment", "strategy_s47", "other"]


class Reason(Strict):
    """A reason that must be chosen with an outcome."""

    code: Code
    label: Text


class Outcome(Strict):
    """One decision. `never_blocked`: no check, override or second person may stand before it.

    `needs_basis`: the lowest level of need that fits is the first one with that statutory basis. `accepting_*` say who must
    accept the child. `starts` names the clocks that begin with it.
    """

    code: Code
    label: Text
    means: Text
    order: Annotated[int, Field(ge=1, le=99)]
    never_blocked: bool = False
    closes: bool = False
    needs_basis: Literal["none", "CA04_10", "CA89_17", "CA89_47"] = "none"
    accepting_agency: MaybeText = ""
    accepting_team: Literal["", "hub", "safeguarding", "casework", "edt"] = ""
    reasons: tuple[Reason, ...] = ()
    starts: tuple[Code, ...] = ()
    wording: Wordings
    national: National

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if bool(self.accepting_agency) != bool(self.accepting_team):
            raise ValueError("accepting_agency and accepting_team belong together")
        if self.closes and self.accepting_team:
            raise ValueError("An outcome that closes cannot also hand on to a team")
        return self

    def tell(self, recipient: Recipient, **places: str) -> str:
        """The words for that recipient with the given places filled; a place not given stays empty."""
        text: str = getattr(self.wording, recipient)
        return text.format_map({name: places.get(name, "") for name in PLACES})


class OutcomesFile(Headed):
    """Everything that may be decided, in the order it is offered; and what those who helped hear when the work ends."""

    outcomes: Annotated[tuple[Outcome, ...], Field(min_length=2)]
    closing: Closing = CLOSING_UNSAID
