"""Who answers for an agency on the ladders."""

import uuid
from typing import ClassVar

from django.db import models

from plait.agencies.models import Agency, Practitioner
from plait.base.access.classes import FieldClass as C


class LadderPost(models.Model):
    """Who holds a role of the ladders in an agency (or, as arbitrator, in the partnership: no agency), in which order they
    are asked."""

    classes: ClassVar = {name: C.REFERENCE for name in ("id", "agency", "role", "practitioner", "order")} | {
        "from_at": C.WORK,
        "to_at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="ladder_posts")
    role = models.CharField(max_length=60)
    practitioner = models.ForeignKey(Practitioner, models.PROTECT, related_name="ladder_posts")
    order = models.PositiveSmallIntegerField(default=1)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)
