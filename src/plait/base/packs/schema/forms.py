"""forms/: what is asked, in which words, and which kind of information each answer is."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from plait.base.access.classes import FieldGroup
from plait.base.packs.schema.common import Code, Headed, MaybeText, Strict, Text

QuestionKind = Literal[
    "text", "long_text", "name", "date", "time", "age", "phone", "email", "postcode", "address",
    "yes_no_unsure", "choice", "choices", "school", "nhs_number",
]  # fmt: skip


class Choice(Strict):
    """One answer to choose."""

    value: Code
    label: Text
    hint: MaybeText = ""


class FormQuestion(Strict):
    """One question. `not_known` offers that answer beside it; `code_set` or `choices` say what may be chosen."""

    key: Code
    section: Code
    label: Text
    hint: MaybeText = ""
    kind: QuestionKind
    group: FieldGroup
    required: bool = False
    not_known: bool = True
    code_set: MaybeText = ""
    choices: tuple[Choice, ...] = ()
    counts: bool = False
    why: MaybeText = ""

    @model_validator(mode="after")
    def _can_be_answered(self) -> Self:
        chosen = self.kind in {"choice", "choices"}
        if chosen and bool(self.code_set) == bool(self.choices):
            raise ValueError("A question to choose from needs either a code_set or choices")
        if not chosen and (self.code_set or self.choices):
            raise ValueError(f"A question of kind {self.kind} has nothing to choose from")
        return self


class Section(Strict):
    """Questions that stand together. `repeats` names what it is asked again for (each child, each adult)."""

    key: Code
    title: Text
    lead: MaybeText = ""
    repeats: Literal["", "child", "adult", "relationship"] = ""


class FormFile(Headed):
    """One form. The file's name is its code."""

    title: Text
    lead: MaybeText = ""
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    questions: Annotated[tuple[FormQuestion, ...], Field(min_length=1)]

    def section(self, key: str) -> tuple[FormQuestion, ...]:
        """The questions of one section, in order."""
        return tuple(question for question in self.questions if question.section == key)

    def question(self, key: str) -> FormQuestion:
        """One question by its key; raises KeyError."""
        return {question.key: question for question in self.questions}[key]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        sections = {section.key for section in self.sections}
        for question in self.questions:
            if question.section not in sections:
                raise ValueError(
                    f"The question “{question.key}” stands in an unknown section “{question.section}”"
                )
        return self
