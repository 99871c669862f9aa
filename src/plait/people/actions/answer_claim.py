"""Answer somebody's claim that they work with a child: it becomes an involvement with an end, or it ends."""

from datetime import datetime, timedelta

from plait.base.access.deeds import deed
from plait.base.access.verdict import no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.outbox import post
from plait.base.packs import current
from plait.people.access import may_answer, open_claim
from plait.people.actions.involve import involve
from plait.people.models import Claim, Involvement
from plait.people.queries import standing_id


@deed
def answer_claim(*, claim_id: str, confirm: bool, person_id: str = "", by: Actor, at: datetime) -> Claim:
    """Confirm it (for the pack's months, and no longer) or end it, at once. `person_id` says who is meant, where the claim
    named nobody for sure.

    Raises Refused for the claimant, for whoever may not open the record, and over a conflict, whatever was asked.
    """
    open_claim(by, claim_id, at=at)
    claim = Claim.objects.select_for_update().get(pk=claim_id)
    custodian = claim.custodian_id is not None and str(claim.custodian_id) in by.teams
    if confirm:
        _confirm(claim, person_id or str(claim.person_id or ""), by=by, at=at)
    else:
        Involvement.objects.filter(source_kind="claim", source_id=claim.pk, to_at__gt=at).update(to_at=at)
        if not custodian:
            claim.state, claim.ends_at = Claim.State.ENDED, at
    if custodian:
        claim.kept_at = at
    claim.answered_by, claim.answered_at = by.id, at
    claim.save()
    about = [claim.ref, *([f"person:{claim.person_id}"] if claim.person_id else [])]
    record(act="claim:confirmed" if confirm else "claim:ended", about=about, by=by, at=at)
    post(
        key=f"{claim.ref}:answered:{at.isoformat()}",
        kind="claim-answered",
        to=f"practitioner:{claim.practitioner_id}",
        context={"link_path": "/claims/"},
        at=at,
    )
    return claim


def _confirm(claim: Claim, person_id: str, *, by: Actor, at: datetime) -> None:
    if not person_id:
        no(
            "nobody-chosen",
            say="Choose which child they mean. If it is none of these, do not open anything.",
            next_step="Choose one, or end the claim",
        ).insist(about=claim.ref)
    meant = standing_id(person_id)
    may_answer(by, claim, meant, at=at).insist(about=f"person:{meant}")
    until = at + timedelta(days=30 * current(at=at).access.claims.lasts_months)
    Involvement.objects.filter(
        source_kind="claim", source_id=claim.pk, kind=Involvement.Kind.CLAIMED, to_at__gt=at
    ).update(to_at=at)
    involve(
        person_ids=[meant], kind=Involvement.Kind.WORKS, source_kind="claim", source_id=claim.pk,
        practitioner_id=str(claim.practitioner_id), role_label=claim.role_label, until=until, by=by, at=at,
    )  # fmt: skip
    claim.involvement = Involvement.objects.get(
        source_kind="claim", source_id=claim.pk, kind=Involvement.Kind.WORKS
    )
    claim.person_id, claim.state, claim.ends_at = claim.involvement.person_id, Claim.State.CONFIRMED, until
