"""purposes.toml: what information may be shared for, in plain labels, so that an agreement can speak of it by a code."""

from typing import Annotated

from pydantic import Field, StringConstraints

from plait.base.access.classes import FieldGroup
from plait.base.packs.schema.common import Code, Headed, Strict, Text

# Protection first (design 1): a pack words these, and never decides that they may be held up.
PROTECTING = frozenset({"protection", "strategy", "section_47"})


class Purpose(Strict):
    """One purpose. `groups` are the kinds of information that bear on it unless somebody says otherwise; `dpv` names
    the nearest purpose of the Data Privacy Vocabulary and is empty where none fits."""

    code: Code
    label: Text
    means: Text
    dpv: Annotated[str, StringConstraints(pattern=r"^(dpv:[A-Z][A-Za-z]{2,60})?$")] = ""
    groups: Annotated[tuple[FieldGroup, ...], Field(min_length=1)]

    @property
    def protects(self) -> bool:
        """Is it one that nothing in Plait may hold up?"""
        return self.code in PROTECTING


class PurposesFile(Headed):
    """Every purpose, in the order it is offered."""

    purposes: Annotated[tuple[Purpose, ...], Field(min_length=1)]
