"""words.toml: the area's own words on screen."""

from typing import Annotated

from pydantic import Field

from plait.base.packs.schema.common import Code, Headed, Text


class WordsFile(Headed):
    """Words by key. A layer that replaces this file must keep every key of the one it replaces."""

    words: Annotated[dict[Code, Text], Field(min_length=1)]
