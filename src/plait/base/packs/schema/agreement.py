"""agreement.toml: how a region asks families, signed. deviations.toml: what an area does otherwise, and why."""

from datetime import date
from string import Formatter
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from plait.base.packs.schema.common import Code, Headed, MaybeText, Strict, Text

PLACES = frozenset(
    {
        "name", "what", "left_out", "yes", "no", "later", "until", "worker", "phone", "hub_name", "privacy_notice",
        "given_on",
    }
)  # fmt: skip
EVENTS = Literal[
    "new_partner", "birthday", "move", "step_up", "step_down", "new_adult", "new_worker", "due", "expired"
]
# What an area may do otherwise than its region: numbers and choices, never the wording or who signed.
MAY_DEVIATE = (
    "ages.ask_competence_from",
    "ages.competent_child_prevails",
    "parents.enough",
    "parents.refusal_stops",
    "terms.lasts_months",
    "terms.review_after_days",
    "terms.lapses_when_closed",
    "authoriser.roles",
    "authoriser.confirm_within_working_days",
)


def _known_places(text: str) -> str:
    try:
        named = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        raise ValueError("The wording has a brace that is not closed") from None
    if unknown := sorted(named - PLACES):
        raise ValueError(
            f"The wording names {{{unknown[0]}}}, which Plait cannot fill; it knows {', '.join(sorted(PLACES))}"
        )
    return text


Wording = Annotated[Text, AfterValidator(_known_places)]


class Signature(Strict):
    """Who signed the process for which body, and when."""

    name: Text
    role: Text
    body: Text
    on: date


class Ages(Strict):
    """Whose answer counts, by age. Sixteen and eighteen are the law's; when competence is asked about is local."""

    ask_competence_from: Annotated[int, Field(ge=8, le=15)]
    own_right_from: Annotated[int, Field(ge=16, le=16)]
    adult_from: Annotated[int, Field(ge=18, le=18)]
    birthdays: Annotated[tuple[Annotated[int, Field(ge=8, le=18)], ...], Field(min_length=1)]
    competent_child_prevails: bool


class Parents(Strict):
    """How many of those with responsibility are enough, and whether one of them can stop it."""

    enough: Literal["one", "all"]
    refusal_stops: bool


class Terms(Strict):
    """How long an agreement stands, and when it is looked at again."""

    lasts_months: Annotated[int, Field(ge=1, le=24)]
    review_after_days: Annotated[int, Field(ge=7, le=365)]
    lapses_when_closed: bool


class Authoriser(Strict):
    """Whose word it takes to go ahead without the family's agreement (codes of roles), and how soon they confirm it."""

    roles: Annotated[tuple[Code, ...], Field(min_length=1)]
    confirm_within_working_days: Annotated[int, Field(ge=1, le=5)]


class Step(Strict):
    """One step of asking, in the order it is done."""

    code: Code
    title: Text
    words: Text


class Labelled(Strict):
    """A choice with its words."""

    code: Code
    label: Text


class ReviewPrompt(Strict):
    """An event after which a standing agreement is looked at again, and the question that is asked."""

    on: EVENTS
    words: Text


class Section(Strict):
    """One part of the sheet that a person is given: a heading and its sentences, one idea each."""

    heading: Text
    lines: Annotated[tuple[Wording, ...], Field(min_length=1)]


class SheetWords(Strict):
    """The sheet in one style."""

    title: Text
    sections: Annotated[tuple[Section, ...], Field(min_length=3)]


class Sheets(Strict):
    """The sheet in plain words and in easy-read words."""

    plain: SheetWords
    easy_read: SheetWords


class PrivacyNotice(Strict):
    """Where a family finds how their information is used."""

    where: Text


class AgreementFile(Headed):
    """The whole process of asking families, signed by those who run it."""

    title: Text
    agreed_on: date
    signed_by: Annotated[tuple[Signature, ...], Field(min_length=1)]
    ages: Ages
    parents: Parents
    terms: Terms
    authoriser: Authoriser
    privacy_notice: PrivacyNotice
    limits_of_confidentiality: Text
    steps: Annotated[tuple[Step, ...], Field(min_length=3)]
    prompts: Annotated[tuple[ReviewPrompt, ...], Field(min_length=1)]
    reasons_without: Annotated[tuple[Labelled, ...], Field(min_length=1)]
    reasons_not_told: Annotated[tuple[Labelled, ...], Field(min_length=1)]
    sheet: Sheets

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if self.agreed_on > self.review_by:
            raise ValueError("The process was agreed after its own review_by")
        if any(one.on > self.review_by for one in self.signed_by):
            raise ValueError("A signature stands after review_by")
        return self


class Deviation(Strict):
    """One thing an area does otherwise than its region: what, why, who agreed, and until when it is looked at again."""

    key: Literal[MAY_DEVIATE]  # type: ignore[valid-type]
    regional: int | bool | str | tuple[str, ...]
    ours: int | bool | str | tuple[str, ...]
    reason: Annotated[Text, Field(min_length=20)]
    agreed_by: Text
    agreed_on: date
    review_by: date


class DeviationsFile(Headed):
    """Everything an area does otherwise than agreement.toml says. An empty list says that it does nothing otherwise."""

    deviations: tuple[Deviation, ...]
    note: MaybeText = ""
