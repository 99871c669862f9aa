"""What may be said about something that passed on its legal basis alone, once somebody has looked at it. Pure."""

from plait.base.access.verdict import Verdict, no, yes

AFTERWARDS = {
    "right": "It was right, and nothing has to change",
    "agreement": "It was right, and an agreement should say so",
    "doubtful": "It should have waited, or gone another way",
}


def may_say_afterwards(*, looked: bool, outcome: str, because: str) -> Verdict:
    """An outcome with its sentence, once. It never undoes what was shared."""
    if looked:
        return no(
            "already-looked-at", say="Somebody has looked at this already.", next_step="Read what they wrote"
        )
    if outcome not in AFTERWARDS:
        return no("no-outcome", say="Choose what came of it.", next_step="Choose one")
    if not because.strip():
        return no("needs-reason", say="Say it in a sentence.", next_step="Add your sentence")
    return yes("looked-at")
