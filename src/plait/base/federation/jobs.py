"""The worker's part: in every round what is over or unheard; in a thread of its own, what crosses the border."""

from datetime import datetime

import structlog
from django.db import transaction

from plait.base.federation import client, outgoing, queries
from plait.base.federation.models import Peer
from plait.base.federation.outgoing import hear
from plait.base.federation.receiving import receive
from plait.base.federation.rules.sending import probe_due
from plait.base.federation.wire.refusals import NotAccepted
from plait.base.keys import BadRing, NoKeys

log = structlog.get_logger()
ROUNDS_OF_WORK = 5  # lists of one area in one round


def look_over(at: datetime) -> int:
    """In every round: one light question while nothing waits for long."""
    return outgoing.look_over(at=at)


def cross(at: datetime) -> int:
    """Bring what waits, ask whether they are there, and take what they have for us: every area that is believed. Speaks to other
    machines, so it never runs where a timer would wait for it. Answers how many messages went or came."""
    done = 0
    for peer in queries.believed():
        try:
            done += _with(peer, at=at)
        except (NoKeys, BadRing):
            return done
        except client.NotReached as fault:
            log.info("area-not-reached", area=peer.code, why=fault.reason)
        except NotAccepted as fault:
            log.warning("area-answers-otherwise", area=peer.code, why=fault.reason)
        except Exception as fault:  # a fault with one area keeps nothing from the others
            log.error("border-round-failed", exc_info=fault)
    return done


def _with(peer: Peer, *, at: datetime) -> int:
    if peer.collects:
        return 0  # nobody reaches it: it comes and asks
    done = _bring(peer, at=at)
    busy = peer.outgoing.filter(state="waiting").exists() or queries.own_collects()
    if probe_due(last=peer.asked_at, busy=busy, at=at):
        done += collect(peer, at=at)
    return done


def _bring(peer: Peer, *, at: datetime) -> int:
    brought = 0
    for one in outgoing.may_leave(peer, at=at):
        row = outgoing.leaves(str(one.pk), code=peer.code, at=at)
        if row is None:
            continue
        outgoing.take_receipt(client.deliver(row), code=peer.code, at=at)
        brought += 1
    return brought


def collect(peer: Peer, *, at: datetime) -> int:
    """Ask one area what it has for us, take it in, and bring the receipts with the next ask."""
    came = 0
    receipts: list[str] = []
    for _ in range(ROUNDS_OF_WORK):
        answer = client.ask_for_work(peer, receipts=tuple(receipts), at=at)
        receipts = []
        with transaction.atomic():
            hear(peer, at=at)
        for waiting in answer.waiting:
            with client.fetch(peer, waiting.id, at=at) as envelope:
                taken = receive(envelope, way="fetched", at=at)
            if taken.receipt:
                receipts.append(taken.receipt)
                came += 1
        if not receipts:
            break
    return came
