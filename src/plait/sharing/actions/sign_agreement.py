"""Sign an agreement for one's side. With the second signature it is in force, and the version before it has ended."""

from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import current
from plait.sharing.models import SharingAgreement, Signature
from plait.sharing.queries.agreements import digest_to_sign
from plait.sharing.queries.linting import findings_of
from plait.sharing.rules.between import may_take_back
from plait.sharing.rules.lint import faults_in_words
from plait.sharing.rules.signing import Signed, may_sign
from plait.sharing.store.coming_into_force import come_into_force
from plait.sharing.store.crossing import tell_area
from plait.sharing.store.holding import hold, side_of
from plait.sharing.store.terms import area_name, written_there


@deed
def sign_agreement(*, agreement_id: str, by: Actor, at: datetime) -> SharingAgreement:
    """Keeps who signed, for which agency, and the digest of exactly what was signed. To another area it is sent.

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
        area = area_name(agreement)
        back = may_take_back(area=area, ours=not written_there(agreement), signed=bool(signed))
        mend = "Take it back and mend it" if back else f"Revoke it, and ring {area}"
        raise Refused(
            no("agreement-faulty", say=f"It cannot be signed: {wrong}.", next_step=mend),
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
        digest=digest_to_sign(agreement),
    )
    record(act="agreement:signed", about=agreement.ref, by=by, at=at, pack=pack.release_id)
    tell_area(agreement, "signed", by=by, at=at)
    if signed:
        come_into_force(agreement, pack=pack.release_id, by=by, at=at)
    return agreement
