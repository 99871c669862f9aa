"""What came of it: in writing for both agencies, for the child, and whether it was right to ask."""

import uuid
from typing import ClassVar

from django.db import models

from plait.agencies.models import Agency
from plait.base.access.classes import FieldClass as C
from plait.escalation.models.disputed import Challenge, Escalation


class EscalationOutcome(models.Model):
    """The written outcome on one agency's record: the same words for both, each with its own mark that it was read."""

    classes: ClassVar = {
        "id": C.WORK,
        "escalation": C.WORK,
        "agency": C.WORK,
        "text": C.CONTENT,
        "at": C.WORK,
        "read_at": C.WORK,
        "read_by": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    escalation = models.ForeignKey(Escalation, models.PROTECT, related_name="outcomes")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    read_by = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["escalation", "agency"], name="one_outcome_an_agency")]


class ChildOutcome(models.Model):
    """What it did for the child, asked thirty days after it ended. Empty until somebody says it."""

    class How(models.TextChoices):
        BETTER = "better", "Better"
        SAME = "same", "No different"
        WORSE = "worse", "Worse"
        NOT_KNOWN = "not_known", "We do not know"

    classes: ClassVar = {
        "id": C.WORK,
        "escalation": C.WORK,
        "how": C.CONTENT,
        "said": C.CONTENT,
        "by": C.WORK,
        "by_name": C.WORK,
        "asked_at": C.WORK,
        "at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    escalation = models.OneToOneField(Escalation, models.PROTECT, related_name="child_outcome")
    how = models.CharField(max_length=10, choices=How.choices, blank=True)
    said = models.TextField(blank=True)
    by = models.CharField(max_length=64, blank=True)
    by_name = models.CharField(max_length=120, blank=True)
    asked_at = models.DateTimeField(null=True)
    at = models.DateTimeField(null=True)


class GoodChallenge(models.Model):
    """The other side says that it was right to ask. Counted as good practice, for teams and never as a league of names."""

    classes: ClassVar = {
        "id": C.WORK,
        "escalation": C.WORK,
        "challenge": C.WORK,
        "words": C.CONTENT,
        "by": C.WORK,
        "by_name": C.WORK,
        "at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    escalation = models.ForeignKey(Escalation, models.PROTECT, null=True, related_name="recognised")
    challenge = models.ForeignKey(Challenge, models.PROTECT, null=True, related_name="recognised")
    words = models.TextField()
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["escalation", "by"], name="recognised_once_by_one"),
            models.UniqueConstraint(fields=["challenge", "by"], name="question_recognised_once_by_one"),
        ]
