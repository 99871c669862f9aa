"""An envelope: what one area says to one other, signed by the sender, readable by the receiver alone.

    plait-envelope/1⏎   the length of the head (4 bytes)   the head (a JWS)   the body (pieces, `pieces.py`)

The head says in clear who writes to whom and until when it holds, carries the body's key sealed to the receiver, and signs the
length and digest of the body. The body is the list of contents and then the parts, one after the other: no archive, no names that
could be paths, nothing that unpacks to more than it is. The same bytes travel over https and as a file that somebody carries.
"""

import hashlib
import io
import re
import secrets
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, BinaryIO, cast
from uuid import UUID

from plait.base.federation.wire.contents import Contents, Part, Plain, read_parts, words_of
from plait.base.federation.wire.pieces import decrypt, encrypt, sealed_bytes
from plait.base.federation.wire.refusals import NotAccepted
from plait.base.keys import (
    NotCanonical,
    NotSealed,
    NotSigned,
    PublicKeys,
    Ring,
    canonical,
    read_canonical,
    seal,
    sign,
    unseal,
    verify,
)
from plait.base.keys.canonical import raw64
from plait.base.keys.public import SKEW

FORMAT = "plait-envelope/1"
FIRST_LINE = re.compile(rb"plait-envelope/([0-9]{1,4})\n")
HEAD, KEY = "plait-envelope", "plait-envelope-key"
LONGEST_HEAD = 8 * 1024
LARGEST = 1 << 30
LONGEST_LIFE = timedelta(days=60)
CODE = re.compile(r"[a-z][a-z0-9-]{1,39}")
IN_MEMORY = 1 << 20  # what is larger waits in a file without a name
_COPIED = 256 * 1024


@dataclass(frozen=True, slots=True)
class Head:
    """What the outside of an envelope says, signed. `digest` names these very bytes: of the head, and through it of the body."""

    id: str
    sender: str
    receiver: str
    at: datetime
    until: datetime
    box: str
    body_bytes: int
    body_sha256: str
    kid: str
    written: str

    @property
    def digest(self) -> str:
        """SHA-256 of the head as it was written, in hex."""
        return hashlib.sha256(self.written.encode()).hexdigest()

    @property
    def bound(self) -> bytes:
        """To what every piece of the body is bound."""
        return _bound(self.id, self.sender, self.receiver, self.at, self.until)


@dataclass(frozen=True, slots=True)
class Opened:
    """What an envelope holds, all of it verified. Its parts can be read until it is closed (`with open_body(…) as opened`)."""

    head: Head
    contents: Contents
    parts: dict[str, Plain]
    _spool: BinaryIO

    def __enter__(self) -> "Opened":
        return self

    def __exit__(self, *_fault: object) -> None:
        self._spool.close()


def write_envelope(
    *,
    envelope_id: str,
    sender: str,
    receiver: str,
    contents: Contents,
    parts: tuple[Part, ...],
    at: datetime,
    until: datetime,
    to: PublicKeys,
    ring: Ring,
    body: BinaryIO,
) -> Head:
    """Encrypt the parts into `body`, piece by piece, and sign the head. `assembled` puts the two together.

    Raises NotSealed when the receiver has no key in its time, NotAccepted for contents that no receiver would take.
    """
    at, until = at.astimezone(UTC).replace(microsecond=0), until.astimezone(UTC).replace(microsecond=0)
    key, bound = secrets.token_bytes(32), _bound(envelope_id, sender, receiver, at, until)
    digest, length = hashlib.sha256(), 0
    for piece in encrypt(words_of(contents, parts), key=key, bound_to=bound):
        digest.update(piece)
        length += len(piece)
        if length > LARGEST:
            raise NotAccepted("too-large")
        body.write(piece)
    said = {
        "at": int(at.timestamp()),
        "body": {"bytes": length, "sha256": digest.hexdigest()},
        "box": seal(key, typ=KEY, to=to, at=at),
        "from": sender,
        "id": envelope_id,
        "to": receiver,
        "until": int(until.timestamp()),
    }
    written = sign(canonical(said), typ=HEAD, at=at, ring=ring)
    return _head(said, kid=ring.in_use("sig", at=at).public.kid, written=written)


def assembled(head: Head, body: BinaryIO) -> Iterator[bytes]:
    """The envelope as it travels."""
    yield f"{FORMAT}\n".encode() + len(head.written).to_bytes(4, "big") + head.written.encode()
    while some := body.read(_COPIED):
        yield some


def sender_said(written: str) -> str:
    """Who a head says it is from, believed by nobody yet: to know whose keys to try."""
    try:
        said = read_canonical(raw64(written.split(".")[1]))
    except (NotCanonical, IndexError):
        raise NotAccepted("not-an-envelope") from None
    sender = said.get("from") if isinstance(said, dict) else None
    if not isinstance(sender, str) or not CODE.fullmatch(sender):
        raise NotAccepted("not-an-envelope")
    return sender


def read_head(written: str, *, keys_of: Callable[[str], PublicKeys | None], us: str, at: datetime) -> Head:
    """The head, if an area that is trusted signed it and it is for us. Whether it is still in its time is asked apart
    (`in_time`): one that was taken in before is answered as before. Raises NotAccepted."""
    sender = sender_said(written)
    keys = keys_of(sender)
    if keys is None:
        raise NotAccepted("unknown-sender")
    try:
        signed = verify(written, typ=HEAD, keys=keys, at=at)
        said = read_canonical(signed.payload)
    except NotSigned as fault:
        raise NotAccepted(fault.reason) from None
    except NotCanonical:
        raise NotAccepted("written-otherwise") from None
    head = _head(said, kid=signed.kid, written=written)
    if head.receiver != us:
        raise NotAccepted("for-somebody-else")
    return head


def in_time(head: Head, *, at: datetime) -> None:
    """Raises NotAccepted for an envelope that is over, that comes from the future, or that wants to hold for too long."""
    if head.until - head.at > LONGEST_LIFE or head.until <= head.at:
        raise NotAccepted("life-too-long")
    if head.at - SKEW > at:
        raise NotAccepted("from-the-future")
    if head.until <= at:
        raise NotAccepted("over")


def first_of(source: BinaryIO) -> str:
    """The head of an envelope as it is written, read from its beginning. Raises NotAccepted."""
    line = _exactly(source, len(FORMAT) + 1)
    found = FIRST_LINE.fullmatch(line)
    if found is None:
        raise NotAccepted("not-an-envelope")
    if found[1] != b"1":
        raise NotAccepted("newer-version")
    length = int.from_bytes(_exactly(source, 4), "big")
    if not 0 < length <= LONGEST_HEAD:
        raise NotAccepted("not-an-envelope")
    try:
        return _exactly(source, length).decode("ascii")
    except UnicodeDecodeError:
        raise NotAccepted("not-an-envelope") from None


def body_of(source: BinaryIO, head: Head, *, keep: Callable[[bytes], object] | None = None) -> None:
    """Read the rest of an envelope to its end and check it against its head; `keep` is given it bit by bit, and must throw it
    away when NotAccepted is raised."""
    digest, length = hashlib.sha256(), 0
    while some := source.read(_COPIED):
        length += len(some)
        if length > head.body_bytes:
            raise NotAccepted("too-long")
        digest.update(some)
        if keep is not None:
            keep(some)
    if length < head.body_bytes:
        raise NotAccepted("cut-short")
    if digest.hexdigest() != head.body_sha256:
        raise NotAccepted("another-body")


def open_body(head: Head, body: BinaryIO, *, ring: Ring, at: datetime, understood: frozenset[str]) -> Opened:
    """Decrypt a body that was checked against its head. `at`: when it arrived. Nothing is given before all of it is verified.

    Raises NotAccepted: `not-understood` where it insists on something that is not in `understood`.
    """
    try:
        key = unseal(head.box, typ=KEY, ring=ring, at=at)
    except NotSealed as fault:
        raise NotAccepted(fault.reason) from None
    small = head.body_bytes <= IN_MEMORY
    spool = io.BytesIO() if small else cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115 (Opened closes it)
    try:
        for words in decrypt(body, key=key, bound_to=head.bound):
            spool.write(words)
        contents, parts = read_parts(spool, understood=understood)
    except BaseException:
        spool.close()
        raise
    return Opened(head, contents, parts, spool)


def _head(said: Any, *, kid: str, written: str) -> Head:
    try:
        body = said["body"]
        head = Head(
            id=said["id"],
            sender=said["from"],
            receiver=said["to"],
            at=_moment(said["at"]),
            until=_moment(said["until"]),
            box=said["box"],
            body_bytes=body["bytes"],
            body_sha256=body["sha256"],
            kid=kid,
            written=written,
        )
        texts = (head.id, head.sender, head.receiver, head.box, head.body_sha256)
        if not all(isinstance(one, str) for one in texts) or type(head.body_bytes) is not int:
            raise TypeError("not texts")
        if str(UUID(head.id)) != head.id or not all(map(CODE.fullmatch, (head.sender, head.receiver))):
            raise ValueError("no names")
    except (TypeError, KeyError, ValueError, OverflowError, OSError):
        raise NotAccepted("not-an-envelope") from None
    if head.body_bytes > LARGEST:
        raise NotAccepted("too-large")
    if head.body_bytes < sealed_bytes(1):
        raise NotAccepted("not-an-envelope")
    return head


def _bound(envelope_id: str, sender: str, receiver: str, at: datetime, until: datetime) -> bytes:
    said = [envelope_id, sender, receiver, int(at.timestamp()), int(until.timestamp())]
    return hashlib.sha256(canonical(said)).digest()


def _moment(said: Any) -> datetime:
    if type(said) is not int:
        raise TypeError("no moment")
    return datetime.fromtimestamp(said, UTC)


def _exactly(source: BinaryIO, length: int) -> bytes:
    held = b""
    while len(held) < length and (some := source.read(length - len(held))):
        held += some
    if len(held) < length:
        raise NotAccepted("not-an-envelope")
    return held
