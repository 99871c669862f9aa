"""Who is away, and who is on duty."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from plait.agencies.models.people import Practitioner, Team
from plait.base.access.classes import FieldClass as C


class Absence(models.Model):
    """A time in which a practitioner is away, and who acts for them. Why they are away is nobody's business and is not kept."""

    classes: ClassVar = {
        "id": C.REFERENCE,
        "practitioner": C.REFERENCE,
        "from_at": C.WORK,
        "to_at": C.WORK,
        "deputy": C.REFERENCE,
        "recorded_by": C.WORK,
        "recorded_at": C.WORK,
        "ended_at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practitioner = models.ForeignKey(Practitioner, models.PROTECT, related_name="absences")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()  # the first moment in which they are back
    deputy = models.ForeignKey(Practitioner, models.PROTECT, null=True, related_name="acts_in_absences")
    recorded_by = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # taken back: from then on they are here

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(to_at__gt=F("from_at")), name="absence_has_a_length")
        ]
        indexes = [models.Index(fields=["to_at"], name="absence_by_end")]


class DutyShift(models.Model):
    """A time in which somebody of a team answers first."""

    classes: ClassVar = {
        "id": C.REFERENCE,
        "team": C.REFERENCE,
        "practitioner": C.REFERENCE,
        "from_at": C.WORK,
        "to_at": C.WORK,
        "named_by": C.WORK,
        "ended_at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, models.PROTECT, related_name="shifts")
    practitioner = models.ForeignKey(Practitioner, models.PROTECT, related_name="shifts")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    named_by = models.CharField(max_length=64)
    ended_at = models.DateTimeField(null=True)  # taken off: it counts no more

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(to_at__gt=F("from_at")), name="shift_has_a_length"),
            models.UniqueConstraint(
                fields=["team", "practitioner", "from_at"],
                condition=Q(ended_at__isnull=True),
                name="on_duty_once",
            ),
        ]
        indexes = [models.Index(fields=["team", "to_at"], name="shift_by_team")]
