"""Notes that one agency's own team keeps about somebody, and that nobody else ever opens."""

import uuid
from typing import ClassVar

from django.db import models

from plait.agencies.models import Practitioner, Team
from plait.base.access.classes import FieldClass as C
from plait.people.models.persons import Person


class AgencyNote(models.Model):
    """Therapy notes, a domestic abuse adviser's notes. Read by the involved team that wrote them and by nobody else: by no
    role, in no emergency, in no search, count, copy, print or answer."""

    classes: ClassVar = {
        "id": C.WORK,
        "person": C.IDENTITY,
        "under": C.IDENTITY,
        "team": C.WORK,
        "written_by": C.WORK,
        "written_at": C.WORK,
        "kind": C.SEALED,
        "text": C.SEALED,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    under = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    written_by = models.ForeignKey(Practitioner, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    kind = models.CharField(max_length=20)  # a code of KINDS_OF_NOTE
    text = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["person", "team"], name="notes_of_team")]
