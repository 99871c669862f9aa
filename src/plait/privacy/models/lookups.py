"""Look-ups that somebody is asked about, records in the public eye, and how far the audit was read for both."""

import uuid
from typing import ClassVar

from django.db import models

from plait.agencies.models import Agency, Practitioner, Team
from plait.base.access.classes import FieldClass as C


class LookUp(models.Model):
    """A question about one practitioner's look-ups, with its reason in words. `key` is the question: found again, it is one.

    `person_id` is empty where it is about many records. `entries` are rows of the audit, which says the rest.
    """

    class State(models.TextChoices):
        OPEN = "open", "To be looked at"
        ASKED = "asked", "Asked to explain"
        ANSWERED = "answered", "Explained"
        SETTLED = "settled", "Settled"

    classes: ClassVar = {
        "id": C.WORK,
        "key": C.WORK,
        "kind": C.WORK,
        "who": C.WORK,
        "agency": C.WORK,
        "person_id": C.IDENTITY,
        "owner_id": C.WORK,
        "because": C.CONTENT,
        "entries": C.AUDIT,
        "first_at": C.WORK,
        "last_at": C.WORK,
        "made_at": C.WORK,
        "state": C.WORK,
        "asked_by": C.WORK,
        "asked_at": C.WORK,
        "answer": C.CONTENT,
        "answered_at": C.WORK,
        "outcome": C.CONTENT,
        "settled_because": C.CONTENT,
        "settled_by": C.WORK,
        "settled_at": C.WORK,
        "pack": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=20)
    who = models.ForeignKey(Practitioner, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    person_id = models.CharField(max_length=64, blank=True)
    owner_id = models.CharField(max_length=64, blank=True)  # who flagged the record, where somebody did
    because = models.TextField()
    entries = models.JSONField(default=list)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    asked_by = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, blank=True)
    settled_because = models.TextField(blank=True)
    settled_by = models.CharField(max_length=64, blank=True)
    settled_at = models.DateTimeField(null=True)
    pack = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["agency", "state", "made_at"], name="lookups_of_agency"),
            models.Index(fields=["who", "state"], name="lookups_to_explain"),
        ]

    @property
    def ref(self) -> str:
        """How the audit and the clocks name it."""
        return f"lookup:{self.pk}"


class HighInterest(models.Model):
    """A record in the public eye: only the team named here may open it, until a day that somebody set."""

    classes: ClassVar = {
        "id": C.WORK,
        "person_id": C.IDENTITY,
        "team": C.SEALED,
        "owner": C.SEALED,
        "because": C.SEALED,
        "from_at": C.WORK,
        "until": C.WORK,
        "restricted_by_this": C.SEALED,
        "ended_at": C.WORK,
        "ended_by": C.WORK,
        "ended_because": C.SEALED,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person_id = models.CharField(max_length=64)
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    owner = models.ForeignKey(Practitioner, models.PROTECT, related_name="+")
    because = models.TextField()
    from_at = models.DateTimeField()
    until = models.DateTimeField()
    restricted_by_this = models.BooleanField(default=False)  # then ending it opens the record again
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=64, blank=True)
    ended_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_id"], condition=models.Q(ended_at__isnull=True), name="flagged_once"
            )
        ]


class LooksRead(models.Model):
    """How far the audit was read: at once (`upto`), and over time (`swept_upto`), with what was usual by then. One row."""

    classes: ClassVar = {
        "id": C.WORK,
        "upto": C.WORK,
        "swept_upto": C.WORK,
        "swept_at": C.WORK,
        "paces": C.WORK,
        "paced_at": C.WORK,
        "at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    upto = models.BigIntegerField(default=0)
    swept_upto = models.BigIntegerField(default=0)
    swept_at = models.DateTimeField(null=True)
    paces = models.JSONField(default=dict)  # role → what is usual for it
    paced_at = models.DateTimeField(null=True)
    at = models.DateTimeField()
