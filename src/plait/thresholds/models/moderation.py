"""Moderation: composed vignettes, scored blind by many agencies, and what they agreed in the conversation afterwards."""

import uuid
from typing import ClassVar

from django.db import models

from plait.base.access.classes import FieldClass as C


class ModerationSession(models.Model):
    """One sitting of several agencies over the same vignettes, on the levels as they were when it was opened."""

    classes: ClassVar = {
        "id": C.WORK,
        "title": C.WORK,
        "status": C.WORK,
        "pack": C.WORK,
        "by": C.WORK,
        "by_name": C.WORK,
        "at": C.WORK,
        "opened_at": C.WORK,
        "shown_at": C.WORK,
        "closed_at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=120)
    status = models.CharField(max_length=16, default="draft")
    pack = models.CharField(max_length=64)  # the release's hash: its levels are those that are read
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    shown_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    @property
    def ref(self) -> str:
        """How the audit names it."""
        return f"moderation:{self.pk}"


class Seat(models.Model):
    """One agency in a session."""

    classes: ClassVar = {"id": C.WORK, "session": C.WORK, "agency_id": C.WORK, "agency_name": C.WORK}
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(ModerationSession, on_delete=models.PROTECT, related_name="seats")
    agency_id = models.CharField(max_length=64)
    agency_name = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "agency_id"], name="one_seat_an_agency")]


class Vignette(models.Model):
    """A story composed of many and of nobody. `recognised_at`: somebody thought of a real child, so it was taken out."""

    classes: ClassVar = {
        "id": C.WORK,
        "session": C.WORK,
        "number": C.WORK,
        "text": C.WORK,
        "age": C.WORK,
        "composed_by": C.WORK,
        "composed_by_name": C.WORK,
        "at": C.WORK,
        "recognised_at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(ModerationSession, on_delete=models.PROTECT, related_name="vignettes")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    age = models.CharField(max_length=60)  # an age band of the area
    composed_by = models.CharField(max_length=64)  # who stated that it is composed
    composed_by_name = models.CharField(max_length=120)
    at = models.DateTimeField()
    recognised_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="one_vignette_a_number"),
        ]


class VignetteScore(models.Model):
    """What one agency sees in one vignette. Its people may change it until the scores are shown."""

    classes: ClassVar = {
        "id": C.WORK,
        "vignette": C.WORK,
        "agency_id": C.WORK,
        "agency_name": C.WORK,
        "level": C.WORK,
        "indicators": C.WORK,
        "because": C.WORK,
        "by": C.WORK,
        "at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vignette = models.ForeignKey(Vignette, on_delete=models.PROTECT, related_name="scores")
    agency_id = models.CharField(max_length=64)
    agency_name = models.CharField(max_length=120)
    level = models.PositiveSmallIntegerField()
    indicators = models.JSONField(default=list)
    because = models.TextField(blank=True)
    by = models.CharField(max_length=64)  # shown to nobody: the score is the agency's
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vignette", "agency_id"], name="one_score_an_agency")]


class Settlement(models.Model):
    """What the agencies agreed of one vignette: the level, why, and which words of the levels to change."""

    classes: ClassVar = {
        "id": C.WORK,
        "vignette": C.WORK,
        "level": C.WORK,
        "because": C.WORK,
        "to_change": C.WORK,
        "by": C.WORK,
        "by_name": C.WORK,
        "at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vignette = models.OneToOneField(Vignette, on_delete=models.PROTECT, related_name="settlement")
    level = models.PositiveSmallIntegerField()
    because = models.TextField()
    to_change = models.TextField(blank=True)
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()
