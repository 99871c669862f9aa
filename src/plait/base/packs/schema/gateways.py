"""gateways/: the powers and duties under which information may or must be shared, and what to record."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from plait.base.packs.schema.common import Code, Headed, MaybeText, Strict, Text

ANYBODY = "ANY"
# What a gateway asks of the one who holds the information, whatever its kind says of the one who receives.
ForHolder = Literal["must", "must_if_asked", "may", "on_balance"]


class Gateway(Strict):
    """One legal gateway. `effective_from` is editable; `verified` says whether a person checked it against the law.

    `under_contract_types` are inside it only where they deliver services for a listed body under contract, as a fact of
    the agency. `for_holder` says what it asks of the holder where that does not follow from `kind`; `unless` is its
    exception; `reasons` (of advice.toml) are the only ones for which it is offered (none: every reason).
    """

    code: Code
    title: Text
    statute: Text
    kind: Literal["duty", "power", "definition", "limit"]
    effective_from: date
    effective_to: date | None = None
    applies_to_agency_types: Annotated[tuple[Code, ...], Field(min_length=1)]
    recipient_types: tuple[Code, ...]
    not_recipient_types: tuple[Code, ...] = ()
    under_contract_types: tuple[Code, ...] = ()
    for_holder: ForHolder | None = None
    unless: MaybeText = ""
    reasons: tuple[Code, ...] = ()
    consent_required: Literal["no", "agreement", "yes"]
    for_case_sharing: bool = True
    record_fields: tuple[Text, ...] = ()
    help_text: Text
    source: Text
    source_url: Annotated[str, StringConstraints(pattern=r"^(https?://\S{3,300})?$")] = ""
    verified: bool
    verified_on: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.effective_to is not None and self.effective_to < self.effective_from:
            raise ValueError("effective_to lies before effective_from")
        if self.verified and self.verified_on is None:
            raise ValueError("A gateway marked as verified needs the day it was verified on")
        if self.for_case_sharing and not self.recipient_types:
            raise ValueError("A gateway for sharing about a child must say who may receive")
        return self

    @property
    def asks_of_holder(self) -> ForHolder:
        """Must the holder share, must they once asked, may they, or may they where one interest outweighs the other?"""
        usual: dict[str, ForHolder] = {"duty": "must", "power": "may"}
        return self.for_holder or usual.get(self.kind, "on_balance")

    def in_force(self, on: date) -> bool:
        """Is it in force on that day?"""
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)


class GatewaysFile(Headed):
    """A table of gateways."""

    gateways: Annotated[tuple[Gateway, ...], Field(min_length=1)]
    note: MaybeText = ""
