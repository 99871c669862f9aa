"""Lending what no package holds, and reading what is lent to us. Pure."""

from plait.base.access.verdict import Verdict, hidden, no, yes
from plait.handover.life import ACCEPTED, CONFERENCE, QUERIED, TRIAGE

TAKEN_IN = (TRIAGE, QUERIED, CONFERENCE, ACCEPTED)  # somebody there has looked at the package, by name
LEAST = 10


def may_lend_on(status: str, *, there: bool, reader: str) -> Verdict:
    """Only once somebody there has taken the package in; about somebody in it; to one reader by name."""
    if status not in TAKEN_IN:
        return no(
            "not-taken-in",
            say="Nobody in the other area has taken the package in yet, so there is nobody to lend it to.",
            next_step="Ring them",
        )
    if not there:
        return no(
            "not-in-it",
            say="That is about nobody in this package.",
            next_step="Choose one of what is offered",
        )
    if len(reader.strip()) < 3:
        return no("no-reader", say="Say who there may read it, by name.", next_step="Write their name")
    return yes("may-lend")


def same_name(one: str, other: str) -> bool:
    """Two names as people write them."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def may_read_lent(*, opens: bool, named: bool, duty: bool) -> Verdict:
    """Whoever may open the handover and was named by the area that lends, or is on the emergency duty team."""
    if opens and (named or duty):
        return yes("named" if named else "duty")
    return hidden("not-named")


def may_look(because: str) -> Verdict:
    """Each look has its reason, which both areas keep."""
    if len(because.strip()) < LEAST:
        return no("needs-reason", say="Say why you must read it.", next_step="Write at least ten letters")
    return yes("reason-given")
