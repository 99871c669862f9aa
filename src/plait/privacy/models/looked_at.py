"""What passed on its legal basis alone, because a child was in danger, and what somebody found who looked at it afterwards."""

import uuid
from typing import ClassVar

from django.db import models

from plait.base.access.classes import FieldClass as C
from plait.sharing.models import SharingDecision


class LookedAt(models.Model):
    """Somebody looked at one decision that no agreement carried, and said what came of it. Once for each decision."""

    classes: ClassVar = {
        "id": C.WORK,
        "decision": C.WORK,
        "outcome": C.WORK,
        "because": C.CONTENT,
        "by": C.WORK,
        "at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.OneToOneField(SharingDecision, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=12)
    because = models.TextField()
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
