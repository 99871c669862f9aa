"""What rests on what a family said, and how one of them changes their mind."""

import pytest

from plait.base.access.verdict import Refused
from plait.sharing.actions.withdraw_agreement import withdraw_agreement
from plait.sharing.models import (
    AgreementWithdrawal,
    FamilyAgreement,
)
from plait.sharing.queries import agreed_by, process_of
from plait.sharing.rules import AgreementFacts
from tests.sharing.home import Home


def reason_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    assert refused.value.verdict.next_step, "a refusal without a way on"
    return refused.value.verdict.reason


def facts(home: Home, *people: str, to: str = "housing") -> AgreementFacts:
    from plait.base.packs import current

    return agreed_by(
        [home.people[one] for one in people or ("theo",)],
        agency_id=home.agency(to),
        on=home.at.date(),
        process=process_of(current(at=home.at)),
    )


def withdraw(home: Home, agreement: FamilyAgreement, *names: str) -> AgreementWithdrawal:
    wanted = [str(row.pk) for row in agreement.partners.all() if row.name in names]
    return withdraw_agreement(
        agreement_id=str(agreement.pk), partner_ids=wanted, said="She rang me.", said_on=home.at.date(), how="phone",
        by=home.who("screener"), at=home.later(),
    )  # fmt: skip
