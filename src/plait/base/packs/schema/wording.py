"""Words that Plait fills in for those who helped: which places they may have. None of them is a child's."""

from string import Formatter
from typing import Annotated

from pydantic import AfterValidator

from plait.base.packs.schema.common import Text

# Feedback holds no child's name: it is read on the page of the concern, and a notice of it may be printed.
PLACES = frozenset({"reference", "hub_name", "hub_phone", "decided_on", "edt_phone"})


def filled_by_known_places(text: str) -> str:
    """The words themselves. Raises ValueError for a place that Plait cannot fill."""
    try:
        named = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        raise ValueError("The wording has a brace that is not closed") from None
    unknown = sorted(named - PLACES)
    if unknown:
        raise ValueError(
            f"The wording names {{{unknown[0]}}}, which Plait cannot fill; it knows {', '.join(sorted(PLACES))}"
        )
    return text


Wording = Annotated[Text, AfterValidator(filled_by_known_places)]
