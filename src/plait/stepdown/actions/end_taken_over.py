"""Another area has accepted responsibility: nobody here looks again, since somebody there does."""

from collections.abc import Sequence
from datetime import datetime

from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.outbox import post
from plait.base.packs import current
from plait.people.actions.end_involvements import end_involvements
from plait.stepdown.events import HoldEnded
from plait.stepdown.models import StepDown
from plait.stepdown.queries.elsewhere import live_of
from plait.stepdown.queries.parts import closed
from plait.stepdown.store.moves import make_move
from plait.stepdown.store.promises import settle

BECAUSE = (
    "Another area has accepted responsibility for this family."  # never which: it would say where they are
)


@deed
def end_taken_over(*, children: Sequence[str], about: str, by: Actor, at: datetime) -> int:
    """By Plait itself, in the deed that accepted: every watch over nobody but these children ends with that reason, and both
    teams and the hub hear. `about`: the handover. Answers how many. A new concern still opens each with its history."""
    by_itself(by).insist(about=about)
    found = live_of(children)
    pack = current(at=at)
    for stepdown in found:
        asked = stepdown.status != StepDown.Status.DECLINED
        make_move(stepdown, "end", because=BECAUSE, by=by, at=at)
        end_involvements(source_kind="stepdown", source_id=stepdown.pk, by=by, at=at)
        settle(stepdown, pack=pack, by=by, at=at)
        _tell(stepdown, asked=asked, phone=pack.area.hub_phone, at=at)
    record(act="stepdown:taken-over", about=[about, *(one.ref for one in found)], by=by, at=at)
    for stepdown in found:
        if closed(stepdown):
            announce(HoldEnded(stepdown.pk, stepdown.referral_id, by.id, at, elsewhere=True))
    return len(found)


def _tell(stepdown: StepDown, *, asked: bool, phone: str, at: datetime) -> None:
    """Whoever held them by name, and every team that answered for them or was still asked to. Why stands on no letter."""
    lead = [f"practitioner:{stepdown.lead_id}"] if stepdown.lead_id else []
    teams = [
        stepdown.referral.contact.team_id,
        stepdown.from_team_id,
        *([stepdown.to_team_id] if asked else []),
    ]
    for to in dict.fromkeys([*lead, *(f"team:{one}" for one in teams)]):
        post(
            key=f"{stepdown.ref}:ended:{to}", kind="stepdown-ended", to=to, about=stepdown.ref,
            context={"link_path": "/step-down/", "phone": phone}, at=at,
        )  # fmt: skip
