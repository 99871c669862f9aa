"""What a practitioner said of their own home, as keyed hashes alone, and whom that seems to make their own."""

import uuid
from typing import ClassVar

from django.db import models

from plait.agencies.models import Practitioner
from plait.base.access.classes import FieldClass as C
from plait.people.models.involvements import DeclaredConflict
from plait.people.models.persons import Person


class OwnHousehold(models.Model):
    """That a practitioner has said where they live, and when. What they said is kept in `HouseholdMark` alone."""

    classes: ClassVar = {"id": C.WORK, "practitioner": C.WORK, "said_at": C.WORK}
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practitioner = models.OneToOneField(Practitioner, models.CASCADE, related_name="household")
    said_at = models.DateTimeField()


class HouseholdMark(models.Model):
    """One thing of a practitioner's own home (a last name with a postcode, an address, a telephone, next of kin) as a hash
    under the installation's key: nobody reads here where a colleague lives; it can only be compared."""

    classes: ClassVar = {"id": C.WORK, "household": C.WORK, "by": C.SEALED, "mark": C.SEALED}
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    household = models.ForeignKey(OwnHousehold, models.CASCADE, related_name="marks")
    by = models.CharField(max_length=8)
    mark = models.CharField(max_length=64, db_index=True)


class InferredConflict(models.Model):
    """Somebody seems to be of a practitioner's own family: it refuses first, until somebody else has looked.

    What refuses is the row in `conflict`, as if it had been declared; set aside, that row is ended.
    """

    class By(models.TextChoices):
        HOME = "home", "The same last name and home, or the same address"
        PHONE = "phone", "The same telephone number"
        KIN = "kin", "Their next of kin"

    class State(models.TextChoices):
        FOUND = "found", "Nobody has looked yet"
        CONFIRMED = "confirmed", "They know each other"
        SET_ASIDE = "set_aside", "They do not know each other"

    classes: ClassVar = {
        "id": C.WORK,
        "practitioner": C.WORK,
        "person": C.IDENTITY,
        "under": C.IDENTITY,
        "conflict": C.WORK,
        "by": C.SEALED,
        "state": C.WORK,
        "found_at": C.WORK,
        "asked_at": C.WORK,
        "settled_by": C.WORK,
        "settled_at": C.WORK,
        "because": C.SEALED,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practitioner = models.ForeignKey(Practitioner, models.PROTECT, related_name="inferred_conflicts")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    under = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    conflict = models.OneToOneField(DeclaredConflict, models.PROTECT, null=True, related_name="inferred")
    by = models.CharField(max_length=8, choices=By.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.FOUND)
    found_at = models.DateTimeField()
    asked_at = models.DateTimeField(
        null=True
    )  # they said that they work with somebody: worth looking at soon
    settled_by = models.CharField(max_length=64, blank=True)
    settled_at = models.DateTimeField(null=True)
    because = models.CharField(max_length=600, blank=True)

    class Meta:
        indexes = [models.Index(fields=["practitioner", "person"], name="inferred_of")]

    @property
    def ref(self) -> str:
        """How the audit speaks of it."""
        return f"inferred:{self.pk}"
