"""Other areas, what was proposed of them, what goes to them and what came, and what went wrong between."""

import uuid
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
        "id code name authority_number url collects office_hours office_phone emergency_name emergency_phone keys agreement "
        "state pinned_at suspended_at suspended_by suspended_by_name because heard_at asked_at"
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

    @property
    def ref(self) -> str:
        """How the audit names it."""
        return f"area:{self.pk}"

    def public_keys(self) -> PublicKeys:
        """The keys that were pinned."""
        return PublicKeys.read(self.keys)


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
