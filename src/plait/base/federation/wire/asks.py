"""What one area asks of another and what it is answered, both signed: what waits for me, give me that one, may I read this.

An ask is for one area, holds for minutes, and counts up: one that is heard again, or after a later one, is not answered. An
answer names the ask it answers, so that an old one cannot stand in for a new one.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, cast
from uuid import UUID

from plait.base.federation.wire.envelope import CODE, sender_said
from plait.base.federation.wire.refusals import NotAccepted
from plait.base.keys import NotCanonical, NotSigned, PublicKeys, Ring, canonical, read_canonical, sign, verify
from plait.base.keys.public import SKEW

ASK, ANSWER = "plait-ask", "plait-answer"
Want = Literal["work", "fetch", "lease"]
WANTS = frozenset({"work", "fetch", "lease"})
MOST = 50  # messages in one list, receipts in one ask
LONGEST = 256 * 1024
WHO = 120


@dataclass(frozen=True, slots=True)
class Ask:
    """`work`: what waits for me? `fetch`: give me message `what`. `lease`: may `who` read lease `what` now? `receipts` are those
    for what was fetched before. `stamp` is the moment in microseconds: each ask of an area has a later one."""

    id: str
    sender: str
    receiver: str
    stamp: int
    want: Want
    what: str = ""
    who: str = ""
    receipts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """One message that waits: its id, the digest of its head, how many bytes its body has."""

    id: str
    digest: str
    body_bytes: int


@dataclass(frozen=True, slots=True)
class Answer:
    """To one ask: what waits (some of it, where `more`)."""

    ask: str
    sender: str
    receiver: str
    at: datetime
    waiting: tuple[Waiting, ...] = field(default=())
    more: bool = False


def write_ask(ask: Ask, *, ring: Ring, at: datetime) -> str:
    """Signed, as it travels."""
    said = {
        "from": ask.sender, "id": ask.id, "receipts": list(ask.receipts), "stamp": ask.stamp, "to": ask.receiver,
        "want": ask.want, "what": ask.what, "who": ask.who,
    }  # fmt: skip
    return sign(canonical(said), typ=ASK, at=at, ring=ring)


def read_ask(written: str, *, keys: PublicKeys | None, us: str, at: datetime) -> Ask:
    """The ask, if this area signed it for us, now. Raises NotAccepted."""
    if len(written) > 2 * LONGEST:
        raise NotAccepted("too-large")
    sender = sender_said(written)
    if keys is None:
        raise NotAccepted("unknown-sender")
    said = _read(written, typ=ASK, keys=keys, at=at)
    try:
        ask = Ask(
            id=_uuid(said["id"]),
            sender=said["from"],
            receiver=_code(said["to"]),
            stamp=said["stamp"],
            want=cast(Want, said["want"]),
            what="" if said["what"] == "" else _uuid(said["what"]),
            who=_text(said["who"], WHO),
            receipts=tuple(_text(one, 4096) for one in _list(said["receipts"])),
        )
        if type(ask.stamp) is not int or ask.want not in WANTS or len(ask.receipts) > MOST:
            raise ValueError("no ask")
        meant = datetime.fromtimestamp(ask.stamp / 1_000_000, UTC)
    except (TypeError, KeyError, ValueError, OverflowError, OSError, AttributeError):
        raise NotAccepted("not-an-ask") from None
    if ask.sender != sender or ask.receiver != us:
        raise NotAccepted("for-somebody-else")
    if abs(at - meant) > SKEW:
        raise NotAccepted("not-now")
    return ask


def write_answer(answer: Answer, *, ring: Ring) -> str:
    """Signed, as it travels."""
    said = {
        "ask": answer.ask, "at": int(answer.at.timestamp()), "from": answer.sender, "more": answer.more, "to": answer.receiver,
        "waiting": [{"bytes": one.body_bytes, "digest": one.digest, "id": one.id} for one in answer.waiting],
    }  # fmt: skip
    return sign(canonical(said), typ=ANSWER, at=answer.at, ring=ring)


def read_answer(written: str, *, ask: Ask, keys: PublicKeys, at: datetime) -> Answer:
    """The answer, if whom we asked signed it, for this ask. Raises NotAccepted."""
    said = _read(written, typ=ANSWER, keys=keys, at=at)
    try:
        found = Answer(
            ask=said["ask"],
            sender=said["from"],
            receiver=said["to"],
            at=datetime.fromtimestamp(said["at"], UTC),
            waiting=tuple(
                Waiting(_uuid(one["id"]), _text(one["digest"], 64), int(one["bytes"]))
                for one in _list(said["waiting"])
            ),
            more=said["more"] is True,
        )
    except (TypeError, KeyError, ValueError, OverflowError, OSError, AttributeError):
        raise NotAccepted("not-an-answer") from None
    if (found.ask, found.sender, found.receiver) != (ask.id, ask.receiver, ask.sender) or len(
        found.waiting
    ) > MOST:
        raise NotAccepted("for-somebody-else")
    return found


def _read(written: str, *, typ: str, keys: PublicKeys, at: datetime) -> Any:
    try:
        return read_canonical(verify(written, typ=typ, keys=keys, at=at).payload)
    except NotSigned as fault:
        raise NotAccepted(fault.reason) from None
    except NotCanonical:
        raise NotAccepted("written-otherwise") from None


def _uuid(said: Any) -> str:
    if not isinstance(said, str) or str(UUID(said)) != said:
        raise ValueError("no id")
    return said


def _list(said: Any) -> list[Any]:
    if not isinstance(said, list):
        raise ValueError("no list")
    return said


def _code(said: Any) -> str:
    if not isinstance(said, str) or not CODE.fullmatch(said):
        raise ValueError("no code")
    return said


def _text(said: Any, most: int) -> str:
    if not isinstance(said, str) or len(said) > most or any(ord(letter) < 32 for letter in said):
        raise ValueError("no text")
    return said
