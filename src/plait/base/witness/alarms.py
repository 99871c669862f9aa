"""Raising an alarm once, in the transaction of the deed that found it."""

import hashlib
from datetime import datetime

from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.witness.events import AlarmRaised
from plait.base.witness.models import WitnessAlarm


def raise_alarm(
    *, kind: str, peer: str, own: bool, size: int, ours: str = "", theirs: str = "", statement: str = "", by: Actor,
    at: datetime,
) -> WitnessAlarm:  # fmt: skip
    """Keep the alarm and what it rests on, and tell those named for it. The same thing shown again is the same alarm, unless
    somebody has settled it and it is shown anew on another day."""
    said = "\0".join((kind, peer, str(own), str(size), ours, theirs))
    open_one = WitnessAlarm.objects.filter(
        kind=kind, peer=peer, own=own, size=size, ours=ours, theirs=theirs, settled_at__isnull=True
    ).first()
    if open_one is not None:
        record(act="witness:alarm-again", about=open_one.ref, by=by, at=at, reason=kind)
        return open_one
    key = hashlib.sha256(f"{said}\0{at.date()}".encode()).hexdigest()
    found, made = WitnessAlarm.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind, "peer": peer, "own": own, "size": size, "ours": ours, "theirs": theirs,
            "statement": statement, "raised_at": at,
        },
    )  # fmt: skip
    record(act="witness:alarm" if made else "witness:alarm-again", about=found.ref, by=by, at=at, reason=kind)
    if made:
        announce(AlarmRaised(str(found.pk), kind, at))
    return found
