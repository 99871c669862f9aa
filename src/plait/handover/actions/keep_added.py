"""Something is added to a package of another area. It waits for a package that has not come yet."""

import hashlib
from datetime import datetime
from uuid import UUID

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.federation.incidents import raise_incident
from plait.base.federation.models import Peer
from plait.base.federation.wire.refusals import NotAccepted
from plait.base.packs import current
from plait.handover.actions.keep_legs import take_legs
from plait.handover.actions.keep_word import take_word
from plait.handover.models import Handover, Supplement
from plait.handover.queries.handing import lead_to_tell, open_question
from plait.handover.rules.taking_in import Stands, again_or_refuse, insist_known, what_it_answers
from plait.handover.store import times
from plait.handover.store.news import ADDED, tell
from plait.handover.store.waiting import LEGS_WAIT, WORD_WAITS, insist_room
from plait.handover.wire.legs import Legs
from plait.handover.wire.package import Added, Word, read
from plait.people.actions.note_safety import note_safety
from plait.people.models import SafetyNote
from plait.people.queries import standing_id


@deed
def keep_added(*, code: str, raw: bytes, by: Actor, at: datetime) -> Supplement:
    """Kept once, as it came; an answer closes the question that it names. Raises NotAccepted."""
    peer = Peer.objects.get(code=code)
    added, digest = read(Added, raw), hashlib.sha256(raw).hexdigest()
    known = Supplement.objects.filter(peer=peer, ours=False, supplement=added.supplement).first()
    if known is not None:
        again_or_refuse(held=known.digest, digest=digest)
        record(act="handover:came-again", about=peer.ref, by=by, at=at)
        return known
    handover = (
        Handover.objects.select_for_update()
        .filter(peer=peer, side=Handover.Side.IN, package=added.package)
        .first()
    )
    if handover is not None:
        insist_known(added.items, known=handover.refs)
    else:
        insist_room(peer)
    kept = Supplement.objects.create(
        peer=peer, package=UUID(added.package), ours=False, supplement=UUID(added.supplement), kind=added.type,
        answers=added.answers, core=raw.decode(), digest=digest, by=by.id, by_name=added.worker.name[:120], at=at,
    )  # fmt: skip
    if handover is not None:
        _join(handover, kept, added, by=by, at=at)
    else:
        record(act="handover:waits-for-package", about=peer.ref, by=by, at=at)
    return kept


def take_early(handover: Handover, *, by: Actor, at: datetime) -> None:
    """The package is here: what came before it is taken, in the order in which it came. What speaks of another child is not."""
    waiting = Supplement.objects.filter(
        peer=handover.peer, ours=False, package=handover.package, handover=None
    ).order_by("at", "pk")
    for kept in waiting:
        try:
            if kept.kind == WORD_WAITS:
                take_word(handover, read(Word, kept.core.encode()), by=by, at=at)
                kept.delete()
                continue
            if kept.kind == LEGS_WAIT:
                take_legs(handover, read(Legs, kept.core.encode()), by=by, at=at)
                kept.delete()
                continue
            added = read(Added, kept.core.encode())
            insist_known(added.items, known=handover.refs)
        except NotAccepted as fault:
            raise_incident("we-refused", code=handover.peer.code, why=fault.reason, at=at)
            kept.delete()
            continue
        _join(handover, kept, added, by=by, at=at)


def _join(handover: Handover, kept: Supplement, added: Added, *, by: Actor, at: datetime) -> None:
    kept.handover = handover
    kept.save(update_fields=["handover"])
    _heed(handover, added, by=by, at=at)
    question = open_question(handover)
    stands = Stands("in", handover.status, handover.last_word)
    handover.status = what_it_answers(added, stands, open_question=question or 0)
    handover.unread_at = handover.unread_at or at
    handover.save(update_fields=["status", "unread_at"])
    tell(handover, ADDED, lead=lead_to_tell(handover), mark=f"added:{kept.supplement}", at=at)
    if handover.status != stands.status:
        times.answer_came(handover, pack=current(at=at), by=by, at=at)
    record(act="handover:added", about=handover.ref, by=by, at=at, fields=("content",), reason=kept.kind)


def _heed(handover: Handover, added: Added, *, by: Actor, at: datetime) -> None:
    """What is added under *Somebody must not know* hides whoever the line names, else every child of the package, and whoever
    lives with them: rather hidden until somebody has read it than found meanwhile. A correction hides nobody."""
    if added.type != "supplement":
        return
    for row in (row for item in added.items if item.code == "safety" for row in item.rows):
        about = [row.about] if row.about else [ref for ref in handover.refs if ref.startswith("c")]
        for ref in about:
            note_safety(
                person_id=standing_id(handover.refs[ref]), kind=SafetyNote.Kind.WHERE, said=row.text or row.label,
                source_ref=handover.contact.ref, by=by, at=at,
            )  # fmt: skip
