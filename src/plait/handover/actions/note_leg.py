"""Say what became of a leg: passed on, acknowledged (a telephone call counts), put off, not needed, needed after all."""

from datetime import date, datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import current
from plait.handover.access.copying import insist_no_copy
from plait.handover.access.legs import held_leg, insist_notes
from plait.handover.models import LegWord
from plait.handover.queries.legs import leg_facts
from plait.handover.queries.packing import says_who_told, veiled_for
from plait.handover.rules.legs import Noted, may_note
from plait.handover.store.legs import say


@deed
def note_leg(
    *, leg_id: str, noted: Noted, word_id: str, on: date | None = None, by: Actor, at: datetime
) -> LegWord:
    """The other area is told, and never where anybody protected is. The same sent twice is one. Raises Refused."""
    leg = held_leg(by, leg_id, at=at, act="handover:leg-note")
    insist_notes(leg, by)
    if known := LegWord.objects.filter(pk=word_id, leg=leg).first():
        return known
    may_note(noted, leg_facts(leg)).insist(about=leg.ref)
    contact = leg.handover.contact
    if says_who_told(contact, noted.own_words()):
        told = "Your words would say who told us. Nothing was kept."
        raise Refused(no("gives-away", say=told, next_step="Take the name out, then keep it"), about=leg.ref)
    insist_no_copy(contact, noted.own_words(), by=by, about=leg.ref)
    veiled = Noted(
        verb=noted.verb,
        how=noted.how,
        who=veiled_for(contact, noted.who.strip()),
        to_name=veiled_for(contact, noted.to_name.strip()),
        to_phone=noted.to_phone.strip(),
        service=veiled_for(contact, noted.service.strip()),
        words=veiled_for(contact, noted.words.strip()),
    )
    kept = say(leg, veiled, on=on, word_id=word_id, pack=current(at=at), by=by, at=at)
    about = [leg.handover.ref, leg.ref]
    record(act="handover:leg-noted", about=about, by=by, at=at, fields=("content",), reason=noted.verb)
    return kept
