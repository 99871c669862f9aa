"""A receipt: the receiver's signed word on one envelope, by its id and the digest of its very bytes."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, cast
from uuid import UUID

from plait.base.federation.wire.envelope import CODE, sender_said
from plait.base.federation.wire.refusals import NotAccepted
from plait.base.keys import NotCanonical, NotSigned, PublicKeys, Ring, canonical, read_canonical, sign, verify

RECEIPT = "plait-receipt"
State = Literal["received", "refused", "conflict"]
STATES = frozenset({"received", "refused", "conflict"})
REASON = re.compile(r"[a-z-]{0,60}")
DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Receipt:
    """`received`: it is here, safe. `refused`: these bytes will never be taken, because of `why`. `conflict`: this id came
    with other bytes before; both areas must look."""

    id: str
    digest: str
    sender: str  # of the receipt
    receiver: str
    state: State
    at: datetime
    why: str = ""


def write_receipt(receipt: Receipt, *, ring: Ring) -> str:
    """Signed, as it travels."""
    said = {
        "at": int(receipt.at.timestamp()),
        "digest": receipt.digest,
        "from": receipt.sender,
        "id": receipt.id,
        "state": receipt.state,
        "to": receipt.receiver,
        "why": receipt.why,
    }
    return sign(canonical(said), typ=RECEIPT, at=receipt.at, ring=ring)


def sender_of(written: str) -> str:
    """Who a receipt says it is from, believed by nobody yet. Raises NotAccepted."""
    return sender_said(written)


def read_receipt(written: str, *, keys: PublicKeys, sender: str, us: str, at: datetime) -> Receipt:
    """The receipt, if this peer signed it for us. Raises NotAccepted."""
    try:
        said: Any = read_canonical(verify(written, typ=RECEIPT, keys=keys, at=at).payload)
        found = Receipt(
            id=said["id"],
            digest=said["digest"],
            sender=said["from"],
            receiver=said["to"],
            state=cast(State, said["state"]),
            at=datetime.fromtimestamp(said["at"], UTC),
            why=said["why"],
        )
        texts = (found.id, found.digest, found.sender, found.receiver, found.state, found.why)
        if not all(isinstance(one, str) for one in texts):
            raise NotAccepted("not-a-receipt")
        fits = (
            DIGEST.fullmatch(found.digest) and REASON.fullmatch(found.why) and str(UUID(found.id)) == found.id
        )
        if not fits or found.state not in STATES or not CODE.fullmatch(found.sender):
            raise NotAccepted("not-a-receipt")
    except NotSigned as fault:
        raise NotAccepted(fault.reason) from None
    except (NotCanonical, TypeError, KeyError, ValueError, OverflowError, OSError):
        raise NotAccepted("not-a-receipt") from None
    if found.sender != sender or found.receiver != us:
        raise NotAccepted("for-somebody-else")
    return found
