"""Revoke an agreement, or one clause of it. The very next request finds it gone; two who revoke at once revoke it once."""

from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.sharing.life import MOVES, may_move
from plait.sharing.models import Clause, SharingAgreement
from plait.sharing.rules.between import may_revoke
from plait.sharing.store.crossing import tell_area
from plait.sharing.store.holding import hold, insist_party
from plait.sharing.store.terms import area_of, written_there


@deed
def revoke_agreement(*, agreement_id: str, because: str, by: Actor, at: datetime) -> SharingAgreement:
    """Any party's signatory may, alone and at once. One that is revoked already stays as it was revoked first. What it forbade
    holds until its own end, or until both sides sign a next version (`queries.agreements.outlasting`).

    Raises Refused for a role that may not, an agency that is no party, no reason, what was never offered, and what another area
    has never seen.
    """
    may(by, "agreement:sign").insist(about=f"sharing-agreement:{agreement_id}")
    agreement = hold(agreement_id)
    insist_party(agreement, by)
    _insist_reason(because, agreement.ref)
    if agreement.state == SharingAgreement.State.REVOKED:
        record(act="agreement:revoked-already", about=agreement.ref, by=by, at=at)
        return agreement
    may_move("revoke", now=agreement.state).insist(about=agreement.ref)
    _insist_they_have_it(agreement)
    agreement.state = MOVES["revoke", agreement.state]
    agreement.over_at, agreement.over_by, agreement.over_because = at, by.id, because.strip()
    agreement.save(update_fields=["state", "over_at", "over_by", "over_because"])
    record(act="agreement:revoked", about=agreement.ref, by=by, at=at)
    tell_area(agreement, "revoked", because=because, by=by, at=at)
    return agreement


@deed
def revoke_clause(*, clause_id: str, because: str, by: Actor, at: datetime) -> Clause:
    """One clause; the others stand. A prohibition is lifted only with a new version, so that
    nobody opens alone what two sides closed.

    Raises Refused as `revoke_agreement` does, and for a prohibition.
    """
    may(by, "agreement:sign").insist(about=f"clause:{clause_id}")
    about = f"clause:{clause_id}"
    found = Clause.objects.filter(pk=clause_id).first()
    if found is None:
        raise Refused(
            no("no-such-clause", say="There is no such clause.", next_step="Look at the clauses again"),
            about=about,
        )
    agreement = hold(str(found.agreement_id))  # the lock of the agreement guards its clauses
    clause = Clause.objects.get(pk=clause_id)
    insist_party(agreement, by)
    _insist_reason(because, about)
    if clause.revoked_at is not None:
        record(act="agreement:clause-revoked-already", about=[agreement.ref, about], by=by, at=at)
        return clause
    may_move("revoke", now=agreement.state).insist(about=about)
    _insist_they_have_it(agreement)
    if clause.kind == Clause.Kind.PROHIBIT:
        raise Refused(
            no(
                "prohibition-stands",
                say="A prohibition is lifted by both sides together.",
                next_step="Write a new version without it, and have it signed",
            ),
            about=about,
        )
    clause.revoked_at, clause.revoked_by, clause.revoked_because = at, by.id, because.strip()
    clause.save(update_fields=["revoked_at", "revoked_by", "revoked_because"])
    record(act="agreement:clause-revoked", about=[agreement.ref, about], by=by, at=at)
    tell_area(agreement, "revoked", clause=clause.number, because=because, by=by, at=at)
    return clause


def _insist_they_have_it(agreement: SharingAgreement) -> None:
    area = area_of(agreement)
    may_revoke(
        area=area.name if area else "",
        ours=not written_there(agreement),
        signed=agreement.signatures.exists(),
    ).insist(about=agreement.ref)


def _insist_reason(because: str, about: str) -> None:
    if not because.strip():
        raise Refused(
            no("needs-reason", say="Say why. The other side reads it.", next_step="Add a reason"), about=about
        )
