"""examples/: worked examples beside the rules. The suite and the lint run every one."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, NaiveDatetime

from plait.base.packs.schema.common import Code, Headed, MaybeText, Strict, Text
from plait.base.packs.schema.escalation import About, Scope, Urgency
from plait.base.packs.schema.outcomes import Recipient


class ClockExample(Strict):
    """Begun at that local moment, that clock is due at that local moment."""

    of: Literal["clock"]
    story: Text
    clock: Code
    start: NaiveDatetime
    due: NaiveDatetime
    beyond_calendar: bool = False


class RatingExample(Strict):
    """Rated so at that local moment, that is due then."""

    of: Literal["rating"]
    story: Text
    rating: Code
    what: Literal["decision", "partner_return", "accept"]
    start: NaiveDatetime
    due: NaiveDatetime


class LevelExample(Strict):
    """An indicator speaks for that level, which stands on that law."""

    of: Literal["level"]
    story: Text
    indicator: Code
    level: int
    statutory_basis: Text


class OutcomeExample(Strict):
    """What a recipient reads, and whether anything may stand before the decision."""

    of: Literal["outcome"]
    story: Text
    outcome: Code
    recipient: Recipient
    says: Text
    never_blocked: bool


class GatewayExample(Strict):
    """From that kind of agency to that one on that day: these gateways are open, those are not. Of the open ones these are
    duties of the holder (`must`), and these need the family's agreement (`agreement`)."""

    of: Literal["gateway"]
    story: Text
    holder: Code
    recipient: Code
    on: date
    holder_under_contract: bool | None = None
    recipient_under_contract: bool | None = None
    open: tuple[Code, ...] = ()
    shut: tuple[Code, ...] = ()
    must: tuple[Code, ...] = ()
    agreement: tuple[Code, ...] = ()


class SearchExample(Strict):
    """A worried person's words find the indicator with this text, where the area has it."""

    of: Literal["search"]
    story: Text
    said: Text
    finds: Text


class EscalationExample(Strict):
    """A dispute of that kind and urgency, at the stage with that number (from 1) since that local moment: these roles own it
    on the two sides, and the other side's answer is due then."""

    of: Literal["escalation"]
    story: Text
    scope: Scope
    about: About
    urgency: Urgency
    stage: Annotated[int, Field(ge=1, le=8)]
    ours: Code
    theirs: Code
    start: NaiveDatetime
    due: NaiveDatetime


class StepDownExample(Strict):
    """From that level of need to that one: open, or barred in those words; and whether a manager may step all the same."""

    of: Literal["stepdown"]
    story: Text
    from_level: int
    to_level: int
    open: bool
    says: Text = "-"
    manager_may: bool = False


class DiscoveryExample(Strict):
    """Another area has asked so often by now: is its next question answered, or by nothing?"""

    of: Literal["discovery"]
    story: Text
    in_an_hour: Annotated[int, Field(ge=0, le=10_000)]
    in_a_day: Annotated[int, Field(ge=0, le=10_000)]
    in_one_name: Annotated[int, Field(ge=0, le=10_000)]
    answered: bool


class ExampleFact(Strict):
    """One fact of a made-up child, so many days ago."""

    kind: Code
    days_ago: Annotated[int, Field(ge=0, le=6_600)]
    ref: Text
    code: MaybeText = ""
    agency: MaybeText = ""
    who: MaybeText = ""
    number: int = 0
    words: MaybeText = ""
    sealed_for: MaybeText = ""


class PromptExample(Strict):
    """From these facts that rule asks (with this evidence), or does not."""

    of: Literal["prompt"]
    story: Text
    rule: Code
    facts: tuple[ExampleFact, ...] = ()
    asks: bool
    evidence: tuple[Text, ...] = ()


Example = Annotated[
    ClockExample
    | RatingExample
    | LevelExample
    | OutcomeExample
    | GatewayExample
    | EscalationExample
    | StepDownExample
    | SearchExample
    | PromptExample
    | DiscoveryExample,
    Field(discriminator="of"),
]


class ExamplesFile(Headed):
    """A file of examples."""

    examples: Annotated[tuple[Example, ...], Field(min_length=1)]
