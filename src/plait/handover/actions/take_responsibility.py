"""We have hold: the area that the family came from lets go."""

from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock import LONDON
from plait.handover.access.copying import insist_no_copy
from plait.handover.access.handing import DECIDES, held_handover
from plait.handover.events.handing import ResponsibilityTaken
from plait.handover.life import ACCEPTED
from plait.handover.models import Handover
from plait.handover.queries.handing import offered_facts
from plait.handover.queries.packing import veiled_for
from plait.handover.rules.deciding import may_take
from plait.handover.store import times
from plait.handover.store.words import say


@deed
def take_responsibility(*, handover_id: str, words: str = "", by: Actor, at: datetime) -> Handover:
    """Only where somebody here leads by name. From this moment this area answers for the family. Twice changes nothing."""
    may(by, DECIDES).insist(about=f"handover:{handover_id}")
    handover = held_handover(by, handover_id, side="in", at=at, act="handover:take")
    if handover.status == ACCEPTED:
        return handover
    facts = offered_facts(handover)
    may_take(facts, today=at.astimezone(LONDON).date(), words=words).insist(about=handover.ref)
    insist_no_copy(handover.contact, [words], by=by, about=handover.ref)
    said = " ".join(part for part in (f"Led here by {facts.led_by}.", words.strip()) if part)
    say(handover, "accept responsibility", words=veiled_for(handover.contact, said), by=by, at=at)
    handover.accepted_at, handover.ended_at = at, at
    handover.save(update_fields=["status", "said_words", "accepted_at", "ended_at"])
    times.over(handover, held=True, by=by, at=at)
    record(act="handover:responsibility-accepted", about=handover.ref, by=by, at=at, fields=("content",))
    announce(ResponsibilityTaken(handover.pk, handover.contact_id, by.id, at))
    return handover
