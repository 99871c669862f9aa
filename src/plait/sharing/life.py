"""Which moves an agreement may make. Pure."""

from plait.base.access.verdict import Verdict, no, yes

MOVES = {
    ("write", "draft"): "draft",
    ("offer", "draft"): "waiting",
    ("take back", "waiting"): "draft",
    ("sign", "waiting"): "waiting",
    ("come into force", "waiting"): "in_force",
    ("end", "in_force"): "ended",
    ("revoke", "in_force"): "revoked",
    ("revoke", "waiting"): "revoked",
    ("leave", "in_force"): "in_force",
    ("leave", "waiting"): "waiting",
}
OWNERS = {
    "draft": "the agency that writes it, and its parties",
    "waiting": "the side that has not signed",
    "in_force": "its parties",
    "ended": "nobody: the next version took its place",
    "revoked": "nobody: nothing goes by it, and what it forbids holds until its own end",
}
_NOW = {
    "draft": "is still being written",
    "waiting": "waits for signatures",
    "in_force": "is in force",
    "ended": "has ended",
    "revoked": "was revoked",
}


def may_follow(*, before: str) -> Verdict:
    """May a version be offered, given the state of the one before it? "" for a first one. Else both could be in force at once."""
    if before != "waiting":
        return yes("before-is-settled")
    return no(
        "before-waits",
        say="The version before it still waits for signatures.",
        next_step="Sign that one or revoke it first",
    )


def may_move(verb: str, *, now: str) -> Verdict:
    """May an agreement in this state make this move?"""
    if (verb, now) in MOVES:
        return yes(f"agreement-may-{verb.replace(' ', '-')}")
    return no(
        f"agreement-{now}",
        say=f"This agreement {_NOW[now]}, so that cannot be done.",
        next_step="Look at it again; a new version can be written at any time",
    )
