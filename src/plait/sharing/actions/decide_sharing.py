"""Decide whether to share, and keep the record of that decision; when it is to share, what left and to whom."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.sharing.access import with_agreement
from plait.sharing.models import Disclosure, DisclosureItem, SharingDecision
from plait.sharing.queries.agreements import ruling
from plait.sharing.queries.notes import restricted_among
from plait.sharing.rules import Line, Proposal, weigh
from plait.sharing.rules.beside import may_be_taken
from plait.sharing.store.relying import keep_reliance


@dataclass(frozen=True, slots=True)
class Said:
    """One line as the recipient will read it. `may_tell`: its words may say who told us, whose name is protected.
    `assertion` and `happened_on`: how it is known and of when it is, for a clause that asks."""

    field_group: str
    label: str
    text: str
    item_id: str | None = None
    withheld: bool = False
    why_withheld: str = ""
    may_tell: bool = False
    assertion: str = ""
    happened_on: date | None = None

    @property
    def weighed(self) -> Line:
        """The line as the gate weighs it."""
        return Line(
            self.field_group, assertion=self.assertion, happened_on=self.happened_on, label=self.label
        )


@deed
def decide_sharing(
    *,
    proposal: Proposal,
    said: Sequence[Said],
    people: Sequence[str],
    source_ref: str,
    from_agency: str,
    to_agency: str,
    recipient: str = "",
    channel: str = "plait",
    family_told: str = "",
    detriment: str = "",
    pack: str = "",
    by: Actor,
    at: datetime,
) -> SharingDecision:
    """Weigh the proposal; when allowed, keep the decision and (for share and part) the disclosure line by line.

    The agreements are read here, in this transaction: one revoked a moment ago lets nothing through. The clauses relied
    on, their agreement's version and what a reviewer must look at are kept with the decision.
    """
    leaves = [line.item_id for line in said if line.item_id and not line.withheld]
    if proposal.outcome in ("share", "part"):
        held = len(restricted_among(leaves))
        may_be_taken(restricted=held, protects=proposal.protects).insist(about=source_ref)
    proposal, agreed = with_agreement(
        proposal, people=people, to_agency=to_agency, source_ref=source_ref, at=at
    )
    proposal = replace(
        proposal,
        holder=proposal.holder or from_agency,
        recipient=proposal.recipient or to_agency,
        people=proposal.people or tuple(people),
    )
    ruled = ruling(proposal, by=by, at=at)
    if not proposal.agreement and any("agreement" in one.lacks for one in ruled.missing):
        proposal, agreed = with_agreement(
            proposal, people=people, to_agency=to_agency, source_ref=source_ref, clause_needs=True, at=at
        )
        ruled = ruling(proposal, by=by, at=at)
    verdict = weigh(proposal, ruled).insist(about=source_ref)
    decision = SharingDecision.objects.create(
        occasion=proposal.occasion,
        outcome=proposal.outcome,
        purpose=proposal.purpose[:120],
        purpose_code=proposal.purpose_code,
        gateway=proposal.gateway.code if proposal.gateway else "",
        from_agency=from_agency,
        to_agency=to_agency,
        people=list(people),
        because=proposal.because,
        detriment=detriment,
        family_told=family_told,
        decided_by=by.id,
        decided_at=at,
        source_ref=source_ref,
        pack=pack,
        rule="sharing.weigh",
        reason=verdict.reason,
        clauses=list(ruled.clauses),
        agreement_versions=list(ruled.versions),
        obligations=list(ruled.obligations),
    )
    keep_reliance(decision, agreed.relied, at=at)
    if proposal.outcome in ("share", "part"):
        disclosure = Disclosure.objects.create(
            decision=decision, recipient_agency=to_agency, recipient=recipient, at=at, channel=channel
        )
        DisclosureItem.objects.bulk_create(
            DisclosureItem(
                disclosure=disclosure,
                item_id=line.item_id,
                field_group=line.field_group,
                label=line.label[:120],
                text="" if line.withheld else line.text,
                withheld=line.withheld,
                why_withheld=line.why_withheld,
            )
            for line in said
        )
    record(
        act=f"sharing:{proposal.occasion}",
        about=[source_ref, *(f"person:{person}" for person in people)],
        by=by,
        at=at,
        purpose=proposal.purpose,
        fields=[line.field_group for line in said if not line.withheld],
        reason=verdict.reason,
        pack=pack,
    )
    return decision


__all__ = ["Line", "Said", "decide_sharing"]
