"""An agreement with another area: whom it may bind, and which of that area's words about one are taken in. Pure."""

from dataclasses import dataclass
from typing import Literal

from plait.base.access.verdict import Verdict, no, yes

AREA_KIND = "LA_CSC"  # in a clause another area is whoever answers for children there
RING = "Ring the other area"
MOST_WAITING = 20  # agreements of one area that nobody here has signed or revoked yet


def may_bind(*, areas: int, agencies: int, hubs: bool) -> Verdict:
    """Whom an agreement binds. With another area: that area alone on one side, and on the other the agency that runs the hub,
    since it alone speaks with other areas."""
    if not areas:
        return yes("agencies-of-this-area")
    if areas == 1 and agencies == 1 and hubs:
        return yes("two-areas")
    return no(
        "two-areas-alone",
        say="An agreement with another area has two parties: that area on one side, the agency that runs the hub on the other.",
        next_step="Take the other agencies out, or write an agreement of their own for them",
    )


def may_take_back(*, area: str, ours: bool, signed: bool) -> Verdict:
    """To a draft again: never what another area may have by now, or has written. `area`: its name, "" for none."""
    if not area or (ours and not signed):
        return yes("words-are-ours")
    return no(
        "they-have-it",
        say=f"{area} has these words too, so they cannot be changed here alone.",
        next_step="Revoke it, then write the next version",
    )


def may_revoke(*, area: str, ours: bool, signed: bool) -> Verdict:
    """What another area has never seen is not revoked but taken back: of a revocation it could not be told."""
    if not area or not ours or signed:
        return yes("parties-have-it")
    return no(
        "not-sent-yet",
        say=f"Nobody has signed it, so it has not been sent to {area} yet.",
        next_step="Take it back to a draft, and mend it there",
    )


def may_leave_here(*, revoked: int) -> Verdict:
    """May these words go to another area? A clause that was revoked between agencies here would arrive as if it stood."""
    if not revoked:
        return yes("every-clause-stands")
    return no(
        "clause-revoked",
        say="A clause in it was revoked before, and the other area would read it as if it stood.",
        next_step="Strike that clause from the draft",
    )


def may_be_left(*, area: str) -> Verdict:
    """A party may leave the others; of two areas neither can."""
    if not area:
        return yes("others-stay-bound")
    return no(
        "two-areas-alone",
        say=f"It binds your agency and {area} alone: if one leaves, nothing of it is left.",
        next_step="Revoke it instead",
    )


@dataclass(frozen=True, slots=True)
class Came:
    """A word of another area about an agreement. `known`: it stands here, `theirs` with that very area, in the `same` words and
    not as a draft. `free`: nothing else of this reference and version stands here. `before`: the version it follows;
    `followed` by one that was signed and stands.
    `waiting`: how many of theirs nobody here has signed or revoked."""

    between_us: bool
    known: bool
    theirs: bool
    same: bool
    free: bool
    before: Literal["none", "known", "unknown", "followed"] = "none"
    waiting: int = 0


def may_take_in(came: Came) -> Verdict:
    """Their word counts for an agreement between the two of us, in the words that we have or have not seen yet. Nobody changes in
    silence what was put down."""
    if not came.between_us:
        return no("not-between-us", say="It does not bind this area and theirs.", next_step=RING)
    if came.known:
        if not came.theirs:
            return no("not-theirs", say="That agreement is not with this area.", next_step=RING)
        if not came.same:
            return no("other-words", say="Their words are not those that stand here.", next_step=RING)
        return yes("same-words")
    if not came.free:
        return no(
            "reference-taken", say="Another agreement has that reference and version here.", next_step=RING
        )
    if came.before == "unknown":
        return no("follows-nothing", say="The version it follows is not here.", next_step=RING)
    if came.before == "followed":
        return no("followed-already", say="Another version follows that one already.", next_step=RING)
    if came.waiting >= MOST_WAITING:
        return no("too-many", say="Too many of their agreements wait here already.", next_step=RING)
    return yes("new-words")
