"""Telling other areas what this one says of itself, whenever it says something else: each day it is looked at whether it does.

The words are those at the well-known address. They travel as any message does, so an area that nobody reaches hears them too.
"""

import hashlib
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO

import structlog

from plait.base.access.verdict import Refused
from plait.base.federation.models import Outgoing, Peer
from plait.base.federation.own import own_description
from plait.base.federation.posting import post
from plait.base.federation.wire.contents import Contents, Part
from plait.base.keys import NoKeys, canonical, read_canonical
from plait.base.keys.canonical import raw64
from plait.base.packs import NoPack
from plait.base.timers import Due, set_timer

DESCRIBED, PART, TIMER = "area-described/1", "area.jose", "border-description"
EVERY = timedelta(days=1)
log = structlog.get_logger()


def promise(peer: Peer, *, at: datetime) -> None:
    """From now on this area hears each day what we say anew of ourselves, at once for the first time."""
    set_timer(key=f"{TIMER}:{peer.pk}", kind=TIMER, subject=peer.ref, due_at=at)


def describe_if_new(due: Due) -> None:
    """The day is over. An area that is suspended is told nothing."""
    peer = Peer.objects.filter(pk=due.subject.partition(":")[2]).first()
    if peer is None:
        return
    set_timer(key=due.key, kind=TIMER, subject=peer.ref, due_at=due.at + EVERY)
    if peer.state == Peer.State.TRUSTED:
        try:
            describe_to(peer, at=due.at)
        except (NoKeys, NoPack, Refused) as fault:  # the pages of keys and areas say so
            log.warning("not-described", area=peer.code, why=type(fault).__name__)


def describe_to(peer: Peer, *, at: datetime) -> Outgoing | None:
    """Send what we say of ourselves. None where it is what that area was told last, whatever became of it. Raises Refused,
    NoKeys, NoPack."""
    written = own_description(at=at)
    words = f"described:{_words_of(written)}"
    told = (
        peer.outgoing.filter(kind=DESCRIBED).order_by("-posted_at", "-pk").values_list("subject", flat=True)
    )
    if told.first() == words:
        return None
    return post(
        to=peer.code,
        key=f"{DESCRIBED}:{peer.code}:{at:%Y%m%d%H%M%S}",
        contents=Contents(DESCRIBED),
        parts=[Part(PART, "application/jose", partial(BytesIO, written.encode()))],
        subject=words,
        at=at,
    )


def _words_of(written: str) -> str:
    """The same for the same words, whenever they were said."""
    said = read_canonical(raw64(written.split(".")[1]))
    return hashlib.sha256(canonical({**said, "at": 0})).hexdigest()
