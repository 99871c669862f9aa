"""*I rang*: who, when, what was said. Counts as the ask, the answer or the feedback that it was."""

import uuid
from typing import ClassVar

from django.db import models

from plait.base.access.classes import FieldClass as C


class CallNote(models.Model):
    """A telephone call about a record, written down."""

    class CountsAs(models.TextChoices):
        ASK = "ask", "Asking a partner"
        ANSWER = "answer", "A partner's answer"
        FEEDBACK = "feedback", "Telling what came of it"
        NOTE = "note", "A note only"

    classes: ClassVar = {
        "id": C.WORK,
        "about": C.WORK,
        "counts_as": C.WORK,
        "spoke_with": C.WORK,
        "rang_at": C.WORK,
        "said": C.CONTENT,
        "by": C.WORK,
        "by_name": C.WORK,
        "at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    about = models.CharField(max_length=64)  # contact:<id>, check:<id>, feedback:<id>
    counts_as = models.CharField(max_length=10, choices=CountsAs.choices)
    spoke_with = models.CharField(max_length=160)
    rang_at = models.DateTimeField()
    said = models.TextField()
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["about", "rang_at"], name="calls_about")]
