"""A message that arrives: taken in once, however often it comes.

An inbox knows a message by its sender, its id and the digest of its very bytes. The same again is answered as the first time; the
same id with other bytes is taken from nobody: both areas are alarmed.
"""

from dataclasses import dataclass
from typing import Literal

from plait.base.access.verdict import Verdict, no, yes

Arrival = Literal["take", "again", "conflict"]


@dataclass(frozen=True, slots=True)
class Held:
    """What the inbox keeps of one that came before."""

    digest: str
    state: Literal["received", "refused"] = "received"
    why: str = ""


def arrival(held: Held | None, *, digest: str) -> Arrival:
    """What to do with an authentic message of this id and digest."""
    if held is None:
        return "take"
    return "again" if held.digest == digest else "conflict"


TrustState = Literal["proposed", "trusted", "suspended", "ended"]


def is_believed(state: TrustState) -> bool:
    """Is anything that this area signs believed now? Asked for every request: trust that was ended is ended for the next."""
    return state == "trusted"


def may_confirm(*, proposed_by: str, by: str, agreement: str) -> Verdict:
    """Keys are pinned by two people, with the agreement they rest on."""
    if not agreement.strip():
        return no(
            "no-agreement",
            say="Say on which agreement between the two areas this rests.",
            next_step="Add its reference",
        )
    if proposed_by == by:
        return no(
            "same-person",
            say="A second person confirms another area’s keys, and you proposed these.",
            next_step="Ask a colleague who may confirm them to ring the other area and compare fingerprints",
        )
    return yes("second-person")
