"""Who looked, for the one it is about."""

import uuid
from typing import ClassVar

from django.db import models

from plait.agencies.models import Agency
from plait.base.access.classes import FieldClass as C


class LookedSheet(models.Model):
    """A sheet that says in plain words who looked at a record. A second person approves it before anybody is given it."""

    class For(models.TextChoices):
        SELF = "self", "The person it is about"
        PARENT = "parent", "A parent or carer of the child"

    class State(models.TextChoices):
        DRAFTED = "drafted", "Waits for a second person"
        APPROVED = "approved", "May be given"
        REFUSED = "refused", "Not given"

    classes: ClassVar = {
        "id": C.WORK,
        "person_id": C.IDENTITY,
        "agency": C.WORK,
        "for_whom": C.WORK,
        "recipient": C.SOURCE,
        "safe_because": C.CONTENT,
        "lines": C.WORK,
        "left_out": C.SOURCE,
        "state": C.WORK,
        "made_by": C.WORK,
        "made_at": C.WORK,
        "decided_by": C.WORK,
        "decided_at": C.WORK,
        "decided_because": C.CONTENT,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person_id = models.CharField(max_length=64)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    for_whom = models.CharField(max_length=8, choices=For.choices)
    recipient = models.CharField(max_length=160)
    safe_because = models.TextField()
    lines = models.JSONField(default=list)  # [{"day": "2026-11-23", "who": "Social worker, …", "what": "…"}]
    left_out = models.BooleanField(default=False)  # somebody was left out to keep them safe
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFTED)
    made_by = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    decided_by = models.CharField(max_length=64, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_because = models.TextField(blank=True)

    @property
    def ref(self) -> str:
        """How the audit names it."""
        return f"sheet:{self.pk}"
