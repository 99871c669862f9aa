"""Heads over the border: each week every area that is believed is shown our newest, and co-signs it; and we theirs.

Only what grew is shown, from the head that the other area co-signed last. Whoever answers gives the last word they have of us
whatever else: it is how an area hears that its own log went back.
"""

from datetime import datetime, timedelta
from functools import partial
from io import BytesIO
from typing import Any

import structlog

from plait.base.access.verdict import Refused
from plait.base.federation import describing, posting, queries
from plait.base.federation.incidents import BORDER
from plait.base.federation.kinds import Arrived
from plait.base.federation.models import Outgoing, Peer
from plait.base.federation.wire.contents import Contents, Part
from plait.base.federation.wire.refusals import NotAccepted
from plait.base.keys import NotCanonical, canonical, read_canonical
from plait.base.timers import Due, set_timer
from plait.base.witness import queries as log
from plait.base.witness.actions.cosign_head import cosign_head
from plait.base.witness.actions.keep_word import keep_word
from plait.base.witness.heads import WORD, NotAHead, head_in
from plait.base.witness.signers import OwnKey, Pinned

HEAD_SHOWN, WORD_GIVEN, TIMER = "witness-head/1", "witness-word/1", "border-heads"
EVERY = timedelta(days=7)
AGAIN = ":again"
says = structlog.get_logger()


def log_of(code: str) -> str:
    """The name under which an area keeps its log."""
    return f"areas/{code}"


def promise(peer: Peer, *, at: datetime) -> None:
    """From now on this area is shown our newest head each week, the first at once. In the deed that pinned it."""
    set_timer(key=f"{TIMER}:{peer.pk}", kind=TIMER, subject=peer.ref, due_at=at)


def show_head(due: Due) -> None:
    """The week is over: show it the newest, and promise the next. An area that is suspended is shown nothing."""
    peer = Peer.objects.filter(pk=due.subject.partition(":")[2]).first()
    if peer is None:
        return
    set_timer(key=due.key, kind=TIMER, subject=peer.ref, due_at=due.at + EVERY)
    describing.promise(peer, at=due.at)  # also for an area pinned before this one described itself anew
    if peer.state == Peer.State.TRUSTED:
        try:
            show(peer.code, at=due.at)
        except Refused as refusal:  # no key that could be used: the pages of keys and areas say so
            says.warning("head-not-shown", area=peer.code, why=refusal.verdict.reason)


def show(code: str, *, at: datetime, again: bool = False) -> Outgoing | None:
    """Send our newest head, with the proof from the one they co-signed last. None where nothing is new."""
    last = next((one.size for one in log.witnessed() if one.peer == code), 0)
    offer = log.offer_for(last)
    if offer is None or offer.size == last:
        return None
    said = canonical({"from": last, "head": offer.head, "proof": offer.proof})
    return posting.post(
        to=code,
        key=f"{HEAD_SHOWN}:{code}:{last}:{offer.size}",
        contents=Contents(HEAD_SHOWN),
        parts=[_part("head.json", said)],
        subject=f"head:{offer.size}{AGAIN if again else ''}",
        at=at,
    )


def answer_head(message: Arrived) -> None:
    """They show us theirs: co-sign it where it grew, and answer with our newest word for their log in any case."""
    said = _said(message, "head.json")
    try:
        head, proof = str(said["head"]), [bytes.fromhex(one) for one in said["proof"]]
        reader = _reader(message)
        offered = head_in(head, reader=reader)
    except (KeyError, TypeError, ValueError) as fault:
        raise NotAccepted("not-a-head") from fault
    last = log.last_of(message.sender)
    word = last.cosigned if last else ""
    elsewhere = last is not None and offered.size > last.size and said.get("from") != last.size
    if (
        not elsewhere
    ):  # else their proof begins at another head than the one we saw: our word tells them at which
        answered = cosign_head(
            peer=message.sender,
            log=log_of(message.sender),
            head=head,
            proof=proof,
            reader=reader,
            signer=OwnKey(message.at),
            by=BORDER,
            at=message.at,
        )
        word = answered.cosigned or word
    if word:
        posting.post(
            to=message.sender,
            key=f"{WORD_GIVEN}:{message.id}",
            contents=Contents(WORD_GIVEN, about=message.id),
            parts=[_part("word.json", canonical({"word": word}))],
            at=message.at,
        )


def take_word(message: Arrived) -> None:
    """Their word for our log: held against it, and kept. Where they have seen less than we thought, they are shown it once more,
    from there."""
    word = _said(message, "word.json").get("word")
    if not isinstance(word, str):
        raise NotAccepted("not-a-word")
    reader = _reader(message)
    verdict = keep_word(
        peer=message.sender,
        word=word,
        witness=log_of(message.sender),
        reader=reader,
        by=BORDER,
        at=message.at,
    )
    if not verdict:
        return
    try:
        shown = Outgoing.objects.filter(
            pk=message.contents.about, peer__code=message.sender, kind=HEAD_SHOWN
        ).first()
        seen = head_in(word, reader=reader, typ=WORD).size
    except (NotAHead, ValueError):
        return
    if (
        shown is not None
        and not shown.subject.endswith(AGAIN)
        and seen < int(shown.subject.partition(":")[2])
    ):
        show(message.sender, at=message.at, again=True)


def _reader(message: Arrived) -> Pinned:
    keys = queries.keys_of(message.sender)
    if keys is None:
        raise NotAccepted("unknown-sender")
    return Pinned(keys, message.at)


def _said(message: Arrived, name: str) -> dict[str, Any]:
    try:
        said = read_canonical(message.parts[name].bytes())
    except (KeyError, NotCanonical):
        raise NotAccepted("not-what-it-says") from None
    if not isinstance(said, dict):
        raise NotAccepted("not-what-it-says")
    return said


def _part(name: str, said: bytes) -> Part:
    return Part(name, "application/json", partial(BytesIO, said))
