"""Put a draft forward for signature: from now on its words stand still."""

from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import current
from plait.sharing.life import MOVES, may_follow
from plait.sharing.models import SharingAgreement
from plait.sharing.queries.linting import findings_of
from plait.sharing.rules.between import may_leave_here, may_take_back
from plait.sharing.rules.lint import faults_in_words
from plait.sharing.store.crossing import text_that_leaves
from plait.sharing.store.holding import hold, insist_party
from plait.sharing.store.terms import area_name, area_of


@deed
def offer_agreement(*, agreement_id: str, by: Actor, at: datetime) -> SharingAgreement:
    """Raises Refused while the lint finds a fault, with its sentence, and while the version before it waits."""
    may(by, "agreement:write").insist(about=f"sharing-agreement:{agreement_id}")
    agreement = hold(agreement_id, verb="offer")
    insist_party(agreement, by)
    before = agreement.supersedes
    may_follow(before=before.state if before else "").insist(about=agreement.ref)
    pack = current(at=at)
    wrong = faults_in_words(findings_of(agreement, pack=pack))
    if wrong:
        raise Refused(
            no(
                "agreement-faulty",
                say=f"It cannot be signed yet: {wrong}.",
                next_step="Mend the clauses, then go on",
            ),
            about=agreement.ref,
        )
    if area_of(agreement) is not None:
        may_leave_here(revoked=agreement.clauses.filter(revoked_at__isnull=False).count()).insist(
            about=agreement.ref
        )
        text_that_leaves(agreement)
    agreement.state = MOVES["offer", agreement.state]
    agreement.offered_at = at
    agreement.save(update_fields=["state", "offered_at"])
    record(act="agreement:offered", about=agreement.ref, by=by, at=at, pack=pack.release_id)
    return agreement


@deed
def take_back_agreement(*, agreement_id: str, by: Actor, at: datetime) -> SharingAgreement:
    """Back to a draft, to mend something before it is in force. A signature that was given falls with the words it stood
    under. Raises Refused for words that another area has too."""
    may(by, "agreement:write").insist(about=f"sharing-agreement:{agreement_id}")
    agreement = hold(agreement_id, verb="take back")
    insist_party(agreement, by)
    may_take_back(
        area=area_name(agreement),
        ours=agreement.written_for == by.agency,
        signed=agreement.signatures.exists(),
    ).insist(about=agreement.ref)
    agreement.signatures.all().delete()
    agreement.state = MOVES["take back", agreement.state]
    agreement.offered_at = None
    agreement.save(update_fields=["state", "offered_at"])
    record(act="agreement:taken-back", about=agreement.ref, by=by, at=at)
    return agreement
