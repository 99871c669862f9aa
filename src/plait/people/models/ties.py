"""Who people are to each other, and who must not know."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from plait.base.access.classes import FieldClass as C
from plait.people.models.persons import Person


class Relationship(models.Model):
    """Who one person is to another. `kind` reads from `person` to `other`: *person is the `kind` of other*."""

    classes: ClassVar = {
        "id": C.WORK,
        "person": C.IDENTITY,
        "under": C.IDENTITY,
        "other": C.IDENTITY,
        "other_under": C.IDENTITY,
        "record": C.IDENTITY,
        "from_on": C.CONTENT,
        "to_on": C.CONTENT,
        "kind": C.CONTENT,
        "parental_responsibility": C.CONTENT,
        "lives_with": C.CONTENT,
        "source_ref": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="relationships")
    under = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    other = models.ForeignKey(Person, models.PROTECT, related_name="related_by")
    other_under = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    record = models.ForeignKey("people.SourceRecord", models.PROTECT, null=True, related_name="relationships")
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)
    kind = models.CharField(max_length=60)
    parental_responsibility = models.CharField(max_length=12, default="not_known")  # yes | no | not_known
    lives_with = models.CharField(max_length=12, default="not_known")
    source_ref = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("other")), name="nobody_is_their_own_relation")
        ]


class SafetyNote(models.Model):
    """Somebody must not know: where a person is, or who told. The most important thing said about a family.

    The kinds that end in "not sure" keep that whoever told us was asked and was not sure: who must not know may exist.
    """

    class Kind(models.TextChoices):
        WHERE = "where", "Must not learn where they are"
        WHERE_UNSURE = "where_unsure", "Where they are: not sure"
        WHO_TOLD = "who_told", "Must not learn who told us"
        WHO_UNSURE = "who_told_unsure", "Who told us: not sure"
        SAFE_CONTACT = "safe_contact", "Safe way and time to make contact"
        TELLING = "telling", "Telling the family would raise risk"
        TELLING_UNSURE = "telling_unsure", "Telling the family: not sure"

    classes: ClassVar = {
        "id": C.WORK,
        "person": C.IDENTITY,
        "under": C.IDENTITY,
        "kind": C.LOCATION,
        "who": C.LOCATION,
        "said": C.LOCATION,
        "source_ref": C.WORK,
        "at": C.WORK,
        "ended_at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="safety_notes")
    under = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    who = models.CharField(max_length=200, blank=True)
    said = models.TextField(blank=True)
    source_ref = models.CharField(max_length=64)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # a person decided that it holds no longer
