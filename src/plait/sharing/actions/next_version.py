"""Begin the next version of an agreement: a draft with the same words, while the one in force stays in force."""

from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.sharing.models import AgreementParty, Clause, SharingAgreement
from plait.sharing.store.holding import hold, insist_party

_KEPT = ("title", "summary", "text", "dpia", "starts", "ends", "reference")


@deed
def next_version(*, agreement_id: str, by: Actor, at: datetime) -> SharingAgreement:
    """Parties that left and clauses that were revoked are not in it. One next version at a time: a second asks for the
    one that is there."""
    may(by, "agreement:write").insist(about=f"sharing-agreement:{agreement_id}")
    before = hold(agreement_id)
    insist_party(before, by)
    if before.state in (SharingAgreement.State.DRAFT, SharingAgreement.State.WAITING):
        raise Refused(
            no("still-open", say="This version is not in force yet.", next_step="Mend it instead"),
            about=before.ref,
        )
    standing = SharingAgreement.objects.filter(supersedes=before).first()
    if standing is not None:
        record(act="agreement:next-version-there", about=standing.ref, by=by, at=at)
        return standing
    made = SharingAgreement.objects.create(
        version=before.version + 1, supersedes=before, written_by=by.id, written_for=by.agency, written_at=at,
        **{name: getattr(before, name) for name in _KEPT},
    )  # fmt: skip
    AgreementParty.objects.bulk_create(
        AgreementParty(agreement=made, side=one.side, agency_id=one.agency_id, name=one.name, area=one.area)
        for one in before.parties.filter(left_at__isnull=True)
    )
    standing_clauses = before.clauses.filter(revoked_at__isnull=True).order_by("number")
    Clause.objects.bulk_create(
        Clause(
            agreement=made, number=number, kind=one.kind, holders=one.holders, recipients=one.recipients,
            field_groups=one.field_groups, purposes=one.purposes, gateways=one.gateways, lawful_basis=one.lawful_basis,
            agreement_rule=one.agreement_rule, begins=one.begins, ends=one.ends, conditions=one.conditions,
        )
        for number, one in enumerate(standing_clauses, start=1)
    )  # fmt: skip
    record(act="agreement:next-version", about=[made.ref, before.ref], by=by, at=at)
    return made
