"""The words of step downs are erased with the referral they belong to; that there was one, its steps and times stay."""

from datetime import datetime

from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import current
from plait.people.actions.end_involvements import end_involvements
from plait.stepdown.life import LIVE
from plait.stepdown.models import LookedAgain, Need, StepDown, StepDownMove, Told
from plait.stepdown.store.moves import make_move
from plait.stepdown.store.promises import settle

DISPOSED = "Disposed of when its time had come."


@deed
def erase_step_downs(*, referral_id: str, by: Actor, at: datetime) -> int:
    """By Plait itself alone. One that somebody still watches ends with it. Answers how many there were."""
    by_itself(by).insist(about="page:disposal")
    rows = list(
        StepDown.objects.select_for_update().filter(referral_id=referral_id).order_by("made_at", "pk")
    )
    for row in rows:
        if row.status in LIVE:
            make_move(row, "end", because="", by=by, at=at)
            end_involvements(source_kind="stepdown", source_id=row.pk, by=by, at=at)
            settle(row, pack=current(at=at), by=by, at=at)
    mine = {"stepdown__in": rows}
    StepDown.objects.filter(pk__in=[row.pk for row in rows]).update(
        why=DISPOSED, contingency="", bar_because="", declined_because="", risk_because=""
    )
    Need.objects.filter(**mine).update(what=DISPOSED, who="")
    Told.objects.filter(**mine).update(how="", name="")
    LookedAgain.objects.filter(**mine).update(own_records=DISPOSED, child_words="", partners="")
    StepDownMove.objects.filter(**mine).update(because="")
    about = [row.ref for row in rows] or f"referral:{referral_id}"
    record(act="stepdown:disposed", about=about, by=by, at=at, fields=("content",))
    return len(rows)
