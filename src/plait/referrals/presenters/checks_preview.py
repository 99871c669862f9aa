"""What the hub will see of an answer, before it is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from plait.referrals.forms.checks_sheet import Part

_KINDS = {"observed": "Seen or heard by us", "child": "The child’s own words", "third_party": "Told by someone else",
           "opinion": "Our professional opinion", "record": "From our records"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Preview:
    """What the hub will see of one part, and what stays."""

    names: str
    label: str
    note: str
    shared: list[dict[str, Any]]
    sealed: int
    stays: int


def previews_of(parts: Sequence[Part]) -> list[Preview]:
    """What each part of a valid sheet would show to the hub."""
    found = []
    for part in parts:
        answer = part.answers()[0]
        goes = answer.outcome in ("share", "part")
        leaves = [item for item in answer.items if goes and item.visibility == "shareable"]
        sealed = sum(goes and item.visibility == "sealed" for item in answer.items)
        found.append(
            Preview(
                names=part.names,
                label=part.label,
                note=answer.what_the_hub_reads,
                shared=[
                    {
                        "text": item.text,
                        "kind": _KINDS[item.assertion_kind],
                        "on": item.happened_on,
                        "said": item.happened_said,
                    }
                    for item in leaves
                ],
                sealed=sealed,
                stays=len(answer.items) - len(leaves) - sealed,
            )
        )
    return found
