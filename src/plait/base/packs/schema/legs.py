"""legs.toml: what each service passes on to its like over the border when a family moves, and by when."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from plait.base.packs.schema.common import Code, Headed, MaybeText, Strict, Text

When = Literal["always", "age", "unborn", "abuse", "asked"]


class LegKind(Strict):
    """One service passes its own on to its like over there.

    `when`: for every family, for a child of that age, for one who is not born yet, where domestic abuse is known, or only when
    somebody says that it is needed. `bases`: it is needed with these as well, whatever `when` says. `by_voice`: said from person
    to person, never sent. `tells`: which kinds of agency hear of it. `sender_words` and `taker_words` say to each side what it
    does.
    """

    code: Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,29}$")]
    label: Annotated[str, Field(max_length=120)]
    passes: Annotated[str, Field(max_length=300)]
    when: When
    from_age: Annotated[int, Field(ge=0, le=25)] = 0
    to_age: Annotated[int, Field(ge=0, le=25)] = 25
    bases: tuple[Code, ...] = ()
    each_child: bool = False
    temporary: bool = True  # in a stay for a time only as well
    before_arrival: bool = False
    by_voice: bool = False
    clock: Code
    tells: tuple[Code, ...] = ()
    sender_words: MaybeText = ""
    taker_words: MaybeText = ""

    @model_validator(mode="after")
    def _ages_in_order(self) -> Self:
        if self.from_age > self.to_age:
            raise ValueError("`from_age` is after `to_age`")
        return self


class LegsFile(Headed):
    """Every passing-on that this area knows, in the order in which it is read: what cannot wait first."""

    version: Text
    intro: Text
    legs: Annotated[tuple[LegKind, ...], Field(min_length=1, max_length=30)]

    def kind(self, code: str) -> LegKind | None:
        """One of them."""
        return next((one for one in self.legs if one.code == code), None)
