"""Who may sign an agreement: two people, one for each side, and nobody for both."""

from collections.abc import Sequence
from dataclasses import dataclass

from plait.base.access.verdict import Verdict, no, yes


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature that stands: by whom, for which side."""

    side: str
    by: str
    agency: str


def may_sign(*, by: str, agency: str, side: str, signed: Sequence[Signed]) -> Verdict:
    """A party's own signatory, once for each side, by different people of different agencies. `side` is "" for an agency
    that is no party, or has left."""
    if not side:
        return no(
            "not-a-party",
            say="Your agency is not a party to this agreement, or has left it.",
            next_step="Ask whoever wrote it to name your agency",
        )
    if any(one.by == by or one.agency == agency for one in signed):
        return no(
            "signed-already",
            say="Your agency has signed. The other side signs next; one agency cannot sign for both.",
            next_step="Ask the other side’s information governance lead to sign",
        )
    if any(one.side == side for one in signed):
        return no(
            "side-signed",
            say="Your side has signed already.",
            next_step="Ask the other side’s information governance lead to sign",
        )
    return yes("signatory-of-a-party")
