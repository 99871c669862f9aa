"""The worker's part: in every round what is over or unheard; in a thread of its own, what crosses the border."""

from datetime import datetime
from functools import partial
from typing import BinaryIO

import structlog
from django.db import transaction

from plait.base.federation import client, outgoing, queries
from plait.base.federation.lines import Ended, Lines, Talk
from plait.base.federation.models import Peer
from plait.base.federation.outgoing import hear
from plait.base.federation.receiving import receive
from plait.base.federation.rules.sending import probe_due
from plait.base.federation.wire.asks import Answer
from plait.base.federation.wire.refusals import NotAccepted
from plait.base.keys import BadRing, NoKeys

log = structlog.get_logger()
ROUNDS_OF_WORK = 5  # lists of one area in one round
PATIENCE = 10.0  # seconds of a round, after which whoever is slow is left to speak on
_lines = Lines()


def look_over(at: datetime) -> int:
    """In every round: one light question while nothing waits for long."""
    return outgoing.look_over(at=at)


def cross(at: datetime, *, patience: float = PATIENCE) -> int:
    """Bring what waits, ask whether they are there, and take what they have for us: every area that is believed, all at once.
    Speaks to other machines, so it never runs where a timer would wait for it. Answers how many messages went or came with
    those who were done within `patience` seconds."""
    talks = {peer.code: partial(_with, peer, at=at) for peer in queries.believed()}
    return sum(_noted(one) for one in _lines.speak(talks, patience=patience))


def _noted(one: Ended) -> int:
    """A fault with one area keeps nothing from the others."""
    match one.fault:
        case None | NoKeys() | BadRing():
            pass  # without keys of our own nothing is said to anybody
        case client.NotReached():
            log.info("area-not-reached", area=one.whom, why=one.fault.reason)
        case NotAccepted():
            log.warning("area-answers-otherwise", area=one.whom, why=one.fault.reason)
        case _:
            log.error("border-round-failed", exc_info=one.fault)
    return one.done


def _with(peer: Peer, *, at: datetime) -> Talk:
    if peer.collects:
        return 0  # nobody reaches it: it comes and asks
    done = yield from _bring(peer, at=at)
    busy = peer.outgoing.filter(state="waiting").exists() or queries.own_collects()
    if probe_due(last=peer.asked_at, busy=busy, at=at):
        done += yield from collect(peer, at=at)
    return done


def _bring(peer: Peer, *, at: datetime) -> Talk:
    brought = 0
    for one in outgoing.may_leave(peer, at=at):
        row = outgoing.leaves(str(one.pk), code=peer.code, at=at)
        if row is None:
            continue
        receipt: str = yield client.deliver(row)
        outgoing.take_receipt(receipt, code=peer.code, at=at)
        brought += 1
    return brought


def collect(peer: Peer, *, at: datetime) -> Talk:
    """Ask one area what it has for us, take it in, and bring the receipts with the next ask."""
    came = 0
    receipts: list[str] = []
    for _ in range(ROUNDS_OF_WORK):
        answer: Answer = yield client.ask_for_work(peer, receipts=tuple(receipts), at=at)
        receipts = []
        with transaction.atomic():
            hear(peer, at=at)
        for waiting in answer.waiting:
            came_in: BinaryIO = yield client.fetch(peer, waiting.id, at=at)
            with came_in as envelope:
                taken = receive(envelope, way="fetched", at=at)
            if taken.receipt:
                receipts.append(taken.receipt)
                came += 1
        if not receipts:
            break
    return came
