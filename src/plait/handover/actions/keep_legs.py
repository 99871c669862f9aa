"""Words of another area on the legs of a handover. They wait for a package that has not come yet."""

import hashlib
from datetime import date, datetime
from uuid import UUID, uuid5

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.federation.models import Peer
from plait.base.federation.wire.refusals import NotAccepted
from plait.base.packs import Pack, current
from plait.handover.models import Handover, Leg, Supplement
from plait.handover.queries.handing import is_protected
from plait.handover.rules.legs import Noted
from plait.handover.store.legs import keep
from plait.handover.store.waiting import LEGS_WAIT, insist_room
from plait.handover.wire.legs import MOST_LEGS, LegIs, Legs, LegSaid
from plait.handover.wire.package import Worker, read

MOST_WORDS = 200  # of one side on one leg


@deed
def keep_legs(*, code: str, raw: bytes, by: Actor, at: datetime) -> None:
    """Each word is kept once, under its number; a late one changes nothing that a newer one said. Raises NotAccepted, for a
    package that was never sent to them, and for a child who is not in it."""
    peer = Peer.objects.get(code=code)
    said = read(Legs, raw)
    side = Handover.Side.IN if said.side == "sender" else Handover.Side.OUT
    rows = Handover.objects.select_for_update(of=("self",)).select_related("peer", "contact")
    handover = rows.filter(peer=peer, package=said.package, side=side).first()
    if handover is not None:
        take_legs(handover, said, by=by, at=at)
    elif side == Handover.Side.OUT:
        raise NotAccepted("no-such-package")
    else:
        _let_wait(peer, said, raw, at=at)
        record(act="handover:waits-for-package", about=peer.ref, by=by, at=at)


def take_legs(handover: Handover, said: Legs, *, by: Actor, at: datetime) -> None:
    """What they say of each; what was not known here is from now on."""
    if any(one.leg.about and one.leg.about not in handover.refs for one in said.legs):
        raise NotAccepted("another-child")
    known = {leg.key: leg for leg in handover.legs.all()}
    if len({*known, *(one.leg.key for one in said.legs)}) > MOST_LEGS:
        raise NotAccepted("too-many-legs")
    if said.reference and said.reference[:40] != handover.their_reference:
        handover.their_reference = said.reference[:40]
        handover.save(update_fields=["their_reference"])
    pack, protected = current(at=at), is_protected(handover)
    for one in said.legs:
        leg = known.get(one.leg.key) or _made(handover, one.leg, pack, protected=protected)
        known[leg.key] = leg
        leg.handover = handover
        _take(leg, one, said.worker, protected=protected, by=by, at=at)
    record(act="handover:leg-said", about=handover.ref, by=by, at=at, fields=("content",))


def _made(handover: Handover, said: LegIs, pack: Pack, *, protected: bool) -> Leg:
    kind = pack.leg_kind(said.kind)
    return Leg.objects.create(
        handover=handover, key=said.key, kind=said.kind, about=said.about, label=said.label, passes=said.passes[:300],
        by_voice=said.by_voice or bool(kind and kind.by_voice), before_arrival=said.before_arrival,
        tells=list(kind.tells) if kind else [], there="" if protected else said.there[:160],
        there_phone="" if protected else said.there_phone[:40],
    )  # fmt: skip


def _take(leg: Leg, said: LegSaid, worker: Worker, *, protected: bool, by: Actor, at: datetime) -> None:
    theirs = leg.said.filter(ours=False)
    if theirs.filter(number=said.number).exists():
        return
    if theirs.count() >= MOST_WORDS:
        raise NotAccepted("too-many-words")
    noted = Noted(
        said.verb,
        how=said.how,
        who=said.who,
        to_name=said.to_name,
        to_phone=said.to_phone,
        service="" if protected else said.service,
        words=said.words,
    )
    due = datetime.fromisoformat(said.due) if said.due else None
    on = date.fromisoformat(said.on) if said.on else None
    keep(
        leg, noted, number=said.number, ours=False, heard=said.heard, due=due, on=on, by=by.id, worker=worker, at=at
    )  # fmt: skip


def _let_wait(peer: Peer, said: Legs, raw: bytes, *, at: datetime) -> None:
    digest = hashlib.sha256(raw).hexdigest()
    name = uuid5(UUID(said.package), f"legs {digest}")
    if not Supplement.objects.filter(peer=peer, ours=False, supplement=name).exists():
        insist_room(peer)
        Supplement.objects.create(
            peer=peer, package=UUID(said.package), ours=False, supplement=name, kind=LEGS_WAIT, core=raw.decode(),
            digest=digest, by=f"area:{peer.code}", by_name=said.worker.name[:120], at=at,
        )  # fmt: skip
