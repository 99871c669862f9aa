"""What of a family that was handed over is lent, to be read at its source: that it is, and never a word of it."""

import uuid
from typing import Any, ClassVar

from django.db import models

from plait.base.access.classes import FieldClass as C
from plait.handover.models.handovers import Handover


class LentWord(models.Model):
    """One loan on one handover: ours to the other area's reader, or theirs to ours."""

    class What(models.TextChoices):
        ITEM = "item", "Something sealed"
        WHERE = "where", "Where somebody protected is"

    classes: ClassVar = {
        "id": C.WORK,
        "handover": C.WORK,
        "ours": C.WORK,
        "lease": C.WORK,
        "what": C.SEALED,
        "about": C.IDENTITY,
        "item": C.WORK,
        "reader": C.WORK,
        "because": C.SEALED,
        "by": C.WORK,
        "by_name": C.WORK,
        "at": C.WORK,
        "ended_at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    handover = models.ForeignKey(Handover, models.PROTECT, related_name="lent")
    ours = models.BooleanField()
    lease = models.UUIDField()
    what = models.CharField(max_length=5, choices=What.choices)
    about = models.CharField(max_length=20)  # who it is about, by their name on the wire
    item = models.CharField(max_length=36, blank=True)  # of ours: which item
    reader = models.CharField(max_length=120)
    because = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=160)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["handover", "lease"], name="one_word_of_a_lease")
        ]

    @property
    def ref(self) -> str:
        """How the audit names it."""
        return f"lent-word:{self.pk}"
