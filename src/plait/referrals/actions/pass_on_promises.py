"""An agency ended: what its teams owed about a referral, an answer or a family to accept, is the hub's from that moment."""

from collections.abc import Iterable
from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock.actions.pass_on_clock import pass_on_clock
from plait.base.clock.queries import not_before
from plait.base.outbox import post
from plait.base.packs import current
from plait.referrals.queries.owed import owed_by


@deed
def pass_on_promises(*, team_ids: Iterable[str], by: Actor, at: datetime) -> int:
    """Each clock of these teams goes on, owned by the hub of its concern, which is told and can withdraw the question, decide
    anew or ask another team. Answers how many."""
    if by.kind != "process":
        said = no("not-by-a-person", say="Plait passes it on by itself.", next_step="Decide again")
        raise Refused(said, about="page:hub")
    passed, phone = 0, current(at=at).area.hub_phone
    for running, contact in owed_by(team_ids):
        hub = f"team:{contact.team_id}"
        because = "The agency that owed it works with Plait no more."
        pass_on_clock(key=running.key, owner=hub, by=by.id, at=not_before(running, at), because=because)
        post(
            key=f"{running.key}:passed:{at:%Y%m%d%H%M%S}"[:200], kind="owed-by-nobody", to=hub, about=contact.ref,
            body_ref="due", context={"phone": phone, "link_path": f"/hub/concerns/{contact.pk}/"}, at=at,
        )  # fmt: skip
        record(act="referral:promise-passed-on", about=[running.subject, contact.ref], by=by, at=at)
        passed += 1
    if not passed:
        record(act="referral:owners-looked-at", about="page:hub", by=by, at=at)
    return passed
