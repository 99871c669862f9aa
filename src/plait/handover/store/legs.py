"""Legs in the database: drawn with a handover, said with numbers, counted by a clock while nobody there has it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import structlog
from django.db.models import Max

from plait.base.access.verdict import Refused
from plait.base.audit.actor import Actor
from plait.base.clock.actions.start_clock import start_clock
from plait.base.clock.actions.stop_clock import stop_clock
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import NOT_REQUIRED, not_before
from plait.base.federation import posting
from plait.base.federation.wire.contents import Contents
from plait.base.packs import NotInPack, Pack
from plait.base.timers import cancel_timer, set_timer
from plait.handover.life import DUE, NOT_NEEDED, OUT_STILL
from plait.handover.models import Handover, Leg, LegWord
from plait.handover.rules.legs import (
    NOT_DRAWN,
    POLICE,
    MoveFacts,
    Noted,
    There,
    Voice,
    how_it_stands,
    legs_of,
)
from plait.handover.store.words import moment, part, worker_of
from plait.handover.wire.legs import LegIs, Legs, LegSaid
from plait.handover.wire.package import LEGS, Worker

LATE = "leg-late"
log = structlog.get_logger()


def draw(
    handover: Handover, facts: MoveFacts, *, force: There, pack: Pack, by: Actor, at: datetime
) -> list[Leg]:
    """Every leg that this area's pack knows, told to the other area in one message. What nothing calls for stands as not needed,
    and anybody who works on it may call for it. `force`: the police over there, for their legs."""
    made, said, worker = [], [], worker_of(by)
    for kind, one in legs_of(pack.legs.legs if pack.legs else (), facts):
        leg = Leg(
            handover=handover, key=one.key, kind=kind.code, about=one.about, label=kind.label, passes=kind.passes,
            by_voice=kind.by_voice, before_arrival=kind.before_arrival, tells=list(kind.tells),
            status=DUE if one.needed else NOT_NEEDED,
        )  # fmt: skip
        if POLICE in kind.tells:
            leg.there, leg.there_phone, leg.there_source = force.name, force.phone, force.source
        noted = Noted("due") if one.needed else Noted("not needed", words=NOT_DRAWN)
        leg.due_at = count(leg, number=1, pack=pack, by=by, at=at) if one.needed else None
        said.append(_word(leg, noted, due=leg.due_at, number=1, ours=True, by=by.id, worker=worker, at=at))
        made.append(leg)
    Leg.objects.bulk_create(made)
    LegWord.objects.bulk_create(said)
    for leg in made:
        _remind(leg)
    if said:
        tell(handover, said, key=f"{handover.ref}:legs", by=by, at=at)
    return made


def say(
    leg: Leg, noted: Noted, *, on: date | None, word_id: str, pack: Pack, by: Actor, at: datetime
) -> LegWord:
    """Keep a word of ours with the next number, and tell the other area. Where it cannot be told the word stands here, and says
    so: somebody rings."""
    newest = _newest(leg)
    number = newest[True].number + 1 if True in newest else 1
    due = count(leg, number=number, pack=pack, by=by, at=at) if noted.verb == "due" else None
    heard = newest[False].number if False in newest else 0
    kept = keep(
        leg, noted, due=due, number=number, heard=heard, ours=True, on=on, by=by.id, worker=worker_of(by), at=at,
        word_id=word_id,
    )  # fmt: skip
    tell(leg.handover, [kept], key=f"{leg.ref}:word:{number}", by=by, at=at)
    return kept


def keep(
    leg: Leg,
    noted: Noted,
    *,
    number: int,
    ours: bool,
    heard: int = 0,
    due: datetime | None = None,
    on: date | None = None,
    by: str,
    worker: Worker,
    at: datetime,
    word_id: str = "",
) -> LegWord:
    """Keep a word of either side; the leg stands as the newest words of both sides say."""
    kept = _word(
        leg, noted, number=number, ours=ours, heard=heard, due=due, on=on, by=by, worker=worker, at=at
    )  # fmt: skip
    if word_id:
        kept.pk = UUID(word_id)
    kept.save(force_insert=True)
    _settle(leg, by=by, at=at)
    return kept


def _word(
    leg: Leg,
    noted: Noted,
    *,
    number: int,
    ours: bool,
    heard: int = 0,
    due: datetime | None = None,
    on: date | None = None,
    by: str,
    worker: Worker,
    at: datetime,
) -> LegWord:
    return LegWord(
        leg=leg, ours=ours, number=number, heard=heard, verb=noted.verb, due=due, how=noted.how[:12], who=noted.who[:160],
        to_name=noted.to_name[:160], to_phone=noted.to_phone[:40], service=noted.service[:160], words=noted.words, on=on,
        by=by, by_name=worker.name[:120], by_job=worker.job[:160], by_phone=worker.phone[:40], at=at,
    )  # fmt: skip


def _newest(leg: Leg) -> dict[bool, LegWord]:
    return {one.ours: one for one in leg.said.order_by("number")}


def _settle(leg: Leg, *, by: str, at: datetime) -> None:
    newest = _newest(leg)
    voices = {ours: Voice(one.verb, one.number, one.heard) for ours, one in newest.items()}
    out = leg.handover.side == Handover.Side.OUT
    leg.status = how_it_stands(voices.get(out), voices.get(not out))
    if leg.status in OUT_STILL:
        leg.due_at = leg.said.aggregate(last=Max("due"))["last"]
        _remind(leg)
    else:
        stop(leg, end_event=NOT_REQUIRED if leg.status == NOT_NEEDED else leg.status, by=by, at=at)
    leg.save(update_fields=["status", "due_at"])


def _remind(leg: Leg) -> None:
    if leg.due_at is not None:
        set_timer(key=_timer(leg), kind=LATE, subject=leg.ref, due_at=leg.due_at)


def _timer(leg: Leg) -> str:
    stamp = leg.due_at.strftime("%Y%m%dT%H%M%S") if leg.due_at else ""
    return f"{LATE}:{leg.pk}:{stamp}"


def count(leg: Leg, *, number: int, pack: Pack, by: Actor, at: datetime) -> datetime | None:
    """Its time begins, by the clock of this area's pack; None where there is none."""
    kind = pack.leg_kind(leg.kind)
    try:
        rule = pack.clock_rule(kind.clock) if kind else None
    except NotInPack:
        rule = None
    if rule is None:
        return None
    running = start_clock(
        key=f"{leg.ref}:{number}", rule=rule.code, subject=leg.handover.ref, start_event=rule.start_event, started_at=at,
        target=rule.target, calendar=pack.calendar(), owner=f"team:{leg.handover.contact.team_id}", by=by.id, at=at,
        pack_release=str(pack.release_id), at_risk_fraction=rule.at_risk_fraction,
    )  # fmt: skip
    return running.due_at.replace(microsecond=0)  # as it goes over the border


def stop(leg: Leg, *, end_event: str, by: str, at: datetime) -> None:
    """Nobody waits for it any more."""
    for running in RunningClock.objects.filter(key__startswith=f"{leg.ref}:").exclude(
        state=RunningClock.State.STOPPED
    ):
        stop_clock(key=running.key, end_event=end_event, by=by, at=not_before(running, at))
    if leg.due_at is not None:
        cancel_timer(key=_timer(leg))


def let_go(handover: Handover, *, by: Actor, at: datetime) -> None:
    """The handover is over: its legs stand as they stood, and nobody is told that one is late."""
    for leg in handover.legs.filter(status__in=OUT_STILL).order_by("pk"):
        stop(leg, end_event=NOT_REQUIRED, by=by.id, at=at)


def tell(handover: Handover, words: Sequence[LegWord], *, key: str, by: Actor, at: datetime) -> None:
    """Words of ours to the other area, in one message; held while it is not believed, kept as not sent where nothing can be
    sealed here."""
    said = Legs(
        format=LEGS, package=str(handover.package), reference=handover.reference, made=moment(at), worker=worker_of(by),
        side="sender" if handover.side == Handover.Side.OUT else "receiver", legs=[_on_the_wire(one) for one in words],
    )  # fmt: skip
    try:
        posting.post(
            to=handover.peer.code,
            key=key,
            contents=Contents(LEGS, about=str(handover.package), must_understand=(LEGS,)),
            parts=[part(said)],
            at=at,
            subject=handover.ref,
            owed=True,
        )
    except Refused as refusal:  # we have no keys: somebody rings
        log.warning("leg-not-told", area=handover.peer.code, why=refusal.verdict.reason)
        LegWord.objects.filter(pk__in=[one.pk for one in words]).update(sent=False)


def _on_the_wire(word: LegWord) -> LegSaid:
    leg = word.leg
    verb: Any = word.verb
    return LegSaid(
        leg=LegIs(
            key=leg.key, kind=leg.kind, about=leg.about, label=leg.label, passes=leg.passes, by_voice=leg.by_voice,
            before_arrival=leg.before_arrival, there=leg.there, there_phone=leg.there_phone,
        ),
        number=word.number, heard=word.heard, verb=verb, due=moment(word.due) if word.due else "", how=word.how,
        who=word.who, to_name=word.to_name, to_phone=word.to_phone, service=word.service, words=word.words,
        on=word.on.isoformat() if word.on else "",
    )  # fmt: skip


def with_teams(legs: Iterable[Leg], teams: dict[UUID, UUID]) -> list[Leg]:
    """Each leg with the service on our side that works with the family, where one was found."""
    found = []
    for leg in legs:
        if (team := teams.get(leg.pk)) is not None and leg.team_id != team:
            leg.team_id = team
            leg.save(update_fields=["team"])
        found.append(leg)
    return found
