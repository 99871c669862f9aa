"""Decline to take a family over, with a reason: managers of both areas talk about it the same day."""

from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import current
from plait.handover.access.copying import insist_no_copy
from plait.handover.access.handing import DECIDES, held_handover
from plait.handover.events.handing import HandoverDeclined
from plait.handover.models import Handover
from plait.handover.queries.handing import is_protected, offered_facts
from plait.handover.queries.packing import veiled_for
from plait.handover.rules.deciding import may_decline
from plait.handover.store import times
from plait.handover.store.words import say


@deed
def decline_handover(*, handover_id: str, code: str, because: str, by: Actor, at: datetime) -> Handover:
    """The family stays with the area that offered it. The concern here stays open: who is in danger here is protected here.
    The manager here hears it too, with the same time as theirs."""
    may(by, DECIDES).insist(about=f"handover:{handover_id}")
    handover = held_handover(by, handover_id, side="in", at=at, act="handover:decline")
    reasons = {one.code: one.label for one in current(at=at).handing_over().declines}
    may_decline(offered_facts(handover), code=code, codes=reasons, words=because).insist(about=handover.ref)
    insist_no_copy(handover.contact, [because], by=by, about=handover.ref)
    words = veiled_for(handover.contact, because.strip())
    say(handover, "decline", words=words, code=code, reason=reasons[code], by=by, at=at)
    handover.ended_at = at
    handover.save(update_fields=["status", "said_words", "ended_at"])
    times.over(handover, held=False, by=by, at=at)
    hidden = is_protected(handover)
    ring = (handover.peer.name, handover.their_name, handover.their_phone or handover.peer.office_phone)
    area = "" if hidden else ", ".join(filter(None, ring))
    said = reasons[code] if hidden else f"{reasons[code]}. {words}"
    record(act="handover:declined", about=handover.ref, by=by, at=at, fields=("content",), reason=code)
    announce(HandoverDeclined(handover.pk, handover.contact_id, by.id, area, said, at, ours=True))
    return handover
