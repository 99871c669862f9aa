"""An agency ended: what its teams promised about stepped-down families is owed by whoever is next, in the same moment."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import clocks_about
from plait.base.outbox import post
from plait.base.packs import current
from plait.stepdown.life import LIVE
from plait.stepdown.models import StepDown
from plait.stepdown.store.promises import settle


@deed
def pass_on_promises(*, team_ids: Iterable[str], by: Actor, at: datetime) -> int:
    """Each promise of these teams is owned by whoever handed over, or by the hub, and its new owner is told. Answers how many
    step downs passed to somebody else."""
    if by.kind != "process":
        said = no("not-by-a-person", say="Plait passes it on by itself.", next_step="Ask another team")
        raise Refused(said, about="page:step-down")
    pack, passed, teams = current(at=at), 0, list(team_ids)
    rows = StepDown.objects.select_related("to_team__agency", "from_team__agency", "referral__contact__team")
    for stepdown in rows.filter(Q(to_team__in=teams) | Q(from_team__in=teams), status__in=LIVE).order_by(
        "made_at", "pk"
    ):
        before = _owners(stepdown)
        settle(stepdown, pack=pack, by=by, at=at)
        new = _owners(stepdown) - before
        for owner in sorted(new):
            post(
                key=f"{stepdown.ref}:nobody-holds:{at:%Y%m%d%H%M%S}:{owner}"[:200],
                kind="nobody-holds",
                to=owner,
                about=stepdown.ref,
                body_ref="due",
                context={"phone": pack.area.hub_phone, "link_path": "/step-down/"},
                at=at,
            )
        if new:
            record(act="stepdown:passed-on", about=stepdown.ref, by=by, at=at)
            passed += 1
    if not passed:
        record(act="stepdown:owners-looked-at", about="page:step-down", by=by, at=at)
    return passed


def _owners(stepdown: StepDown) -> set[str]:
    return {one.owner for one in clocks_about(stepdown.ref) if one.state != RunningClock.State.STOPPED}
