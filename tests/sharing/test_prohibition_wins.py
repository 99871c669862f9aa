"""Any clause permits, any prohibition wins, whichever was written first. (The gate against its oracles holds the rest.)"""

from datetime import date

import pytest

from plait.sharing.rules import Clause, Clauses, Request, Wanted, decide

MONDAY = date(2026, 11, 23)
NAMES = {
    "holders": frozenset({"police"}), "recipients": frozenset({"council"}), "fields": frozenset({"health"}),
    "purposes": frozenset({"enquiry"}), "gateways": frozenset({"CA04_16LA"}), "parties": frozenset({"police", "council"}),
}  # fmt: skip
PERMIT = Clause("permit", kind="permit", begins=MONDAY, **NAMES)  # type: ignore[arg-type]
FORBID = Clause("forbid", kind="prohibit", begins=MONDAY, **NAMES)  # type: ignore[arg-type]
ASKED = Request(
    holder=frozenset({"police"}), recipient=frozenset({"council"}), purpose="enquiry", gateway="CA04_16LA", on=MONDAY,
    lines=(Wanted("health"),),
)  # fmt: skip


def test_the_permit_alone_lets_it_go() -> None:
    assert decide(ASKED, Clauses([PERMIT])).allowed


@pytest.mark.parametrize("clauses", [(PERMIT, FORBID), (FORBID, PERMIT)])
def test_a_prohibition_wins(clauses: tuple[Clause, ...]) -> None:
    answer = decide(ASKED, Clauses(clauses))
    assert not answer.allowed
    assert answer.prohibitions == ("forbid",)
