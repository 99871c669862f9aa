"""An agreement with its second signature: in force from now on, and the version before it has ended."""

from datetime import datetime

from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.sharing.life import MOVES
from plait.sharing.models import SharingAgreement
from plait.sharing.store.holding import hold


def come_into_force(agreement: SharingAgreement, *, pack: str, by: Actor, at: datetime) -> None:
    """Whoever calls holds it and has kept the second signature."""
    agreement.state = MOVES["come into force", agreement.state]
    agreement.save(update_fields=["state"])
    record(act="agreement:in-force", about=agreement.ref, by=by, at=at, pack=pack)
    if agreement.supersedes_id is not None:
        _end(str(agreement.supersedes_id), agreement, by=by, at=at)


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
