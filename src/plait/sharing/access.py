"""May this rest on what the family said? Gathers the facts, holds them, and asks the rules."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from plait.base.packs import current
from plait.sharing.queries import agreed_by, process_of
from plait.sharing.rules import AgreementFacts, Proposal
from plait.sharing.rules.family import may_rest_on
from plait.sharing.store.relying import hold_agreements

NOTHING_RESTS = AgreementFacts(False, "not-asked")


def with_agreement(
    proposal: Proposal, *, people: Sequence[str], to_agency: str, source_ref: str, at: datetime
) -> tuple[Proposal, AgreementFacts]:
    """The proposal with what the family said, where its gateway turns on that and something would leave; else as it came.

    Holds the agreements about these people until the transaction ends. Raises Refused in the family's own terms (withdrawn,
    ended, left out).
    """
    turns_on_it = proposal.gateway is not None and proposal.gateway.agreement_needed
    if not turns_on_it or proposal.outcome not in ("share", "part"):
        return proposal, NOTHING_RESTS
    hold_agreements(people)
    facts = agreed_by(
        people,
        agency_id=to_agency,
        agency_kind="" if to_agency else proposal.recipient_kind,
        on=proposal.on,
        process=process_of(current(at=at)),
    )
    may_rest_on(facts, {line.field_group for line in proposal.lines}).insist(about=source_ref)
    return replace(proposal, agreement=True), facts
