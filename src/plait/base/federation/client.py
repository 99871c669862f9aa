"""Reaching another area over https: only where two people pinned it, only with its own certificate, never for long.

What is brought, asked for work or fetched is prepared here, and given as a call that touches no database (`lines`).
"""

import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast
from urllib.parse import urlsplit

import requests
from django.db import transaction

from plait.base.federation.lines import said_in_time
from plait.base.federation.models import Outgoing, Peer
from plait.base.federation.outgoing import envelope_of, length_of
from plait.base.federation.own import own_code
from plait.base.federation.wire.asks import Answer, Ask, Want, read_answer, write_ask
from plait.base.federation.wire.envelope import IN_MEMORY, LARGEST, LONGEST_HEAD
from plait.base.federation.wire.refusals import NotAccepted
from plait.base.keys import own_ring

MESSAGES, WORK = "/x/v1/messages", "/x/v1/work"
TIMEOUT = (5.0, 30.0)  # seconds to connect, and of silence in an answer
PATIENCE = 60.0  # seconds that somebody waits before a page for the whole of an answer
LONGEST_ANSWER = 512 * 1024
CHUNK = 64 * 1024
LONGEST_ENVELOPE = LARGEST + LONGEST_HEAD + 64
ENVELOPE, SIGNED = "application/vnd.plait.envelope", "application/jose"


class NotReached(Exception):
    """Nobody there answered, or not as another Plait does. `reason` is a code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def deliver(row: Outgoing) -> Callable[[], str]:
    """Bring one message. The call gives the receipt; NotReached where there is none."""
    peer, length = row.peer, length_of(row)
    written = cast(BinaryIO, SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115 (the call closes it)
    for some in envelope_of(row):
        written.write(some)
    written.seek(0)
    return partial(_delivered, peer, written, length)


def _delivered(peer: Peer, written: BinaryIO, length: int) -> str:
    with written:
        said = _say(peer, MESSAGES, _Sized(iter(partial(written.read, CHUNK), b""), length), ENVELOPE)
    receipt = said.get("receipt")
    if not isinstance(receipt, str) or not receipt:
        error = said.get("error")
        raise NotReached(error if isinstance(error, str) else "no-receipt")
    return receipt


def ask_for_work(peer: Peer, *, receipts: tuple[str, ...] = (), at: datetime) -> Callable[[], Answer]:
    """Are you there, and what have you for us? The call raises NotReached, NotAccepted."""
    return partial(_listed, peer, *_ask(peer, "work", receipts=receipts, at=at), at=at)


def _listed(peer: Peer, ask: Ask, written: str, *, at: datetime) -> Answer:
    signed = _say(peer, WORK, written.encode(), SIGNED).get("answer")
    if not isinstance(signed, str):
        raise NotReached("no-answer")
    return read_answer(signed, ask=ask, keys=peer.public_keys(), at=at)


def fetch(peer: Peer, message_id: str, *, at: datetime) -> Callable[[], BinaryIO]:
    """The envelope of one message that waits there for us. The call raises NotReached."""
    return partial(_take, peer, _ask(peer, "fetch", what=message_id, at=at)[1])


def ask_for_lease(peer: Peer, lease: str, who: str, *, at: datetime) -> tuple[str, bytes]:
    """The words that are lent to us, sealed. Somebody waits for them before a page, so not for longer than PATIENCE, however
    slowly they come. Raises NotAccepted: `nothing-lent`, or why nobody could be reached."""
    try:
        ask, written = _ask(peer, "lease", what=lease, who=who[:120], at=at)
        with said_in_time(partial(_take, peer, written, most=LONGEST_ANSWER), patience=PATIENCE) as came:
            return ask.id, came.read()
    except TimeoutError:
        raise NotAccepted("too-slow") from None
    except NotReached as fault:
        raise NotAccepted(fault.reason) from None


def _ask(
    peer: Peer, want: Want, *, what: str = "", who: str = "", receipts: tuple[str, ...] = (), at: datetime
) -> tuple[Ask, str]:
    with transaction.atomic():
        held = Peer.objects.select_for_update(no_key=True).get(pk=peer.pk)
        if held.state != Peer.State.TRUSTED:
            raise NotReached("not-believed")
        held.our_stamp = max(int(at.timestamp() * 1_000_000), held.our_stamp + 1)
        held.asked_at = at
        held.save(update_fields=["our_stamp", "asked_at"])
    ask = Ask(str(uuid.uuid4()), own_code(), peer.code, held.our_stamp, want, what, who, receipts)
    return ask, write_ask(ask, ring=own_ring(), at=at)


class _Sized:
    """Bytes that come one after the other, and how many: so that nothing is held in memory and the length is said before."""

    def __init__(self, chunks: Iterator[bytes], length: int) -> None:
        self.chunks, self.length = chunks, length

    def __iter__(self) -> Iterator[bytes]:
        return self.chunks

    def __len__(self) -> int:
        return self.length


def dialled(url: str) -> tuple[str, dict[str, str]]:
    """Where an address is reached, and what is said there besides: a name under .localhost is this machine, whatever the
    resolver here knows of it (RFC 6761, 6.3). Only demos have such."""
    parts = urlsplit(url)
    if parts.scheme != "http" or not (parts.hostname or "").endswith(".localhost"):
        return url, {}
    return url.replace(parts.netloc, f"127.0.0.1:{parts.port or 80}", 1), {"Host": parts.netloc}


def _post(peer: Peer, path: str, data: Any, media: str) -> tuple[requests.Session, requests.Response]:
    session = requests.Session()
    session.trust_env = False  # no proxy and no password of the surroundings
    base, besides = dialled(peer.url)
    try:
        answer = session.post(
            f"{base}{path}",
            data=data,
            headers={"Content-Type": media, "User-Agent": "plait", **besides},
            timeout=TIMEOUT,
            allow_redirects=False,
            stream=True,
        )
    except (requests.RequestException, OSError) as fault:
        session.close()
        raise NotReached(type(fault).__name__.lower()) from None
    return session, answer


def _say(peer: Peer, path: str, data: Any, media: str) -> dict[str, Any]:
    session, answer = _post(peer, path, data, media)
    with session, answer:
        came = b"".join(_limited(answer, LONGEST_ANSWER))
    try:
        said = json.loads(came)
    except ValueError:
        raise NotReached(f"status-{answer.status_code}") from None
    if not isinstance(said, dict):
        raise NotReached("not-an-answer")
    return said


def _take(peer: Peer, written: str, *, most: int = LONGEST_ENVELOPE) -> BinaryIO:
    session, answer = _post(peer, WORK, written.encode(), SIGNED)
    with session, answer:
        if answer.status_code != 200 or answer.headers.get("Content-Type") != ENVELOPE:
            try:
                error = json.loads(b"".join(_limited(answer, LONGEST_ANSWER))).get("error")
            except (ValueError, AttributeError):
                error = None
            raise NotReached(error if isinstance(error, str) else f"status-{answer.status_code}")
        with ExitStack() as closed:  # unless all of it came: then its reader closes it
            spool = cast(BinaryIO, closed.enter_context(SpooledTemporaryFile(max_size=IN_MEMORY)))
            for some in _limited(answer, most):
                spool.write(some)
            closed.pop_all()
    spool.seek(0)
    return spool


def _limited(answer: requests.Response, most: int) -> Iterator[bytes]:
    length = 0
    try:
        for some in answer.iter_content(CHUNK):
            length += len(some)
            if length > most:
                raise NotReached("too-long")
            yield some
    except (requests.RequestException, OSError) as fault:
        raise NotReached(type(fault).__name__.lower()) from None
