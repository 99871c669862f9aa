"""What was found out about an answer on risk, after whoever told us gave it."""

import uuid
from typing import ClassVar

from django.db import models

from plait.base.access.classes import FieldClass as C
from plait.referrals.models.contact import Contact


class SafetySettled(models.Model):
    """One answer on risk, settled by the hub after asking. The newest of its kind is what holds now; none is taken away, and
    the answer itself stays as it was said. `whom` was asked: it may be whoever told us, so it is kept like who told us."""

    class Kind(models.TextChoices):
        WHERE = "where", "Somebody must not learn where they are"
        WHO_TOLD = "who_told", "Somebody must not learn who told us"
        TELLING = "telling", "Telling the family would raise the risk"

    class Holds(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"
        NOT_SURE = "not_sure", "Nobody is sure after all"

    classes: ClassVar = {
        "id": C.WORK,
        "contact": C.WORK,
        "kind": C.CONTENT,
        "number": C.WORK,
        "holds": C.CONTENT,
        "whom": C.SOURCE,
        "because": C.CONTENT,
        "by": C.WORK,
        "by_name": C.WORK,
        "at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="settled")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    number = models.PositiveSmallIntegerField(default=1)  # which one of its kind, from 1
    holds = models.CharField(max_length=8, choices=Holds.choices)
    whom = models.CharField(max_length=160, blank=True)
    because = models.TextField(blank=True)
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact", "kind", "number"], name="settled_one_after_another")
        ]
