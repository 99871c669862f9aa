"""Keep what a witness says of our own log: its co-signature, or the last head that it has of us."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, Verdict, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.witness import store
from plait.base.witness.alarms import raise_alarm
from plait.base.witness.heads import WORD, NotAHead, Reader, head_in
from plait.base.witness.models import CoSignature, Head, SealedLog
from plait.base.witness.rules import ALARMS, what_a_word_tells
from plait.base.witness.sealing import own_log


@deed
def keep_word(*, peer: str, word: str, witness: str, reader: Reader, by: Actor, at: datetime) -> Verdict:
    """Hold a peer's signed word against our log as it is, and keep it where we signed that head. `witness` is the name under
    which this peer witnesses.

    A witness who saw more than there is, or another root, raises an alarm: our own log was put back, or two were shown. Raises
    Refused for a statement that the peer did not sign, or signed in another's name.
    """
    about = f"witness:{peer}"
    try:
        said = head_in(word, reader=reader, typ=WORD)
    except NotAHead as fault:
        raise Refused(_not_theirs(), about=about) from fault
    if said.by != witness:
        raise Refused(_not_theirs(), about=about)
    log, _ = SealedLog.objects.select_for_update().get_or_create(pk=1)
    root_then = store.root_at(said.size) if said.size <= log.size else ""
    verdict = what_a_word_tells(log=own_log(), word=said, size=log.size, root_then=root_then)
    head = Head.objects.filter(size=said.size, root=said.root).first()
    if verdict.reason in ALARMS:
        raise_alarm(
            kind=verdict.reason, peer=peer, own=True, size=said.size, ours=root_then, theirs=said.root, statement=word,
            by=by, at=at,
        )  # fmt: skip
    elif verdict and head is not None:
        CoSignature.objects.get_or_create(head=head, peer=peer, defaults={"at": said.at, "statement": word})
    record(
        act="witness:word",
        about=about,
        by=by,
        at=at,
        verdict="allowed" if verdict else "refused",
        reason=verdict.reason,
    )
    return verdict


def _not_theirs() -> Verdict:
    return no(
        "not-a-word",
        say="This is no witness’s word signed by that area.",
        next_step="Ask the other area to send it again",
    )
