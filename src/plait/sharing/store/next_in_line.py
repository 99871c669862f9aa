"""Where another area's next version stands here. What it never had from us does not stand in its way."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.federation.models import Peer
from plait.sharing.models import SharingAgreement
from plait.sharing.wire.agreement import Word

State = SharingAgreement.State


@dataclass(frozen=True, slots=True)
class Place:
    """`behind` which version theirs stands, and which of ours that nobody has signed `gives_way` to it."""

    before: Literal["none", "known", "unknown", "followed"]
    behind: SharingAgreement | None = None
    gives_way: SharingAgreement | None = None


def place_of(word: Word, peer: Peer) -> Place:
    """Behind the version that it names, and behind whatever followed that one and was revoked: nothing goes by it, and perhaps
    they never had it. A draft, or what nobody has signed yet, gives way; it is held."""
    if not word.follows:
        return Place("none")
    behind = SharingAgreement.objects.filter(pk=word.follows, parties__area=peer.code).first()
    if behind is None or behind.version >= word.agreement.version:
        return Place("unknown")
    while (
        after := SharingAgreement.objects.select_for_update().filter(supersedes=behind).first()
    ) is not None:
        if _unsigned(after):
            return Place("known", behind, after)
        if after.state != State.REVOKED or after.version >= word.agreement.version:
            return Place("followed")
        behind = after
    return Place("known", behind)


def _unsigned(one: SharingAgreement) -> bool:
    return one.state == State.DRAFT or (one.state == State.WAITING and not one.signatures.exists())


def step_back(ours: SharingAgreement, *, above: int) -> None:
    """A draft again, with a number above theirs, and out of its place."""
    ours.state, ours.offered_at, ours.supersedes = State.DRAFT, None, None
    ours.version = max(ours.version, above + 1)
    ours.save(update_fields=["state", "offered_at", "supersedes", "version"])


def put_behind(ours: SharingAgreement, theirs: SharingAgreement, *, by: Actor, at: datetime) -> None:
    """The draft of the version after theirs: whoever writes it reads theirs first."""
    ours.supersedes = theirs
    ours.save(update_fields=["supersedes"])
    record(act="agreement:gave-way", about=[ours.ref, theirs.ref], by=by, at=at)
