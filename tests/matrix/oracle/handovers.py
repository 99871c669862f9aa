"""Handing a family over: who may offer it, who reads what became of it, and who may answer."""

from tests.matrix.oracle.question import page, record
from tests.matrix.oracle.who import BEHIND, LEAD_CHILDREN, RATE_URGENCY, WORKS_ON, the

page("handovers/", RATE_URGENCY | LEAD_CHILDREN)
# Jonah's family was offered to North by Noor Haddad: read and spoken on by those who decide.
record(
    "handovers/<uuid:handover_id>/", {"handover_id": "handover:pell"}, RATE_URGENCY, RATE_URGENCY,
    names=("handover:pell",),
)  # fmt: skip
for _whose, _contact in BEHIND.items():
    _may = WORKS_ON[_contact]
    record(
        "referrals/<uuid:referral_id>/hand-over/", {"referral_id": f"referral:{_whose}"}, _may, _may - {"call_handler"},
        told_no=the("call_handler"), names=(f"referral:{_whose}",),
    )  # fmt: skip
