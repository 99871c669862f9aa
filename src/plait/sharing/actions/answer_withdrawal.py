"""The two questions after a withdrawal: under pressure? does another gateway apply? Each answer is kept."""

from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, hidden, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import current
from plait.sharing.access import open_agreement
from plait.sharing.models import AgreementWithdrawal, WithdrawalAnswer
from plait.sharing.queries import gateway_facts

PRESSURE = {"yes": "Yes, I think so", "no": "No sign of it", "not_known": "I cannot tell yet"}
NONE_APPLIES = "none"


@deed
def answer_withdrawal(
    *, withdrawal_id: str, question: str, answer: str, said: str, by: Actor, at: datetime
) -> WithdrawalAnswer:
    """One answer to one question, in words. Answering again adds a row; the first answer stays."""
    about = f"withdrawal:{withdrawal_id}"
    may(by, "family:ask").insist(about=about)
    withdrawal = AgreementWithdrawal.objects.filter(pk=withdrawal_id).first()
    if withdrawal is None:
        raise Refused(hidden("no-such-withdrawal"), about=about)
    agreement = open_agreement(by, str(withdrawal.agreement_id), at=at, act="agreement:withdrawal-asked")
    if question not in WithdrawalAnswer.Question.values or not said.strip():
        raise Refused(
            no(
                "needs-words",
                say="Answer in a sentence, so that whoever reads it later understands.",
                next_step="Write one",
            ),
            about=agreement.ref,
        )
    if question == WithdrawalAnswer.Question.PRESSURE:
        known = answer in PRESSURE
    else:
        facts = gateway_facts(current(at=at), answer)
        known = answer == NONE_APPLIES or (facts is not None and not facts.agreement_needed)
    if not known:
        raise Refused(
            no("choose-an-answer", say="Choose one of the answers.", next_step="Choose, then send again"),
            about=agreement.ref,
        )
    made = WithdrawalAnswer.objects.create(
        withdrawal=withdrawal,
        question=question,
        answer=answer,
        said=said.strip(),
        by=by.id,
        by_name=by.name[:120],
        at=at,
    )
    record(act="agreement:withdrawal-answered", about=agreement.ref, by=by, at=at, reason=question)
    return made
