"""Persons, how they were described, and who said that a description is of whom."""

import secrets
import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from plait.agencies.models import Team
from plait.base.access.classes import FieldClass as C


class Person(models.Model):
    """A stable, random identity for someone described to Plait. What was said about them stands in Descriptions.

    `superseded_by` is a redirect left when a person turned out to be somebody already known; undoing the link clears
    it. `restricted` persons (a practitioner's own family, say) are absent for everyone but their custodians and those
    involved by name.
    """

    classes: ClassVar = {
        "id": C.IDENTITY,
        "made_at": C.WORK,
        "superseded_by": C.IDENTITY,
        "redirect_under": C.IDENTITY,
        "restricted": C.SEALED,
        "custodian": C.SEALED,
        "address_hidden": C.LOCATION,
        "address_hidden_because": C.LOCATION,
        "hidden_by": C.WORK,
        "hidden_review_on": C.WORK,
        "covered_at": C.WORK,
        "own_cover": C.SEALED,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    made_at = models.DateTimeField()
    superseded_by = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="supersedes", db_index=False
    )
    # Whom the redirect led to before that one was joined to somebody else; empty where it leads there still.
    redirect_under = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)
    restricted = models.BooleanField(default=False)
    custodian = models.ForeignKey(Team, models.PROTECT, null=True, related_name="keeps")
    address_hidden = models.BooleanField(default=False)
    address_hidden_because = models.CharField(max_length=300, blank=True)
    hidden_by = models.CharField(max_length=64, blank=True)
    hidden_review_on = models.DateField(
        null=True
    )  # when somebody looks at it again; it stays hidden until a person says
    # While others are joined to them: when somebody hid or restricted them all; what covered them by their own right.
    covered_at = models.DateTimeField(null=True)
    own_cover = models.JSONField(null=True)

    class Meta:
        indexes = [
            # Every page asks who may not be met: among millions they are few, and found without reading through all.
            models.Index(
                fields=["restricted"], condition=models.Q(restricted=True), name="people_restricted"
            ),
            # An index of all would hold nearly everybody under "nobody": SQLite then reads them all for a search that found ten.
            models.Index(
                fields=["superseded_by"],
                condition=models.Q(superseded_by__isnull=False),
                name="people_superseded",
            ),
        ]


def _number() -> int:
    return secrets.randbits(62)


class Description(models.Model):
    """One agency's description of somebody, as stated, with its normalised forms beside it for searching: one version of
    a source record. A correction is a new version that supersedes the one before; nothing is overwritten.

    Belongs to exactly one person at a time; assertions keep who said so, why, and every undoing. `number` is by which
    the matching engine knows it; `said` is the row as it came, where the columns cannot hold it.
    """

    classes: ClassVar = {
        "id": C.IDENTITY,
        "person": C.IDENTITY,
        "under": C.IDENTITY,
        "record": C.IDENTITY,
        "number": C.WORK,
        "version": C.WORK,
        "supersedes": C.IDENTITY,
        "valid_from": C.IDENTITY,
        "valid_to": C.IDENTITY,
        "source_ref": C.WORK,
        "agency_id": C.WORK,
        "stated_at": C.WORK,
        "said": C.LOCATION,
        "middle_names": C.IDENTITY,
        "previous_surname": C.IDENTITY,
        "previous_surname_key": C.IDENTITY,
        "upn": C.IDENTITY,
        "row_digest": C.IDENTITY,
        "forename": C.IDENTITY,
        "surname": C.IDENTITY,
        "other_names": C.IDENTITY,
        "born_on": C.IDENTITY,
        "age_said": C.IDENTITY,
        "unborn": C.IDENTITY,
        "expected_on": C.IDENTITY,
        "sex": C.IDENTITY,
        "ethnicity": C.IDENTITY,
        "disability": C.IDENTITY,
        "language": C.IDENTITY,
        "nhs_number": C.IDENTITY,
        "school": C.LOCATION,
        "phone": C.LOCATION,
        "forename_key": C.IDENTITY,
        "surname_key": C.IDENTITY,
        "forename_sound": C.IDENTITY,
        "surname_sound": C.IDENTITY,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="descriptions")
    under = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    record = models.ForeignKey("people.SourceRecord", models.PROTECT, null=True, related_name="versions_kept")
    number = models.BigIntegerField(unique=True, default=_number)
    version = models.IntegerField(default=1)
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by")
    valid_from = models.DateField(null=True)  # as the agency says; empty where it does not
    valid_to = models.DateField(null=True)
    source_ref = models.CharField(max_length=64)
    agency_id = models.CharField(max_length=64, blank=True)
    stated_at = models.DateTimeField()
    said = models.JSONField(default=dict)
    forename = models.CharField(max_length=200, blank=True)
    middle_names = models.CharField(max_length=200, blank=True)
    surname = models.CharField(max_length=200, blank=True)
    previous_surname = models.CharField(max_length=200, blank=True)
    other_names = models.CharField(max_length=200, blank=True)
    born_on = models.DateField(null=True)
    age_said = models.CharField(max_length=40, blank=True)  # "about 4", when nobody knows the date
    unborn = models.BooleanField(default=False)
    expected_on = models.DateField(null=True)
    sex = models.CharField(max_length=2, blank=True)
    ethnicity = models.CharField(max_length=8, blank=True)
    disability = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=80, blank=True)
    nhs_number = models.CharField(max_length=10, blank=True)
    upn = models.CharField(max_length=13, blank=True)
    school = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    forename_key = models.CharField(max_length=100, blank=True)
    surname_key = models.CharField(max_length=100, blank=True)
    previous_surname_key = models.CharField(max_length=100, blank=True)
    row_digest = models.CharField(max_length=32, blank=True)
    forename_sound = models.CharField(max_length=8, blank=True)
    surname_sound = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(unborn=False) | Q(born_on__isnull=True), name="unborn_has_no_date_of_birth"
            ),
        ]
        indexes = [
            models.Index(fields=["surname_key", "forename_key"], name="described_by_name"),
            models.Index(fields=["surname_sound", "born_on"], name="described_by_sound"),
            models.Index(fields=["born_on", "forename_sound"], name="described_by_birth"),
            models.Index(fields=["nhs_number"], name="described_by_nhs_number"),
            models.Index(fields=["source_ref"], name="described_by_source"),
        ]
