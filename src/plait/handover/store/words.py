"""A word on a handover: numbered, kept, and sent in the deed's transaction."""

from datetime import UTC, date, datetime
from io import BytesIO

import structlog

from plait.agencies.models import Practitioner
from plait.base.access.verdict import Refused
from plait.base.audit.actor import Actor
from plait.base.federation import posting
from plait.base.federation.wire.contents import Contents, Part
from plait.base.federation.wire.shapes import Shape
from plait.handover.life import ACCEPTED, HANDOVER
from plait.handover.models import Handover, HandoverWord
from plait.handover.wire.package import ASK_CUSTODIAN, PART, WORD, Core, Word, Worker, read, written

TAKE_BACK, GIVE_BACK = "take back", "give back"
log = structlog.get_logger()


def moment(at: datetime) -> str:
    """A moment on the wire."""
    return at.astimezone(UTC).replace(microsecond=0).strftime("%Y-%m-%dT%H:%M:%SZ")


def worker_of(by: Actor) -> Worker:
    """Whom to ring about what they say."""
    row = Practitioner.objects.filter(pk=by.id).first() if by.kind == "practitioner" else None
    return Worker(name=by.name[:160] or "Not named", job=by.job[:300], phone=row.phone if row else "")


def core_of(handover: Handover) -> Core:
    """The package as its bytes said it."""
    return read(Core, handover.core.encode())


def part(said: Shape) -> Part:
    """The bytes of a shape, as a part of a message."""
    raw = written(said)
    return Part(PART, "application/json", lambda: BytesIO(raw))


def say(
    handover: Handover,
    verb: str,
    *,
    words: str = "",
    code: str = "",
    reason: str = "",
    day: date | None = None,
    by: Actor,
    at: datetime,
) -> HandoverWord:
    """Make the move here and tell the other area, with the next number of ours; while that is not believed it is held, and goes
    when it is again. But nobody lets go of a family before the other area can know it. Raises Refused where it cannot be told;
    what is taken back is taken back, and kept as not sent."""
    was = handover.status
    lets_go = verb == GIVE_BACK and was == ACCEPTED
    handover.status = HANDOVER.after(verb, now=was)
    is_read(handover)
    handover.said_words += 1
    worker = worker_of(by)
    kept = keep(
        handover, verb, number=handover.said_words, ours=True, was=was, words=words, code=reason or code, day=day,
        by=by.id, worker=worker, at=at,
    )  # fmt: skip
    said = Word(
        format=WORD, package=str(handover.package), reference=handover.reference, number=kept.number, verb=verb,
        code=code, reason=reason[:300],
        words=words, day=day.isoformat() if day else "", made=moment(at), worker=worker,
    )  # fmt: skip
    # We may have no keys. Taken back is taken back all the same, and somebody rings.
    _send(handover, kept, said, must=verb != TAKE_BACK, owed=not lets_go, at=at)
    return kept


def ask_custodian(handover: Handover, custodian: Worker, *, by: Actor, at: datetime) -> HandoverWord:
    """To whoever handed a family over that hides here: whom to ring, and no fact with it. Held where that area is believed no
    longer. Saves the number of our words."""
    handover.said_words += 1
    kept = keep(
        handover, ASK_CUSTODIAN, number=handover.said_words, ours=True, was=handover.status, by=by.id,
        worker=custodian, at=at,
    )  # fmt: skip
    said = Word(
        format=WORD, package=str(handover.package), reference=handover.reference, number=kept.number,
        verb=ASK_CUSTODIAN, made=moment(at), worker=custodian,
    )  # fmt: skip
    _send(handover, kept, said, must=False, owed=True, at=at)
    handover.save(update_fields=["said_words"])
    return kept


def _send(
    handover: Handover, kept: HandoverWord, said: Word, *, must: bool, owed: bool, at: datetime
) -> None:
    try:
        posting.post(
            to=handover.peer.code,
            key=f"{handover.ref}:word:{kept.number}",
            contents=Contents(WORD, about=str(handover.package), must_understand=(WORD,)),
            parts=[part(said)],
            at=at,
            subject=handover.ref,
            owed=owed,
        )
    except Refused as refusal:
        if must:
            raise
        log.warning("word-not-told", area=handover.peer.code, verb=said.verb, why=refusal.verdict.reason)
        kept.sent = False
        kept.save(update_fields=["sent"])


def keep(
    handover: Handover,
    verb: str,
    *,
    number: int,
    ours: bool,
    was: str,
    words: str = "",
    code: str = "",
    day: date | None = None,
    counted: bool = True,
    by: str,
    worker: Worker,
    at: datetime,
) -> HandoverWord:
    """Keep a word, of either side, with what it changed."""
    return HandoverWord.objects.create(
        handover=handover, ours=ours, number=number, verb=verb, code=code[:60], words=words, day=day, counted=counted,
        was=was, became=handover.status, by=by, by_name=worker.name[:120], by_job=worker.job[:160],
        by_phone=worker.phone[:40], at=at,
    )  # fmt: skip


def is_read(handover: Handover) -> None:
    """Whoever answers has read what they told us."""
    if handover.unread_at is not None:
        handover.unread_at = None
        handover.save(update_fields=["unread_at"])


def bytes_part(name: str, media: str, raw: bytes) -> Part:
    """Bytes as a part of a message."""
    return Part(name, media, lambda: BytesIO(raw))
