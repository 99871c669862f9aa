"""codes/: national code sets, unchanged, under plain labels; local words on top."""

from typing import Annotated

from pydantic import Field, StringConstraints

from plait.base.packs.schema.common import Code, Headed, MaybeText, Strict, Text


class CodeLabel(Strict):
    """One national code. `label` is plain English, `national_label` the published words when they differ."""

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{1,8}$")]
    label: Text
    national_label: MaybeText = ""
    local_label: MaybeText = ""
    note: MaybeText = ""

    @property
    def shown(self) -> str:
        """The local words if there are any."""
        return self.local_label or self.label


class CodesFile(Headed):
    """One code set. `national_name` is its name in the CIN census."""

    code_set: Code
    title: Text
    national_name: MaybeText = ""
    note: MaybeText = ""
    codes: Annotated[tuple[CodeLabel, ...], Field(min_length=1)]
