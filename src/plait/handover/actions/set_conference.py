"""Say on which day the conference is; and another day when it has to move."""

from datetime import date, datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.clock import LONDON
from plait.base.packs import current
from plait.handover.access.copying import insist_no_copy
from plait.handover.access.handing import DECIDES, held_handover
from plait.handover.models import Handover
from plait.handover.queries.handing import lead_to_tell, offered_facts
from plait.handover.queries.packing import veiled_for
from plait.handover.rules.deciding import may_set_conference
from plait.handover.store import times
from plait.handover.store.news import CONFERENCE, tell
from plait.handover.store.words import say


@deed
def set_conference(
    *, handover_id: str, day: date | None, words: str = "", by: Actor, at: datetime
) -> Handover:
    """The other area's worker comes and reports. Its clock runs on until responsibility is accepted."""
    may(by, DECIDES).insist(about=f"handover:{handover_id}")
    handover = held_handover(by, handover_id, side="in", at=at, act="handover:set-conference")
    may_set_conference(
        offered_facts(handover),
        day=day,
        today=at.astimezone(LONDON).date(),
        latest=times.conference_by(handover),
        words=words,
    ).insist(about=handover.ref)
    insist_no_copy(handover.contact, [words], by=by, about=handover.ref)
    times.looked(handover, pack=current(at=at), by=by, at=at)
    say(handover, "set conference", words=veiled_for(handover.contact, words.strip()), day=day, by=by, at=at)
    handover.conference_on = day
    handover.save(update_fields=["status", "said_words", "conference_on"])
    tell(handover, CONFERENCE, lead=lead_to_tell(handover), mark=f"day:{handover.said_words}", at=at)
    record(act="handover:conference-said", about=handover.ref, by=by, at=at, fields=("content",))
    return handover
