"""Which moves a contact, a referral and a partner check may make. The diagrams in docs/reference are drawn from this."""

from dataclasses import dataclass

from plait.base.access.verdict import Verdict, no, yes


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed move, in the verb a practitioner would use."""

    verb: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Life:
    """The table of allowed moves of one kind of record, and who owns it in each state."""

    name: str
    first: str
    moves: tuple[Move, ...]
    owners: dict[str, str]

    def may(self, verb: str, *, now: str) -> Verdict:
        """May the record, in state `now`, make this move?"""
        if any(move.verb == verb and move.start == now for move in self.moves):
            return yes(f"{self.name}-may-{verb}")
        return no(
            f"{self.name}-is-{now}",
            say=f"This {self.name} is “{now.replace('_', ' ')}” now, so this cannot be done any more.",
            next_step="Look at what has happened since, then decide again",
        )

    def after(self, verb: str, *, now: str) -> str:
        """The state after the move; raises Refused when the table does not allow it."""
        self.may(verb, now=now).insist()
        return next(move.end for move in self.moves if move.verb == verb and move.start == now)

    def states(self) -> list[str]:
        """Every state, in the order the table names them."""
        seen = [self.first]
        for move in self.moves:
            seen += [state for state in (move.start, move.end) if state not in seen]
        return seen


CONTACT = Life(
    name="concern",
    first="received",
    moves=(
        Move("rate", "received", "rated"),
        Move("rate", "rated", "rated"),
        Move("rate", "accepted", "accepted"),
        Move("rate", "with_worker", "with_worker"),
        Move("accept", "received", "accepted"),
        Move("accept", "rated", "accepted"),
        Move("answer", "received", "answered"),
        Move("answer", "rated", "answered"),
        Move("pass on", "received", "with_worker"),
        Move("pass on", "rated", "with_worker"),
        # The team has not accepted it: it is the hub's again, in the state it was passed on in.
        Move("take back", "with_worker", "rated"),
        Move("take back unrated", "with_worker", "received"),
        # The team that accepted it says what it did: until then it owes it.
        Move("say what was done", "with_worker", "answered"),
        # Protection first: whatever became of it, a child can be protected straight from the concern.
        Move("protect", "received", "accepted"),
        Move("protect", "rated", "accepted"),
        Move("protect", "with_worker", "accepted"),
        Move("protect", "answered", "accepted"),
    ),
    owners={
        "received": "the hub",
        "rated": "the hub",
        "accepted": "the hub, through the referral",
        "answered": "nobody: it was answered",
        "with_worker": "the allocated worker's team; the hub until they accept",
    },
)

REFERRAL = Life(
    name="referral",
    first="open",
    moves=(
        Move("decide", "open", "decided"),
        Move("decide", "decided", "decided"),
        Move("decide", "with_lead", "with_lead"),
        Move("accept lead", "decided", "with_lead"),
        Move("accept lead", "with_lead", "with_lead"),
        Move("close", "open", "closed"),
        Move("close", "decided", "closed"),
        Move("close", "with_lead", "closed"),
        Move("reopen", "closed", "open"),
        # The team that the last decision asked is asked anew: nobody leads until it has accepted.
        Move("reopen and ask", "closed", "decided"),
    ),
    owners={
        "open": "the hub",
        "decided": "the hub until the next team accepts",
        "with_lead": "the accepting lead",
        "closed": "nobody: it is closed",
    },
)

CHECK = Life(
    name="check",
    first="asked",
    moves=(
        Move("open", "asked", "opened"),
        Move("open", "opened", "opened"),
        Move("open", "answered", "answered"),
        Move("answer", "asked", "answered"),
        Move("answer", "opened", "answered"),
        Move("answer", "answered", "answered"),
        Move("ask again", "answered", "asked"),
        Move("withdraw", "asked", "withdrawn"),
        Move("withdraw", "opened", "withdrawn"),
    ),
    owners={
        "asked": "the agency that was asked",
        "opened": "the agency that was asked",
        "answered": "the hub",
        "withdrawn": "nobody: it was withdrawn",
    },
)

LIVES = (CONTACT, REFERRAL, CHECK)
