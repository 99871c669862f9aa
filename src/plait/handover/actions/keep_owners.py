"""The next look at a missing family, or at a move, passes on when whoever owes it cannot do it any more."""

from datetime import datetime

from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.outbox import post
from plait.handover.models import FamilyMove, MissingAlert
from plait.handover.queries import owning as queries
from plait.handover.rules.owning import who_owes


@deed
def keep_owners(*, by: Actor, at: datetime) -> int:
    """By Plait itself: whatever somebody owes who is there no more, or must not know of it, is owed by somebody else from now on,
    who is told. Answers how many passed on. Twice passes nothing on."""
    by_itself(by).insist(about="page:missing-families")
    passed = sum(keep_owner(one, by=by, at=at) for one in queries.owed())
    if not passed:
        record(act="missing:owners-looked-at", about="page:missing-families", by=by, at=at)
    return passed


def keep_owner(one: MissingAlert | FamilyMove, *, by: Actor, at: datetime) -> bool:
    """This one, in the deed that calls for it. True when it passed to somebody else."""
    if not queries.owner_gone(one, at=at):
        return False
    was, one.owner = one.owner, who_owes(queries.heirs_of(one, at=at), last=queries.last_owner(one))
    if one.owner == was:
        return False
    one.save(update_fields=["owner"])
    alert = isinstance(one, MissingAlert)
    path = f"/missing-families/{one.pk}/" if alert else f"/people/{one.child}/moves/"
    post(
        key=f"{one.ref}:passed:{at:%Y%m%d%H%M%S}:{one.owner}", kind="missing-passed" if alert else "move-passed",
        to=one.owner, context={"link_path": path}, at=at,
    )  # fmt: skip
    record(act="missing:passed-on" if alert else "move:passed-on", about=one.ref, by=by, at=at)
    return True
