"""Handing a family over: who may offer it, who reads what became of it, and who may answer."""

from tests.matrix.oracle.question import page, record
from tests.matrix.oracle.who import (
    ANSWER_CHECKS,
    BEHIND,
    CLAIM,
    HUB,
    LEAD_CHILDREN,
    OPENS,
    RATE_URGENCY,
    WORKS_ON,
    the,
)

page("handovers/", RATE_URGENCY | LEAD_CHILDREN)
# Jonah's family was offered to North by Noor Haddad: read and spoken on by those who decide.
record(
    "handovers/<uuid:handover_id>/", {"handover_id": "handover:pell"}, RATE_URGENCY, RATE_URGENCY,
    names=("handover:pell",),
)  # fmt: skip
# What one service passes on: those who read the handover, and the service itself: the nurse's department, with which the family
# is known. That needs nothing now; whoever reads it may say that it is needed after all.
record(
    "handovers/legs/<uuid:leg_id>/",
    {"leg_id": "leg:gp"},
    RATE_URGENCY,
    RATE_URGENCY,
    names=("leg:gp", "handover:pell"),
)
record(
    "handovers/legs/<uuid:leg_id>/", {"leg_id": "leg:midwife"}, RATE_URGENCY | the("nurse"), RATE_URGENCY | the("nurse"),
    names=("leg:midwife", "handover:pell"),
)  # fmt: skip
record(
    "handovers/<uuid:handover_id>/lent/", {"handover_id": "handover:pell"}, RATE_URGENCY, RATE_URGENCY,
    names=("handover:pell",),
)  # fmt: skip
for _whose, _contact in BEHIND.items():
    _may = WORKS_ON[_contact]
    record(
        "referrals/<uuid:referral_id>/hand-over/", {"referral_id": f"referral:{_whose}"}, _may, _may - {"call_handler"},
        told_no=the("call_handler"), names=(f"referral:{_whose}",),
    )  # fmt: skip

# A family that nobody finds: raised by Miriam Cole, signed by the manager, told to the school and to North.
page("missing-families/", ANSWER_CHECKS | HUB | LEAD_CHILDREN | {"custodian"})
_SPEAKS = the("screener", "manager")
_TOLD = HUB | the("dsl", "deputy_dsl")
record(
    "missing-families/<uuid:alert_id>/", {"alert_id": "missing:jonah"}, _TOLD, _SPEAKS, told_no=_TOLD - _SPEAKS,
    names=("missing:jonah", "person:jonah"),
)  # fmt: skip
# North's is the hub's to read; how it stands only North says.
record(
    "missing-families/<uuid:alert_id>/", {"alert_id": "missing:theirs"}, HUB, frozenset(), told_no=HUB,
    names=("missing:theirs",),
)  # fmt: skip
for _page in ("moves", "missing"):
    _opens = OPENS["jonah"]
    record(
        f"people/<uuid:person_id>/{_page}/", {"person_id": "person:jonah"}, _opens, _opens & CLAIM, told_no=_opens - CLAIM,
        names=("person:jonah",),
    )  # fmt: skip
