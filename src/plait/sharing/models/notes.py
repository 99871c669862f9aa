"""What stands beside an item: that somebody disputes it, that it is not to be used for now, that it corrects another."""

import uuid
from typing import ClassVar

from django.db import models

from plait.base.access.classes import FieldClass as C
from plait.sharing.models.items import InformationItem


class ItemNote(models.Model):
    """A note by the item's own agency, shown wherever the item is shown. The item itself stays as it was written."""

    class Kind(models.TextChoices):
        DISPUTED = "disputed", "Disputed"
        RESTRICTED = "restricted", "Not to be passed on for now"

    classes: ClassVar = {
        "id": C.WORK,
        "item": C.WORK,
        "kind": C.WORK,
        "text": C.CONTENT,
        "agency_id": C.WORK,
        "agency_name": C.WORK,
        "written_by": C.WORK,
        "written_at": C.WORK,
        "ended_at": C.WORK,
        "ended_by": C.WORK,
        "ended_because": C.CONTENT,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(InformationItem, models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    text = models.TextField()
    agency_id = models.CharField(max_length=64)
    agency_name = models.CharField(max_length=120)
    written_by = models.CharField(max_length=64)
    written_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=64, blank=True)
    ended_because = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["agency_id", "ended_at"], name="item_notes_of_agency")]

    @property
    def ref(self) -> str:
        """How the audit names it."""
        return f"note:{self.pk}"


class ItemCorrection(models.Model):
    """One item was wrong, and another stands in its place. The old one is kept, and no longer shown as what is known."""

    classes: ClassVar = {
        "id": C.WORK,
        "old": C.WORK,
        "new": C.WORK,
        "why": C.CONTENT,
        "by": C.WORK,
        "at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    old = models.OneToOneField(InformationItem, models.PROTECT, related_name="correction")
    new = models.OneToOneField(InformationItem, models.PROTECT, related_name="corrects")
    why = models.TextField()
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
