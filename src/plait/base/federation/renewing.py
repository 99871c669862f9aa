"""Another area describes itself anew: what is its own word counts at once, what two people pin is shown to people.

Signed twice with a key that is pinned: the message, and what it holds, which is what stands at the well-known address.
"""

from datetime import datetime

from plait.base.audit.record import record
from plait.base.federation.describing import PART
from plait.base.federation.incidents import BORDER, raise_incident
from plait.base.federation.kinds import Arrived
from plait.base.federation.models import Peer
from plait.base.federation.rules.describing import (
    NUMBERS,
    OWN_WORD,
    TWO_PEOPLE,
    is_newer,
    own_words_changed,
    to_be_pinned,
)
from plait.base.federation.trust import signed_by
from plait.base.federation.wire.description import LONGEST, Description, read_description
from plait.base.federation.wire.refusals import NotAccepted
from plait.base.keys.public import SKEW


def take_description(message: Arrived) -> None:
    """It came as a message. Raises NotAccepted for what is not a description of the area that sent it."""
    part = message.parts.get(PART)
    if part is None or part.length > LONGEST:
        raise NotAccepted("not-what-it-says")
    renew(code=message.sender, description=part.bytes().decode("latin-1"), at=message.at)


def renew(*, code: str, description: str, at: datetime) -> Peer:
    """Keep what this area says anew of itself, in the open transaction; what is older than what stands here changes nothing.
    Trust, keys and where it is reached stay as two people pinned them. Raises NotAccepted."""
    said = read_description(description, at=at)
    peer = Peer.objects.select_for_update(no_key=True).filter(code=code, state=Peer.State.TRUSTED).first()
    if peer is None:
        raise NotAccepted("unknown-sender")
    if said.code != code or not signed_by(peer, description, at=at):
        raise NotAccepted("another-area")
    if said.at > at + SKEW:
        raise NotAccepted("from-the-future")
    if not is_newer(said.at, held_at=peer.described_at, pinned_at=peer.pinned_at):
        record(act="area:described-before", about=peer.ref, by=BORDER, at=at)
        return peer
    return _keep(peer, said, at=at)


def _keep(peer: Peer, said: Description, *, at: datetime) -> Peer:
    held = {name: getattr(peer, name) for name in (*OWN_WORD, *TWO_PEOPLE)}
    new = {name: getattr(said, name) for name in (*OWN_WORD, *TWO_PEOPLE)} | {"url": said.url.rstrip("/")}
    changed = own_words_changed(held, new)
    pinned = frozenset(one.kid for one in peer.public_keys().keys)
    other = to_be_pinned(held, new, pinned=pinned, published=frozenset(one.kid for one in said.keys.keys))
    for name in changed:
        if name in NUMBERS and not getattr(peer, f"{name}_pinned"):
            setattr(peer, f"{name}_pinned", held[name])
        setattr(peer, name, new[name])
    peer.described_at = said.at
    peer.renewed_at = at if changed else peer.renewed_at
    kept = (*(f"{name}_pinned" for name in NUMBERS), "described_at", "renewed_at")
    peer.save(update_fields=[*changed, *kept])
    record(
        act="area:described-anew", about=peer.ref, by=BORDER, at=at, reason=",".join(changed) or "nothing-new"
    )
    if other:
        raise_incident("to-be-pinned", code=peer.code, why=",".join(other), at=at)
    return peer
