"""What a practitioner took to supervision: theirs and their supervisor's, and nobody else's."""

import uuid
from typing import ClassVar

from django.db import models

from plait.agencies.models import Agency, Practitioner
from plait.base.access.classes import FieldClass as C
from plait.base.prompts.models import Prompt


class SupervisionItem(models.Model):
    """One question that somebody thinks over with their supervisor. Stays in their agency; never part of a child's story,
    and never read by anybody besides the two."""

    class State(models.TextChoices):
        TAKEN = "taken", "To talk over"
        TALKED = "talked", "Talked over"

    classes: ClassVar = {
        "id": C.WORK,
        "prompt": C.WORK,
        "person_id": C.IDENTITY,
        "practitioner": C.WORK,
        "supervisor": C.WORK,
        "agency": C.WORK,
        "why": C.CONTENT,
        "reflection": C.CONTENT,
        "agreed": C.CONTENT,
        "state": C.WORK,
        "taken_at": C.WORK,
        "reflected_at": C.WORK,
        "talked_at": C.WORK,
        "talked_by": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    prompt = models.ForeignKey(Prompt, models.PROTECT, related_name="+")
    person_id = models.CharField(max_length=64)
    practitioner = models.ForeignKey(Practitioner, models.PROTECT, related_name="taken_to_supervision")
    supervisor = models.ForeignKey(Practitioner, models.PROTECT, related_name="supervises_on")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    why = models.TextField()
    reflection = models.TextField(blank=True)
    agreed = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.TAKEN)
    taken_at = models.DateTimeField()
    reflected_at = models.DateTimeField(null=True)
    talked_at = models.DateTimeField(null=True)
    talked_by = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["prompt", "practitioner"], name="taken_to_supervision_once")
        ]
        indexes = [
            models.Index(fields=["practitioner", "state"], name="supervision_of"),
            models.Index(fields=["supervisor", "state"], name="supervision_by"),
        ]

    @property
    def ref(self) -> str:
        """How the audit names it."""
        return f"supervision:{self.pk}"
