"""Which moves a moderation session may make. Pure."""

from plait.base.access.verdict import Verdict, no, yes

MOVES = {
    ("open", "draft"): "scoring",
    ("show", "scoring"): "talking",
    ("settle", "talking"): "talking",
    ("close", "talking"): "closed",
}
OWNERS = {
    "draft": "whoever runs it; no agency sees it yet",
    "scoring": "the agencies in it, each blind to the others; whoever runs it sees who has scored, not what",
    "talking": "all agencies in it together: every score is shown, and what was agreed is written down",
    "closed": "nobody: its outcome is kept, and may be printed",
}
_NOW = {
    "draft": "is still being prepared",
    "scoring": "is being scored",
    "talking": "shows its scores",
    "closed": "is closed",
}


def may_move(verb: str, *, now: str) -> Verdict:
    """May a session in this state make this move?"""
    if (verb, now) in MOVES:
        return yes(f"moderation-may-{verb}")
    return no(
        f"moderation-{now}",
        say=f"This session {_NOW[now]}, so that cannot be done any more.",
        next_step="Look at the session again",
    )
