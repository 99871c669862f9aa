"""Which moves a question to a person may make. Pure; its diagram in docs/reference is drawn from this."""

from plait.base.access.verdict import Verdict, no, yes

MOVES = {
    ("answer", "asked"): "answered",
    ("put off", "asked"): "later",
    ("answer", "later"): "answered",
    ("put off", "later"): "later",
    ("no longer so", "asked"): "ended",
    ("no longer so", "later"): "ended",
}
OWNERS = {
    "asked": "whoever works on the child and sees all of its evidence",
    "later": "the same, from the day it was put off to",
    "answered": "nobody: somebody has said what it means",
    "ended": "nobody: its facts have changed",
}


def may_move(verb: str, *, now: str) -> Verdict:
    """May a question in this state make this move?"""
    if (verb, now) in MOVES:
        return yes(f"prompt-may-{verb.replace(' ', '-')}")
    return no(
        f"prompt-{now}",
        say="Somebody has answered this already, or its facts have changed. Your words were not kept.",
        next_step="Go back and read how it stands now",
    )
