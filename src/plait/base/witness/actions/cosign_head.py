"""Co-sign a peer's head, if its log only grew from the one co-signed last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, Verdict, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.witness.alarms import raise_alarm
from plait.base.witness.heads import WORD, NotAHead, Reader, Signer, TreeHead, head_in, statement_of
from plait.base.witness.models import PeerHead, SealedLog
from plait.base.witness.rules import ALARMS, may_cosign
from plait.base.witness.sealing import own_log


@dataclass(frozen=True, slots=True)
class Answered:
    """What the peer is answered: our word for its head (empty when we give none), why, and the size we co-signed last."""

    verdict: Verdict
    cosigned: str
    last_size: int


@deed
def cosign_head(
    *, peer: str, log: str, head: str, proof: Sequence[bytes], reader: Reader, signer: Signer, by: Actor, at: datetime
) -> Answered:  # fmt: skip
    """Keep the peer's signed `head` and our word for it, and answer that word; the same head twice is the same word.

    `peer` and `log` are the pinned peer's own, `reader` its pinned keys. A split view, a log rolled back or a proof that does not
    hold raises an alarm here and is not co-signed. Raises Refused for a statement that the peer did not sign.
    """
    about = f"witness:{peer}"
    try:
        offered = head_in(head, reader=reader)
    except NotAHead as fault:
        raise Refused(
            no(
                "not-a-head",
                say="This is no head signed by that area.",
                next_step="Ask the other area to send it again",
            ),
            about=about,
        ) from fault
    SealedLog.objects.select_for_update().get_or_create(pk=1)  # one word at a time
    last_row = PeerHead.objects.filter(peer=peer).order_by("-size").first()
    same_size = PeerHead.objects.filter(peer=peer, size=offered.size).first()
    last = None if last_row is None else TreeHead(last_row.log, last_row.size, last_row.root, last_row.at)
    verdict = may_cosign(
        log=log, last=last, root_then=same_size.root if same_size else "", offered=offered, proof=proof
    )
    if verdict.reason in ALARMS:
        ours = same_size or last_row
        raise_alarm(
            kind=verdict.reason, peer=peer, own=False, size=offered.size, ours=ours.root if ours else "",
            theirs=offered.root, statement=head, by=by, at=at,
        )  # fmt: skip
    elif verdict and same_size is None:
        word = TreeHead(offered.log, offered.size, offered.root, at, by=own_log())
        same_size = last_row = PeerHead.objects.create(
            peer=peer, log=offered.log, size=offered.size, root=offered.root, at=offered.at, statement=head,
            cosigned=signer.sign(statement_of(word), typ=WORD), cosigned_at=at,
        )  # fmt: skip
    record(
        act="witness:co-sign",
        about=about,
        by=by,
        at=at,
        verdict="allowed" if verdict else "refused",
        reason=verdict.reason,
    )
    return Answered(
        verdict, same_size.cosigned if verdict and same_size else "", last_row.size if last_row else 0
    )
