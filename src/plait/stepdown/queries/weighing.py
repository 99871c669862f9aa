"""What there is for a manager to decide about a step down now."""

from datetime import datetime

from plait.base.packs import Pack
from plait.stepdown.models import StepDown
from plait.stepdown.queries.parts import lacking
from plait.stepdown.rules import MOST_MONTHS, RISK, Weighed
from plait.stepdown.store.promises import looks_left, owed_by


def weighed(stepdown: StepDown, *, months: int | None, pack: Pack, at: datetime) -> Weighed:
    """For `may_decide_risk`."""
    return Weighed(
        lacking=lacking(stepdown, at=at),
        owed=RISK in owed_by(stepdown, pack=pack),
        looks_left=bool(looks_left(stepdown, pack=pack)),
        months=months,
    )


def months_usual(pack: Pack) -> int:
    """After how many months somebody looks again, unless the manager says another number."""
    target = pack.clock((pack.stepping_down().again or pack.stepping_down().looks[-1]).clock)
    return min(target.amount, MOST_MONTHS) if target.kind == "months" else MOST_MONTHS
