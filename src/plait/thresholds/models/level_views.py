"""Agencies' views of the level of need, side by side, on a subject this app knows nothing about."""

import uuid
from typing import ClassVar

from django.db import models

from plait.base.access.classes import FieldClass as C


class LevelView(models.Model):
    """One agency's view: which level, on which indicators, why. The newest of each agency stands."""

    classes: ClassVar = {
        "id": C.WORK,
        "subject": C.WORK,
        "agency_id": C.WORK,
        "agency_name": C.WORK,
        "level": C.CONTENT,
        "indicators": C.CONTENT,
        "because": C.CONTENT,
        "by": C.WORK,
        "by_name": C.WORK,
        "at": C.WORK,
        "pack": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.CharField(max_length=64)
    agency_id = models.CharField(max_length=64)
    agency_name = models.CharField(max_length=120)
    level = models.PositiveSmallIntegerField()
    indicators = models.JSONField(default=list)  # indicator codes of the area's framework
    because = models.TextField(blank=True)
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()
    pack = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["subject", "at"], name="views_of_subject")]
