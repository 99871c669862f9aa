"""An agreement with its second signature: in force from now on, and whatever version before it still was has ended."""

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
    earlier = agreement.supersedes_id
    while earlier is not None:  # between the two may stand one that was revoked before it ever was in force
        before = hold(str(earlier))
        _end(before, agreement, by=by, at=at)
        earlier = before.supersedes_id


def _end(before: SharingAgreement, follower: SharingAgreement, *, by: Actor, at: datetime) -> None:
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
