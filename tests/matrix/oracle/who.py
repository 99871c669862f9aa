"""Who does what: said in sets of the cast, from the prose of the roles and of the story."""

from tests.matrix.world import CAST, MAILBOX

Who = frozenset[str]


def the(*keys: str) -> Who:
    return frozenset(keys)


NOBODY: Who = frozenset()
ALL_PRACTITIONERS: Who = frozenset(CAST)
EVERYBODY_SIGNED_IN = ALL_PRACTITIONERS | {MAILBOX}

# --- jobs
HUB = the("call_handler", "screener", "manager", "edt")
RATE_URGENCY = the("screener", "manager", "edt")
# A protected address, with a reason: who decides, and the lead of a child given to them.
SEES_WHERE = the("screener", "manager", "edt", "lead")
ASK_PARTNERS = the("screener", "manager")
TAKE_CALLS = HUB
LEAD_CHILDREN = the("lead", "family_helper", "edt")
OPEN_NO_CHILD = the(
    "privacy_officer", "police_privacy", "caldicott", "administrator", "pack_owner", "custodian", "ig_lead", "police_ig_lead",
    "scrutineer",
)  # fmt: skip
# Emergency access: whoever may act for a child at once. Claims: they, and whoever only raises concerns.
OPEN_NO_CHILD_BY_THEMSELVES = OPEN_NO_CHILD | {"call_handler", "designated_officer"}
EMERGENCY = ALL_PRACTITIONERS - OPEN_NO_CHILD_BY_THEMSELVES - {"teacher", "youth_worker"}
CLAIM = EMERGENCY | {"teacher", "youth_worker"}
ANSWER_CLAIMS = RATE_URGENCY | LEAD_CHILDREN | {"custodian"}
MAY_BE_WORRIED = EVERYBODY_SIGNED_IN - OPEN_NO_CHILD
ANSWER_CHECKS = ASK_PARTNERS | (
    ALL_PRACTITIONERS
    - HUB
    - LEAD_CHILDREN
    - OPEN_NO_CHILD
    - {"teacher", "youth_worker", "designated_officer"}
)

# --- who works on which concern
WORKS_ON = {
    "ava": HUB | {"lead"},  # Esther Lunn accepted her
    "eva": HUB,  # the neighbour's call, answered by the hub
    "jonah": HUB,
    "kit": HUB,
    "fern": HUB,
    "wren": HUB,
    "hazel": HUB | {"family_helper"},  # passed to the family help team
    "ruby": the(
        "manager", "custodian"
    ),  # restricted: his by name, and its keepers'; no longer the hub's by team
    "closed": the("designated_officer"),  # alone
}
# --- who raised it, or answers for the safeguarding team of the agency that did
RAISED = {
    "ava": the("teacher", "dsl", "deputy_dsl"),
    "hazel": the("teacher", "dsl", "deputy_dsl"),
    "jonah": the("nurse"),
    "kit": the("health_visitor"),
    "ruby": the("camhs"),
    "wren": the(MAILBOX, "probation"),
    "closed": the("youth_worker"),
    "eva": NOBODY,  # a caller without a name
    "fern": NOBODY,
}
# --- whose story they may open
OPENS = {
    "ava": HUB | {"lead"},
    "theo": HUB | {"lead"},
    "leanne": HUB,  # the lead was given the children
    "dean": HUB,
    "jonah": HUB,
    "hazel": HUB | {"family_helper"},
    "ruby": the("manager", "custodian"),
    "footballer": the("designated_officer"),
}
# --- the hub's rota: read by everybody of the council, kept by its manager and the administrator
COUNCIL = the(
    "call_handler", "screener", "manager", "lead", "edt", "designated_officer", "custodian", "privacy_officer", "caldicott",
    "administrator", "pack_owner", "ig_lead", "scrutineer",
)  # fmt: skip
KEEP_THE_HUBS_ROTA = the("manager", "administrator")
# --- which team was asked: Lee Farrow of the police declared that he knows Leanne Marlow
WAS_ASKED = {
    "ava-police": the("police"),
    "ava-alder_lane": the("dsl", "deputy_dsl"),
    "ava-housing": the("housing"),
    "pell-police": the("police", "police_ex_partner"),
    "pell-camhs": the("camhs"),
}
BEHIND = {"ava": "ava", "pell": "jonah"}
