"""synonyms.toml: words of worried people that mean what an indicator says in other words."""

from typing import Annotated

from pydantic import Field

from plait.base.packs.schema.common import Headed, Strict, Text


class SaidAlike(Strict):
    """Words, or a few words together, that find each other's indicators."""

    words: Annotated[tuple[Text, ...], Field(min_length=2)]


class SynonymsFile(Headed):
    """Everything that is said alike, in groups. A word may stand in several."""

    version: Text
    groups: tuple[SaidAlike, ...]
