"""handover.toml: a family moves here: by when somebody looks, from when the conference is counted, why one may decline."""

from typing import Annotated, Literal

from pydantic import Field

from plait.base.packs.schema.common import Code, Headed, Strict, Text

Starts = Literal["papers", "triage"]


class Declining(Strict):
    """A reason for which this area declines to take a family over."""

    code: Code
    label: Text


class HandoverFile(Headed):
    """How this area takes families over.

    `conference_from`: the working days to the conference count from the day on which the written information came (`papers`), or
    from the day on which somebody accepted it for triage (`triage`). Procedures differ, so it is shown with the clock.
    `first_word_clock` counts from when our package is there, `question_clock` from a question of either area; a release that
    is older than these clocks has neither, and nobody is prompted by it.
    `powers`: the gateways under which a family may be handed over, the first the usual one.
    """

    version: Text
    triage_clock: Code
    conference_clock: Code
    first_word_clock: Code = "handover_first_word"
    question_clock: Code = "handover_question"
    conference_from: Starts
    conference_words: Text
    declines: Annotated[tuple[Declining, ...], Field(min_length=1)]
    powers: Annotated[tuple[Code, ...], Field(min_length=1)]
