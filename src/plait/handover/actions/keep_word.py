"""A word of another area on a handover: looked at, a question, no, a day, they have hold, it comes back, they take it back."""

import hashlib
from datetime import date, datetime
from uuid import UUID, uuid5

from plait.base.access.deeds import deed
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.federation.models import Peer
from plait.base.federation.wire.refusals import NotAccepted
from plait.base.packs import current
from plait.handover.events.handing import HandoverDeclined, ResponsibilityAccepted
from plait.handover.models import Handover, Supplement
from plait.handover.queries.handing import is_protected, lead_here, lead_to_tell
from plait.handover.rules.taking_in import SENDER_SAYS, Stands, insist_theirs, what_it_changes
from plait.handover.store import times, waits
from plait.handover.store.legs import let_go
from plait.handover.store.news import CONFERENCE, tell, tell_to_ask
from plait.handover.store.waiting import insist_room
from plait.handover.store.words import keep
from plait.handover.wire.package import ASK_CUSTODIAN, Word, read

TELLS = {"query": "handover-asked", "decline": "handover-declined", "accept responsibility": "handover-taken",
         "set conference": CONFERENCE, "give back": "handover-returned", "take back": "handover-withdrawn"}  # fmt: skip


@deed
def keep_word(*, code: str, raw: bytes, by: Actor, at: datetime) -> None:
    """Kept with its number; what a newer word said before is not undone by it. Raises NotAccepted, for a package that was never
    sent to them, and for a word that is not theirs to say."""
    peer = Peer.objects.get(code=code)
    word = read(Word, raw)
    side = Handover.Side.IN if word.verb in SENDER_SAYS else Handover.Side.OUT
    rows = Handover.objects.select_for_update().filter(peer=peer, package=word.package)
    handover = rows.filter(side=side).first()
    if handover is not None:
        take_word(handover, word, by=by, at=at)
    elif side == Handover.Side.OUT:
        raise NotAccepted("no-such-package")
    else:
        _let_wait(peer, word, raw, at=at)
        record(act="handover:waits-for-package", about=peer.ref, by=by, at=at)


def take_word(handover: Handover, word: Word, *, by: Actor, at: datetime) -> None:
    """What it changes here, told to whoever answers for the family."""
    stands = Stands("out" if handover.side == "out" else "in", handover.status, handover.last_word)
    insist_theirs(word, stands)
    if handover.said.filter(ours=False, number=word.number).exists():
        record(act="handover:came-again", about=handover.ref, by=by, at=at)
        return
    was, change = handover.status, what_it_changes(word, stands)
    handover.status, handover.last_word = change.status, change.last_word
    handover.their_reference = word.reference[:40] or handover.their_reference
    day = date.fromisoformat(word.day) if word.day else None
    keep(
        handover, word.verb, number=word.number, ours=False, was=was, words=word.words, code=word.reason or word.code,
        day=day, counted=change.counted, by=by.id, worker=word.worker, at=at,
    )  # fmt: skip
    if change.counted:
        _follow(handover, word, day, by=by, at=at)
    handover.save()
    record(
        act="handover:word",
        about=handover.ref,
        by=by,
        at=at,
        fields=("content",),
        reason=change.why or word.verb[:60],
    )


def _follow(handover: Handover, word: Word, day: date | None, *, by: Actor, at: datetime) -> None:
    if word.verb == ASK_CUSTODIAN:  # somebody hides there: from now on their area is said to few here too
        handover.custodian_at = handover.custodian_at or at
        lead = lead_here(handover)
        tell_to_ask(
            handover, lead=str(lead.pk) if lead else "", number=word.worker.phone[:40], mark=str(word.number), at=at
        )  # fmt: skip
        return
    handover.their_name, handover.their_job = word.worker.name[:120], word.worker.job[:160]
    handover.their_phone = word.worker.phone[:40]
    _wait(handover, word, by=by, at=at)
    if word.verb == "set conference":
        handover.conference_on, handover.unread_at = day, handover.unread_at or at
    if word.verb in ("decline", "give back", "take back"):
        handover.ended_at = at
    if word.verb == "accept responsibility":
        handover.accepted_at, handover.ended_at = at, at
        announce(ResponsibilityAccepted(handover.pk, handover.contact_id, handover.by, at))
    if word.verb == "decline":
        because = ". ".join(part for part in (word.reason, word.words) if part)
        ring = ", ".join(part for part in (handover.peer.name, word.worker.name, word.worker.phone) if part)
        if is_protected(handover):
            ring, because = "", word.reason
        announce(HandoverDeclined(handover.pk, handover.contact_id, handover.by, ring, because, at))
    if word.verb in ("give back", "take back"):
        let_go(handover, by=by, at=at)
    if word.verb == "take back":
        times.over(handover, held=False, by=by, at=at)
        Handover.objects.filter(crossed=handover).update(crossed=None)
    if kind := TELLS.get(word.verb):
        tell(handover, kind, lead=lead_to_tell(handover), mark=str(word.number), at=at)


def _wait(handover: Handover, word: Word, *, by: Actor, at: datetime) -> None:
    """They have spoken: the first word is there; and a question of theirs is owed its answer until it is overtaken."""
    waits.end(handover, waits.FIRST_WORD, waits.QUESTION, event=word.verb, by=by, at=at)
    if word.verb == "query":
        pack, event = current(at=at), "they asked us"
        waits.begin(handover, waits.QUESTION, number=word.number, event=event, pack=pack, by=by, at=at)


def _let_wait(peer: Peer, word: Word, raw: bytes, *, at: datetime) -> None:
    """They take back what has not come yet: kept for it, so that it is over when it comes."""
    name = uuid5(UUID(word.package), f"word {word.number}")
    if not Supplement.objects.filter(peer=peer, ours=False, supplement=name).exists():
        insist_room(peer)
        Supplement.objects.create(
            peer=peer, package=UUID(word.package), ours=False, supplement=name, kind="word", core=raw.decode(),
            digest=hashlib.sha256(raw).hexdigest(), by=f"area:{peer.code}", by_name=word.worker.name[:120], at=at,
        )  # fmt: skip
