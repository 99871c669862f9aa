"""What nobody does by hand: it was agreed before, by two, and runs when its time has come."""

from plait.base.access.verdict import Verdict, no, yes
from plait.base.audit.actor import Actor


def by_itself(by: Actor) -> Verdict:
    """Disposal is done by Plait's own processes alone."""
    if by.kind == "process":
        return yes("by-itself")
    return no(
        "not-by-a-person", say="Disposal runs by itself.", next_step="Propose it, and wait out the delay"
    )
