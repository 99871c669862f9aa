"""The answer to "may they?": with its reason, what the screen may say, what the audit keeps, and a way on."""

from dataclasses import dataclass

NOTHING_BY_THIS_ROUTE = (
    "Nothing can be given by this route. This is not a “no”, and it does not mean that nothing is known. "
    "If you are worried about a child, ring the hub."
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Allowed or not, and why.

    `reason` is a stable code; `say` is what the person may read; `next_step` is the way on that every refusal offers.
    `hides` marks a refusal that must be the same bytes as "there is no such record".
    """

    allowed: bool
    reason: str
    say: str = ""
    next_step: str = ""
    hides: bool = False

    def insist(self, *, about: str = "") -> "Verdict":
        """Itself when allowed; raises Refused otherwise. `about` names the record for the audit of the refusal."""
        if not self.allowed:
            raise Refused(self, about=about)
        return self

    def __bool__(self) -> bool:
        return self.allowed


def yes(reason: str) -> Verdict:
    """Allowed, because of `reason`."""
    return Verdict(True, reason)


def no(reason: str, *, say: str, next_step: str) -> Verdict:
    """Refused, in words that the person may read, with a way on."""
    return Verdict(False, reason, say, next_step)


def hidden(reason: str) -> Verdict:
    """Refused in the words that are true of a restricted record and of none at all."""
    return Verdict(False, reason, NOTHING_BY_THIS_ROUTE, "Ring the hub", hides=True)


class Refused(Exception):
    """A rule said no. Carries the Verdict; the door or the deed records it in a transaction of its own."""

    def __init__(self, verdict: Verdict, *, about: str = "") -> None:
        super().__init__(verdict.reason)
        self.verdict = verdict
        self.about = about
