"""A charity that delivers services for a listed body is inside the information sharing duty; an independent one is not
(Children Act 2004 s.16LA, domain.md 2.1): the same on the answer's page, in the question and at the gate."""

from typing import Any

import pytest

from plait.agencies.models import Agency
from plait.referrals.queries.asking_gate import usual_way, ways_to_ask
from plait.referrals.queries.checks import gateway_for_answer
from plait.sharing.queries import gateway_facts

DUTY = "CA04_16LA"


@pytest.mark.parametrize("kind", ["DA", "VCSE"])
@pytest.mark.parametrize("under_contract", [True, False])
def test_the_duty_binds_a_charity_only_under_contract(
    pack: Any, at: Any, kind: str, under_contract: bool
) -> None:
    code = gateway_for_answer(
        pack,
        asked_under=DUTY,
        holder_kind=kind,
        holder_under_contract=under_contract,
        recipient_kind="LA_CSC",
        on=at.date(),
    )
    assert (code == DUTY) is under_contract
    facts = gateway_facts(pack, DUTY, holder_under_contract=under_contract)
    assert facts is not None
    assert (kind in facts.holders) is under_contract
    assert "GP" in facts.holders, "nobody else is touched by it"


@pytest.mark.parametrize("kind", ["DA", "VCSE"])
def test_a_question_rests_on_a_basis_that_reaches_that_charity(pack: Any, at: Any, kind: str) -> None:
    for commissioned_by in ("Ellowmere Children’s Services", ""):
        charity = Agency(kind=kind, name="Sandpiper House", commissioned_by=commissioned_by)
        terms = {"holder_kind": "LA_CSC", "agency": charity, "on": at.date()}
        codes = [code for code, _ in ways_to_ask(pack, **terms)]
        assert (DUTY in codes) is bool(commissioned_by)
        assert usual_way(pack, **terms) in codes
