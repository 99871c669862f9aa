"""Which moves a step down may make, and who owns it in each state. The diagram in docs/reference is drawn from this."""

from plait.referrals.life import Life, Move

OFFERED, DECLINED, HELD, CARRIED = "offered", "declined", "held", "carried"
# Somebody owes the family something in each of these.
LIVE = (OFFERED, DECLINED, HELD, CARRIED)

STEPDOWN = Life(
    name="step down",
    first=OFFERED,
    moves=(
        Move("accept", OFFERED, HELD),
        # Whoever held it has left, or may not know of it any more: another member of the team takes it over.
        Move("accept", HELD, HELD),
        Move("decline", OFFERED, DECLINED),
        Move("ask another team", OFFERED, OFFERED),
        Move("ask another team", DECLINED, OFFERED),
        Move("ask another team", HELD, OFFERED),
        Move("ask another team", CARRIED, OFFERED),
        # A manager's recorded word: nobody is trapped because no team would lead.
        Move("carry", OFFERED, CARRIED),
        Move("carry", DECLINED, CARRIED),
        Move("hold to the end", HELD, "sustained"),
        Move("hold to the end", CARRIED, "sustained"),
        *(Move("step up", state, "stepped_up") for state in LIVE),
        *(Move("concern again", state, "reopened") for state in (*LIVE, "sustained", "ended")),
        *(Move("end", state, "ended") for state in LIVE),
    ),
    owners={
        "offered": "whoever hands over, until the team that was asked accepts",
        "declined": "whoever hands over; a manager decides within the time of the pack",
        "held": "the accepting lead; their team when they are away or have left",
        "carried": "whoever handed over, by a manager’s word",
        "sustained": "nobody: it held",
        "stepped_up": "nobody here: the referral’s lead",
        "reopened": "nobody here: the hub, through the referral",
        "ended": "nobody: it was ended with a reason",
    },
)
