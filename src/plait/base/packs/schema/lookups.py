"""lookups.toml: from when on a look-up is a question, kind by kind, and how soon it is answered."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from plait.base.packs.schema.common import Headed, MaybeText, Strict, Text

Kind = Literal[
    "own_family", "colleague", "high_interest", "many_people", "many_searches", "repeat", "ended", "closed", "leaving",
    "hours",
]  # fmt: skip
KINDS: tuple[Kind, ...] = (
    "own_family", "colleague", "high_interest", "many_people", "many_searches", "repeat", "ended", "closed", "leaving",
    "hours",
)  # fmt: skip
Count = Annotated[int, Field(ge=1, le=10_000)]
Days = Annotated[int, Field(ge=1, le=400)]


class LookupKind(Strict):
    """One kind of question about a look-up: its words, and whether this area asks it."""

    code: Kind
    label: Text
    asks: bool = True
    note: MaybeText = ""


class LookupsFile(Headed):
    """The numbers behind the questions. Nothing here is a score: each number says only from when on somebody is asked.

    `window_days`: how far back a pattern reaches, and for how long one question stands for the same people. `tries`: from
    which refused try on a high-interest record everybody who tried is asked. `occasions`: how often the same record is
    opened without any work on it. `times_usual` and `least_*`: how far beyond what is usual for the role.
    """

    version: Text
    kinds: Annotated[tuple[LookupKind, ...], Field(min_length=1)]
    window_days: Days
    tries: Count
    occasions: Count
    minutes_between_occasions: Count
    tries_after_end: Count
    days_after_closing: Days
    times_usual: Annotated[float, Field(ge=1, le=100)]
    least_people_in_a_day: Count
    least_people_in_window: Count
    least_searches_in_a_day: Count
    days_before_leaving: Days
    rare_hour_share: Annotated[float, Field(ge=0, le=0.2)]
    least_looks_to_know_hours: Count
    least_looks_at_a_rare_hour: Count
    sweep_every_minutes: Annotated[int, Field(ge=1, le=1440)]
    high_interest_longest_days: Days

    @model_validator(mode="after")
    def _every_kind(self) -> Self:
        if len({kind.code for kind in self.kinds}) != len(self.kinds):
            raise ValueError("A kind of look-up is named twice")
        missing = [code for code in KINDS if code not in {kind.code for kind in self.kinds}]
        if missing:
            raise ValueError(f"The kind “{missing[0]}” is missing; say asks = false to leave it out")
        return self

    def label(self, code: str) -> str:
        """What the kind is called on screen."""
        return next((kind.label for kind in self.kinds if kind.code == code), code)

    def asked(self) -> frozenset[str]:
        """The kinds this area asks about."""
        return frozenset(kind.code for kind in self.kinds if kind.asks)
