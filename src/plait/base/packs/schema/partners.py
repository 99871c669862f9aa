"""partners.toml: kinds of agency, why each may have a reason to know, and what it is asked unless somebody says otherwise."""

from typing import Annotated

from pydantic import Field

from plait.base.access.classes import FieldGroup
from plait.base.packs.schema.common import Code, Headed, MaybeText, Strict, Text


class Question(Strict):
    """A question put to a partner, with the kind of information that the answer holds. `text_when_hidden` is asked instead
    where the whereabouts are protected, so that no question speaks of an address which the partner is not given."""

    key: Code
    text: Text
    text_when_hidden: MaybeText = ""
    group: FieldGroup


class Partner(Strict):
    """A kind of agency. `groups` are wider names under which a gateway may speak of it (`NHS`, `LA`). `after_closing`: what it
    goes on seeing by its own work, said to it when the work with a family ends."""

    kind: Code
    label: Text
    groups: tuple[Code, ...] = ()
    askable: bool = True
    reason_to_know: MaybeText = ""
    questions: tuple[Question, ...] = ()
    fields_sent: tuple[FieldGroup, ...] = ()
    gateway: MaybeText = ""
    after_closing: MaybeText = ""
    period_months: Annotated[int, Field(ge=0, le=240)] = 24

    def asks(self, *, hidden: bool) -> tuple[str, ...]:
        """Its questions in words; `hidden`: somebody's whereabouts are protected."""
        return tuple((one.text_when_hidden if hidden else "") or one.text for one in self.questions)

    def is_called(self) -> frozenset[str]:
        """Its kind and every wider name."""
        return frozenset({self.kind, *self.groups})


class PartnersFile(Headed):
    """Every kind of agency that a gateway, a rating or a person may speak of."""

    partners: Annotated[tuple[Partner, ...], Field(min_length=1)]
