"""Another area has answered: its word is kept, and whoever asked is told that there is one."""

from dataclasses import asdict
from datetime import datetime
from typing import cast

from plait.base.access.deeds import deed
from plait.base.access.verdict import no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.outbox import post
from plait.handover.models import AreaAsked
from plait.handover.rules.discovery import may_follow
from plait.handover.wire.discovery import Answer, Says

WHERE = "/areas/asked/"


@deed
def keep_answer(*, asked_id: str, answer: Answer, by: Actor, at: datetime) -> AreaAsked:
    """Their first word, or the word by which a person there ends *possible*. Any other is refused: nobody changes
    in silence what they said."""
    asked = AreaAsked.objects.select_for_update(of=("self",)).select_related("ask").get(pk=asked_id)
    before = cast("Says | None", asked.says or None)
    if not may_follow(before, answer.says):
        no("answered-already", say="They have answered already.", next_step="Ring them").insist(
            about=asked.ask.ref
        )
    asked.says, asked.ring = answer.says, asdict(answer.ring)
    if asked.answered_at is None:
        asked.answered_at = at
    if answer.says != "possible":
        asked.ended_at = at
    asked.save()
    post(
        key=f"area-answered:{asked.pk}:{answer.says}",
        kind="area-answered",
        to=f"practitioner:{asked.ask.by}",
        context={"link_path": WHERE},
        at=at,
    )
    record(act="discovery:heard", about=asked.ask.ref, by=by, at=at)
    return asked
