"""Nobody’s disagreement is left lying: who cannot own it any more passes it to whoever is next, in the same moment."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import release
from plait.escalation.models import Escalation
from plait.escalation.queries import CHALLENGE_ROLES, clock_key, rule_of, unfit_owners
from plait.escalation.rules import Side
from plait.escalation.store.owners import disputed_of, seat
from plait.escalation.store.stages import tell
from plait.escalation.store.timing import pass_on


@deed
def keep_owners(*, by: Actor, at: datetime) -> int:
    """Everybody who left, is away, declared that they know the family, or for whom the record is not there any more, passes on
    what they own. Answers how many passed it on."""
    if by.kind != "process":
        say = "Plait passes it on by itself."
        raise Refused(
            no("not-by-a-person", say=say, next_step="Say that you are away"), about="page:escalations"
        )
    passed = 0
    for owner, why in unfit_owners(at=at):
        of = owner.stage or owner.challenge
        assert of is not None
        disputed = disputed_of(of)
        side: Side = "ours" if owner.side == "ours" else "theirs"
        roles = rule_of(owner.stage).owners(side) if owner.stage is not None else CHALLENGE_ROLES
        new = seat(of, roles, side, because=why, at=at)
        found = owner.stage.escalation if owner.stage is not None else owner.challenge
        assert found is not None
        answers = "ours" if isinstance(found, Escalation) and found.status != "open" else "theirs"
        if side == answers:
            pass_on(clock_key(found), owner=new.ref, by=by, at=at)
        tell(found, [new], "passed", phone=release(disputed.pack).area.hub_phone, at=at)
        record(
            act="escalation:passed-on",
            about=[found.ref, f"contact:{found.contact_id}"],
            by=by,
            at=at,
            reason=why,
        )
        passed += 1
    if not passed:
        record(act="escalation:owners-looked-at", about="page:escalations", by=by, at=at)
    return passed
