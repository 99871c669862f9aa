"""Sign an agreement for one's side. With the second signature it is in force, and the version before it has ended."""

from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import current
from plait.sharing.life import MOVES
from plait.sharing.models import SharingAgreement, Signature
from plait.sharing.queries.agreements import clauses_of
from plait.sharing.queries.linting import findings_of
from plait.sharing.rules.cedar import digest_of
from plait.sharing.rules.lint import faults_in_words
from plait.sharing.rules.signing import Signed, may_sign
from plait.sharing.store.holding import hold, side_of


@deed
def sign_agreement(*, agreement_id: str, by: Actor, at: datetime) -> SharingAgreement:
    """Keeps who signed, for which agency, and the digest of exactly what was signed.

    Raises Refused for a role that may not sign, an agency that is no party, somebody (or an agency) who has signed, and
    what the lint finds wrong by now: a legal basis may have ended since it was offered.
    """
    may(by, "agreement:sign").insist(about=f"sharing-agreement:{agreement_id}")
    agreement = hold(agreement_id, verb="sign")
    signed = [Signed(one.side, one.signed_by, one.agency_id) for one in agreement.signatures.all()]
    side = side_of(agreement, by.agency)
    may_sign(by=by.id, agency=by.agency, side=side, signed=signed).insist(about=agreement.ref)
    pack = current(at=at)
    wrong = faults_in_words(findings_of(agreement, pack=pack))
    if wrong:
        raise Refused(
            no(
                "agreement-faulty", say=f"It cannot be signed: {wrong}.", next_step="Take it back and mend it"
            ),
            about=agreement.ref,
        )
    Signature.objects.create(
        agreement=agreement,
        side=side,
        agency_id=by.agency,
        agency_name=by.agency_name[:120],
        signed_by=by.id,
        signed_name=by.name[:120],
        signed_job=by.job[:120],
        signed_at=at,
        digest=digest_of(clauses_of(agreement)),
    )
    record(act="agreement:signed", about=agreement.ref, by=by, at=at, pack=pack.release_id)
    if signed:
        agreement.state = MOVES["come into force", agreement.state]
        agreement.save(update_fields=["state"])
        record(act="agreement:in-force", about=agreement.ref, by=by, at=at, pack=pack.release_id)
        if agreement.supersedes_id is not None:
            _end(str(agreement.supersedes_id), agreement, by=by, at=at)
    return agreement


def _end(agreement_id: str, follower: SharingAgreement, *, by: Actor, at: datetime) -> None:
    before = hold(agreement_id)
    if before.state != SharingAgreement.State.IN_FORCE:
        return
    before.state = MOVES["end", before.state]
    before.over_at, before.over_by, before.over_because = (
        at,
        by.id,
        f"Followed by version {follower.version}.",
    )
    before.save(update_fields=["state", "over_at", "over_by", "over_because"])
    record(act="agreement:ended", about=before.ref, by=by, at=at)
