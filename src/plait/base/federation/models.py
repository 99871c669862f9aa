"""Other areas, what was proposed of them, what goes to them and what came, and what went wrong between."""

import json
import uuid
from functools import lru_cache
from typing import Any, ClassVar

from django.db import models

from plait.base.access.classes import FieldClass as C
from plait.base.keys import PublicKeys


def _work(names: str) -> dict[str, str]:
    return dict.fromkeys(names.split(), C.WORK)


class Peer(models.Model):
    """Another area as two people pinned it: whose signature is believed, where it is reached, whom to ring."""

    class State(models.TextChoices):
        TRUSTED = "trusted", "Trusted"
        SUSPENDED = "suspended", "Suspended"

    classes: ClassVar = _work(
        "id code name authority_number url collects office_hours office_phone emergency_name emergency_phone police_name "
        "police_phone keys agreement state their_stamp our_stamp pinned_at suspended_at suspended_by suspended_by_name because "
        "heard_at asked_at described_at renewed_at office_phone_pinned emergency_phone_pinned"
    )
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    authority_number = models.CharField(max_length=3)
    url = models.CharField(max_length=200)
    collects = models.BooleanField(default=False)
    office_hours = models.CharField(max_length=120, blank=True)
    office_phone = models.CharField(max_length=30)
    emergency_name = models.CharField(max_length=80, blank=True)
    emergency_phone = models.CharField(max_length=30)
    police_name = models.CharField(max_length=80, blank=True)  # the force there, as the area says it
    police_phone = models.CharField(max_length=30, blank=True)
    keys = models.JSONField(default=dict)
    agreement = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.TRUSTED)
    pinned_at = models.DateTimeField()
    suspended_at = models.DateTimeField(null=True)
    suspended_by = models.CharField(max_length=64, blank=True)
    suspended_by_name = models.CharField(max_length=120, blank=True)
    because = models.CharField(max_length=500, blank=True)
    heard_at = models.DateTimeField(null=True)  # the last authentic word of it
    asked_at = models.DateTimeField(null=True)  # when it was last asked whether it has anything for us
    described_at = models.DateTimeField(null=True)  # its own moment of what it last said of itself
    renewed_at = models.DateTimeField(null=True)  # when something of that counted here without two people
    office_phone_pinned = models.CharField(max_length=30, blank=True)  # where it has said another since
    emergency_phone_pinned = models.CharField(max_length=30, blank=True)
    their_stamp = models.BigIntegerField(default=0)  # of its last ask: an earlier one is not answered
    our_stamp = models.BigIntegerField(default=0)  # of our last ask

    @property
    def ref(self) -> str:
        """How the audit names it."""
        return f"area:{self.pk}"

    def public_keys(self) -> PublicKeys:
        """The keys that were pinned."""
        return _as_pinned(json.dumps(self.keys, sort_keys=True))


@lru_cache(maxsize=512)
def _as_pinned(written: str) -> PublicKeys:
    """Kept by the very words that stand in the row now, never by whose they are: pinned anew, they are read anew."""
    return PublicKeys.read(json.loads(written))


class Proposal(models.Model):
    """A description that one person proposes to believe, and a second confirms or turns down. Kept for ever: with it old
    receipts can still be read."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waits for a second person"
        CONFIRMED = "confirmed", "Confirmed"
        TURNED_DOWN = "turned_down", "Turned down"

    classes: ClassVar = _work(
        "id code name description keys vouched agreement checked state proposed_by proposed_by_name proposed_at decided_by "
        "decided_by_name decided_at"
    )
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    description = models.TextField()
    keys = models.JSONField(default=dict)
    vouched = models.BooleanField(default=False)  # signed with a key that was pinned already
    agreement = models.CharField(max_length=200)
    checked = models.CharField(max_length=200)  # how they made sure that it is really that area
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    proposed_by = models.CharField(max_length=64)
    proposed_by_name = models.CharField(max_length=120)
    proposed_at = models.DateTimeField()
    decided_by = models.CharField(max_length=64, blank=True)
    decided_by_name = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(state="waiting"), name="one_proposal_waits"
            )
        ]

    @property
    def ref(self) -> str:
        """How the audit names it."""
        return f"area-proposal:{self.pk}"


class Outgoing(models.Model):
    """A message to one other area, in its envelope: nobody here can read it any more. Its bytes go when it has ended."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waits to arrive"
        HELD = "held", "Held until that area is believed again"
        ARRIVED = "arrived", "Arrived"
        REFUSED = "refused", "They will not take it"
        CONFLICT = "conflict", "They hold other bytes"
        OVER = "over", "Out of time"
        STOPPED = "stopped", "Taken back before it left"

    classes: ClassVar = _work(
        "id key peer kind about subject head digest body_bytes state attempts posted_at until next_try waits_since told_at "
        "ended_at why receipt"
    )
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=200, unique=True)
    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="outgoing")
    kind = models.CharField(max_length=50)
    about = models.CharField(max_length=36, blank=True)  # the message that it answers or adds to
    subject = models.CharField(max_length=80, blank=True)  # the record here that it is of
    head = models.TextField()
    digest = models.CharField(max_length=64)
    body_bytes = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    posted_at = models.DateTimeField()
    until = models.DateTimeField()
    next_try = models.DateTimeField(null=True)
    waits_since = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=60, blank=True)
    receipt = models.TextField(blank=True)  # the other area's signed word that ended it

    class Meta:
        indexes = [models.Index(fields=["state", "next_try"], name="outgoing_by_next_try")]

    @property
    def ref(self) -> str:
        """How the audit names it."""
        return f"border-message:{self.pk}"


class Piece(models.Model):
    """Some of the encrypted bytes of a message that waits."""

    classes: ClassVar = _work("id message number words")
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message = models.ForeignKey(Outgoing, on_delete=models.CASCADE, related_name="pieces")
    number = models.PositiveIntegerField()
    words = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["message", "number"], name="one_piece_of_a_number")
        ]


class Incoming(models.Model):
    """A message of another area that was taken in, or refused, once. Of its words nothing stays here: whoever handled it kept
    what they need. Its signed head stays."""

    class State(models.TextChoices):
        RECEIVED = "received", "Taken in"
        REFUSED = "refused", "Refused"

    classes: ClassVar = _work("id peer message kind about head digest body_bytes way state why received_at")
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="incoming")
    message = models.UUIDField()
    kind = models.CharField(max_length=50, blank=True)
    about = models.CharField(max_length=36, blank=True)
    head = models.TextField()
    digest = models.CharField(max_length=64)
    body_bytes = models.BigIntegerField()
    way = models.CharField(max_length=10)  # https, fetched, file
    state = models.CharField(max_length=10, choices=State.choices)
    why = models.CharField(max_length=60, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["peer", "message"], name="one_of_an_id_from_an_area")
        ]

    @property
    def ref(self) -> str:
        """How the audit names it."""
        return f"border-message:{self.message}"


class Incident(models.Model):
    """Something went wrong between two areas and a person must look. The same thing again, while nobody has settled it, is the
    same incident. `code` is empty for an area that nobody pinned."""

    classes: ClassVar = _work(
        "id kind code why message first_at last_at times taken_by taken_by_name taken_at settled_at settled_by settled_by_name"
    ) | {"found": C.CONTENT}
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=40, blank=True)
    why = models.CharField(max_length=60, blank=True)
    message = models.CharField(max_length=36, blank=True)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)
    taken_by = models.CharField(max_length=64, blank=True)
    taken_by_name = models.CharField(max_length=120, blank=True)
    taken_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=64, blank=True)
    settled_by_name = models.CharField(max_length=120, blank=True)
    found = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["kind", "code", "why", "message"],
                condition=models.Q(settled_at=None),
                name="one_open_incident",
            )
        ]

    @property
    def ref(self) -> str:
        """How the audit names it."""
        return f"border-incident:{self.pk}"


class Loan(models.Model):
    """One record here, lent to one other area: at each reading it is asked whether it still is."""

    classes: ClassVar = _work("id peer ref since until taken_back_at because lent_by lent_by_name")
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="loans")
    ref = models.CharField(max_length=120, db_index=True)
    since = models.DateTimeField()
    until = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)
    because = models.CharField(max_length=200, blank=True)
    lent_by = models.CharField(max_length=64)
    lent_by_name = models.CharField(max_length=120)

    @property
    def lease(self) -> str:
        """How the audit names it."""
        return f"lease:{self.pk}"


class Borrowing(models.Model):
    """Something that another area lends us: that it is lent, and whether it has ended. Never a word of it."""

    classes: ClassVar = _work("id peer lease since ended_at")
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="borrowings")
    lease = models.UUIDField()
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["peer", "lease"], name="one_borrowing_of_a_lease")
        ]

    @property
    def ref(self) -> str:
        """How the audit names it."""
        return f"borrowed:{self.pk}"
