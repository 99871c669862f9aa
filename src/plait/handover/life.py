"""Which moves a handover may make, on both sides alike, and who answers for the family in each state. The diagram in
docs/reference is drawn from this."""

from plait.referrals.life import Life, Move

OFFERED, RECEIVED, TRIAGE, QUERIED = "offered", "received", "triage", "queried"
DECLINED, CONFERENCE, ACCEPTED, RETURNED = "declined", "conference", "accepted", "returned"
WITHDRAWN, FAILED = "withdrawn", "failed"
# The other area has been asked, and has not said that it has hold: whoever offered answers for the family.
LIVE = (OFFERED, RECEIVED, TRIAGE, QUERIED, CONFERENCE, FAILED)
_WEIGHED = (OFFERED, RECEIVED, TRIAGE, QUERIED, CONFERENCE)  # a word may overtake the receipt before it

HANDOVER = Life(
    name="handover",
    first=OFFERED,
    moves=(
        Move("receive", OFFERED, RECEIVED),
        Move("receive", FAILED, RECEIVED),
        Move("fail", OFFERED, FAILED),
        *(Move("accept for triage", state, TRIAGE) for state in (OFFERED, RECEIVED, QUERIED, FAILED)),
        # Talked about and looked at again: what was declined is not lost.
        Move("accept for triage", DECLINED, TRIAGE),
        *(Move("query", state, QUERIED) for state in (*_WEIGHED, FAILED)),
        Move("answer", QUERIED, TRIAGE),
        *(Move("decline", state, DECLINED) for state in (*_WEIGHED, FAILED)),
        *(Move("set conference", state, CONFERENCE) for state in (*_WEIGHED, FAILED)),
        *(Move("accept responsibility", state, ACCEPTED) for state in (*_WEIGHED, FAILED)),
        # Both at once: who has hold is sure on both sides, and it is whoever said so.
        Move("accept responsibility", WITHDRAWN, ACCEPTED),
        *(Move("give back", state, RETURNED) for state in (*_WEIGHED, FAILED, ACCEPTED)),
        *(Move("take back", state, WITHDRAWN) for state in (*LIVE, DECLINED)),
    ),
    owners={
        "offered": "whoever offers it",
        "received": "whoever offers it; the other area’s hub looks",
        "triage": "whoever offers it; the other area works out what is needed",
        "queried": "whoever offers it, who answers the question",
        "declined": "whoever offered it; it goes to the managers of both areas the same day",
        "conference": "whoever offers it, until the conference was held and responsibility accepted",
        "accepted": "the area that accepted",
        "returned": "whoever offered it",
        "withdrawn": "whoever offered it",
        "failed": "whoever offers it, who rings",
    },
)

DUE, PASSED, ACKNOWLEDGED, NOT_NEEDED, NOBODY_YET = (
    "due",
    "passed",
    "acknowledged",
    "not_needed",
    "nobody_yet",
)
# Nobody there has it by name.
OUT_STILL = (DUE, PASSED, NOBODY_YET)

LEG = Life(
    name="leg of a handover",
    first=DUE,
    moves=(
        *(Move("pass on", state, PASSED) for state in (DUE, NOBODY_YET, PASSED)),
        *(Move("acknowledge", state, ACKNOWLEDGED) for state in OUT_STILL),
        *(Move("nobody yet", state, NOBODY_YET) for state in (DUE, PASSED)),
        *(Move("not needed", state, NOT_NEEDED) for state in OUT_STILL),
        # Needed after all, or it came to the wrong person.
        *(Move("due", state, DUE) for state in (NOT_NEEDED, ACKNOWLEDGED, PASSED, NOBODY_YET)),
    ),
    owners={
        "due": "the service that the family left; the hub of that area sees that it is done",
        "passed": "the service that the family left, until somebody there has it by name",
        "acknowledged": "the service where the family is now",
        "not_needed": "nobody; whoever said so gave a reason",
        "nobody_yet": "the service that the family left keeps it; the hubs of both areas look for somebody",
    },
)

# What each word of either side says, on a screen.
VERBS = {
    "accept for triage": "Accepted for triage",
    "query": "Asked a question",
    "decline": "Declined",
    "set conference": "Set the conference",
    "accept responsibility": "Took responsibility",
    "give back": "Gave the family back",
    "take back": "Took the handover back",
}
