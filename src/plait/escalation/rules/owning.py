"""Who owns a stage, on each side: whoever may is found, and never nobody. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from plait.base.access.verdict import Verdict, hidden, no, yes

Side = Literal["ours", "theirs"]
ARBITRATOR = "arbitrator"  # whom the partnership named: the owner when nobody else can be one

UNHEEDED = "did-not-answer"  # why it passed to whoever is next: asked so often, they did not heed it


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody, or a team, that could own a stage, with all that may stand in the way. `begins`: the stage is the talk of
    those who disagree, so that whoever decided is just the right one."""

    ref: str  # practitioner:<id>, team:<id> or arbitrator
    why: Literal["role", "deputy", "team", "arbitrator"]
    role: str = ""
    begins: bool = False
    gone: bool = False  # left, suspended, agency ended; of a team: nobody is in it
    away: bool = False  # on leave; of a team: everybody is
    decided: bool = False
    disagrees: bool = False
    conflicted: bool = False
    absent: bool = False  # the record is not there for them: restricted
    answered_below: bool = False  # they answered, or owed the answer, at a stage below; of a team: everybody


def may_own(one: Candidate, side: Side) -> Verdict:
    """Nobody answers who has left or is away, who knows the family, for whom the record is not there, who decided it
    themselves (but for the first talk), who answered at a stage below, or who asks."""
    if one.ref == ARBITRATOR:
        return yes("arbitrator")
    if one.gone:
        return no("has-left", say="They have left.", next_step="The next deputy")
    if one.away:
        return no("is-away", say="They are away.", next_step="The next deputy")
    if one.conflicted:
        return hidden("declared-conflict")
    if one.absent:
        return hidden("restricted")
    if one.decided and not (one.begins and side == "theirs"):
        return no("decided-it", say="They decided what is disputed.", next_step="The next deputy")
    if one.answered_below and side == "theirs":
        return no(
            "answered-below",
            say="They answered it at a stage below.",
            next_step="Somebody who has not, or the arbitrator",
        )
    if one.disagrees and side == "theirs":
        return no("asks-it", say="They are the one who disagrees.", next_step="The next deputy")
    return yes(one.why)


def who_owns(candidates: Iterable[Candidate], side: Side) -> Candidate:
    """The first who may; where nobody may, the arbitrator of the partnership, by name and number. Never nobody."""
    for one in candidates:
        if may_own(one, side):
            return one
    return Candidate(ARBITRATOR, "arbitrator", role=ARBITRATOR)


def who_is_next(candidates: Iterable[Candidate], side: Side, *, passed: Collection[str]) -> Candidate | None:
    """Who is asked after those who did not heed it (`passed`): the first other one who may own it and has an account or a team.
    None where nobody is left: then whoever owns it now goes on owning it, rather than a name that no letter reaches."""
    for one in candidates:
        if one.ref != ARBITRATOR and one.ref not in passed and may_own(one, side):
            return one
    return None
