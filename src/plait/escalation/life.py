"""Which moves an escalation and a challenge may make. The diagrams in docs/reference are drawn from this."""

from plait.referrals.life import Life, Move

ESCALATION = Life(
    name="escalation",
    first="open",
    moves=(
        Move("climb", "open", "open"),
        Move("climb", "answered", "open"),
        Move("talk by telephone", "open", "answered"),
        Move("ring", "open", "open"),
        Move("ring", "answered", "answered"),
        Move("make more urgent", "open", "open"),
        Move("make more urgent", "answered", "answered"),
        Move("answer", "open", "answered"),
        Move("resolve", "open", "resolved"),
        Move("resolve", "answered", "resolved"),
        Move("withdraw", "open", "withdrawn"),
        Move("withdraw", "answered", "withdrawn"),
        Move("overtake", "open", "overtaken"),
        Move("overtake", "answered", "overtaken"),
    ),
    owners={
        "open": "on both sides, whoever owns the stage; the other side owes an answer",
        "answered": "on both sides, whoever owns the stage; whoever disagrees says whether it is settled",
        "resolved": "whoever disagreed, until they have said what it did for the child",
        "withdrawn": "whoever disagreed, until they have said what became of the child",
        "overtaken": "whoever disagreed, until they have said what became of the child",
    },
)

CHALLENGE = Life(
    name="challenge",
    first="asked",
    moves=(
        Move("answer", "asked", "answered"),
        Move("take further", "asked", "taken_further"),
        Move("take further", "answered", "taken_further"),
        Move("take back", "asked", "taken_back"),
    ),
    owners={
        "asked": "whoever decided, or who stands in for them",
        "answered": "nobody: it was answered with reasons",
        "taken_further": "whoever owns the stage of the ladder it led to",
        "taken_back": "nobody: whoever asked took it back",
    },
)

LIVES = (ESCALATION, CHALLENGE)
OPEN = ("open", "answered")
