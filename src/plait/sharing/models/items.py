"""What an agency knows, item by item."""

import uuid
from typing import ClassVar

from django.db import models

from plait.base.access.classes import FieldClass as C


class InformationItem(models.Model):
    """One thing known about one person: fact or opinion kept apart, with its owner and how far it may go."""

    class Assertion(models.TextChoices):
        OBSERVED = "observed", "We saw or heard it ourselves"
        CHILD = "child", "The child's own words"
        THIRD_PARTY = "third_party", "Someone else told us"
        OPINION = "opinion", "Our professional opinion"
        RECORD = "record", "From our records"

    class Visibility(models.TextChoices):
        PRIVATE = "private", "Our agency only"
        SEALED = "sealed", "The decision-makers only"
        SHAREABLE = "shareable", "May be shared for this purpose"

    classes: ClassVar = {
        "id": C.WORK,
        "person_id": C.IDENTITY,
        "agency_id": C.WORK,
        "agency_name": C.WORK,
        "text": C.CONTENT,
        "happened_on": C.CONTENT,
        "happened_said": C.CONTENT,
        "assertion_kind": C.CONTENT,
        "visibility": C.CONTENT,
        "field_group": C.WORK,
        "source_ref": C.WORK,
        "written_by": C.WORK,
        "written_at": C.WORK,
        "superseded_at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person_id = models.CharField(max_length=64)
    agency_id = models.CharField(max_length=64)
    agency_name = models.CharField(max_length=120)
    text = models.TextField()
    happened_on = models.DateField(null=True)
    happened_said = models.CharField(max_length=60, blank=True)  # "last winter", when no date is known
    assertion_kind = models.CharField(max_length=12, choices=Assertion.choices)
    visibility = models.CharField(max_length=12, choices=Visibility.choices)
    field_group = models.CharField(max_length=20)
    source_ref = models.CharField(max_length=64)
    written_by = models.CharField(max_length=64)
    written_at = models.DateTimeField()
    superseded_at = models.DateTimeField(
        null=True
    )  # its agency has answered again since; kept, and no longer shown

    class Meta:
        indexes = [
            models.Index(fields=["person_id", "written_at"], name="items_of_person"),
            models.Index(fields=["source_ref"], name="items_of_source"),
        ]
