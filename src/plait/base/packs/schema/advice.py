"""advice.toml: what "Can I share this?" says: what bears on which purpose, limits, prompts, and in whose words."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from plait.base.access.classes import FieldGroup
from plait.base.packs.schema.common import Code, Headed, Strict, Text

Outcome = Literal["share", "part", "withhold", "ask_first"]


class ItemKind(Strict):
    """A kind of information, in a practitioner's words. `leads_to`: it can lead somebody to a victim, or tell who spoke.
    `confidence`: given in confidence to somebody who treats or advises."""

    code: Code
    label: Text
    hint: Text
    group: FieldGroup
    leads_to: bool = False
    confidence: bool = False


class Reason(Strict):
    """A reason to share as a practitioner would say it, the purpose that it falls under, and which kinds of information
    bear on it; kinds that it does not name are held back."""

    code: Code
    label: Text
    purpose: Code
    share: tuple[Code, ...] = ()
    part: tuple[Code, ...] = ()
    ask_first: tuple[Code, ...] = ()

    def about(self, kind: str) -> Outcome:
        """What this reason alone says of a kind of information."""
        if kind in self.share:
            return "share"
        if kind in self.part:
            return "part"
        return "ask_first" if kind in self.ask_first else "withhold"


class Limit(Strict):
    """A limit that holds beside every gateway. `holders` and `recipients`: kinds of agency, `ANY` for everybody."""

    code: Code
    title: Text
    text: Text
    holders: Annotated[tuple[Code, ...], Field(min_length=1)]
    recipients: Annotated[tuple[Code, ...], Field(min_length=1)] = ("ANY",)
    source: Text
    source_url: Annotated[str, StringConstraints(pattern=r"^(https?://\S{3,300})?$")] = ""
    verified: bool


class Rule(Strict):
    """One of the golden rules of information sharing, as a short prompt in our own words."""

    n: Annotated[int, Field(ge=1, le=9)]
    text: Text
    here: Text


class AdviceFile(Headed):
    """Everything that the helper says and the law of the gateways does not."""

    words: Text
    detriment: Text
    adult_victim: Text
    items: Annotated[tuple[ItemKind, ...], Field(min_length=1)]
    reasons: Annotated[tuple[Reason, ...], Field(min_length=1)]
    limits: Annotated[tuple[Limit, ...], Field(min_length=1)]
    golden_rules: Annotated[tuple[Rule, ...], Field(min_length=7, max_length=7)]
