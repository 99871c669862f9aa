"""Is the family with another area, or is another area asked to take it? Whoever knows answers."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from plait.base.access.verdict import Verdict, yes
from plait.base.announce import ask
from plait.stepdown.events import BeforeLettingGo, HeldElsewhere
from plait.stepdown.life import LIVE
from plait.stepdown.models import StepDown
from plait.stepdown.queries.parts import children_in


def may_let_go_of(stepdown: StepDown, *, at: datetime) -> Verdict:
    """Does anything stand against nobody looking after this family any more?"""
    said: list[Verdict] = ask(BeforeLettingGo(tuple(children_in(stepdown)), at))
    return next((one for one in said if not one), yes("nothing-against"))


def held_elsewhere(contact_id: UUID) -> bool:
    """Does another area answer for the family of this concern?"""
    said: list[bool] = ask(HeldElsewhere(contact_id))
    return any(said)


def live_of(children: Iterable[str]) -> list[StepDown]:
    """What is watched here of nobody but these children."""
    whole = set(children)
    rows = StepDown.objects.filter(
        status__in=LIVE, referral__contact__people__description__person_id__in=list(whole)
    ).select_related("referral__contact")
    return [one for one in rows.order_by("made_at", "pk").distinct() if whole.issuperset(children_in(one))]
