"""Where people live. A shielded place leaves only through `people.places.say_place`."""

import uuid
from typing import ClassVar

from django.db import models

from plait.base.access.classes import FieldClass as C
from plait.people.models.persons import Person


class Place(models.Model):
    """Somewhere people live. A shielded place leaves only through `people.places.say_place`."""

    classes: ClassVar = {
        "id": C.LOCATION,
        "line": C.LOCATION,
        "town": C.LOCATION,
        "postcode": C.LOCATION,
        "shielded": C.LOCATION,
        "shielded_because": C.LOCATION,
        "shielded_by": C.WORK,
        "shielded_at": C.WORK,
        "review_on": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    line = models.CharField(max_length=200, blank=True)
    town = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    shielded = models.BooleanField(default=False)
    shielded_because = models.CharField(max_length=300, blank=True)
    shielded_by = models.CharField(max_length=64, blank=True)
    shielded_at = models.DateTimeField(null=True)
    review_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["postcode"], name="places_by_postcode")]


class AddressPeriod(models.Model):
    """A person's time at a place, as somebody told it."""

    classes: ClassVar = {
        "id": C.WORK,
        "person": C.IDENTITY,
        "under": C.IDENTITY,
        "record": C.IDENTITY,
        "place": C.LOCATION,
        "from_on": C.LOCATION,
        "to_on": C.LOCATION,
        "source_ref": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="addresses")
    under = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    record = models.ForeignKey("people.SourceRecord", models.PROTECT, null=True, related_name="addresses")
    place = models.ForeignKey(Place, models.PROTECT, related_name="residents")
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)
    source_ref = models.CharField(max_length=64)
