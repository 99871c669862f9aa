"""What agencies sent: extracts, the records in them with every version kept, identifiers, and what was disposed of."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from plait.base.access.classes import FieldClass as C
from plait.people.models.persons import Person


class Extract(models.Model):
    """One file that an agency sent, or said it did: whose, by which clause, and what became of its rows.

    The agency stays the controller of what stands in it. `agreement` names the clause under which it was sent
    ("PARTNERSHIP-1 clause 5"), `dpia` the data protection impact assessment.
    """

    class Status(models.TextChoices):
        RUNNING = "running", "Being read"
        DONE = "done", "Imported"
        PART = "part", "Imported without the rows that could not be read"

    class Kind(models.TextChoices):
        PERSONS = "persons", "People"
        ADDRESSES = "addresses", "Addresses"
        RELATIONSHIPS = "relationships", "Who is who to whom"
        IDENTIFIERS = "identifiers", "Identifiers"

    classes: ClassVar = {
        "id": C.WORK,
        "agency_id": C.WORK,
        "kind": C.WORK,
        "file_name": C.WORK,
        "file_digest": C.WORK,
        "mapping": C.WORK,
        "mapping_digest": C.WORK,
        "agreement": C.WORK,
        "dpia": C.WORK,
        "by": C.WORK,
        "at": C.WORK,
        "status": C.WORK,
        "rows": C.WORK,
        "added": C.WORK,
        "changed": C.WORK,
        "unchanged": C.WORK,
        "left_out": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency_id = models.CharField(max_length=64)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    file_name = models.CharField(max_length=200, blank=True)
    file_digest = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    mapping_digest = models.CharField(max_length=64)
    agreement = models.CharField(max_length=200)
    dpia = models.CharField(max_length=200)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.RUNNING)
    rows = models.IntegerField(default=0)
    added = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    left_out = models.IntegerField(default=0)

    class Meta:
        constraints = [
            # The same file read in the same way is imported once.
            models.UniqueConstraint(
                fields=["agency_id", "file_digest", "mapping_digest"], name="extract_is_imported_once"
            ),
            models.CheckConstraint(
                condition=~Q(agreement="") & ~Q(dpia=""), name="extract_names_its_agreement_and_dpia"
            ),
        ]


class SourceRecord(models.Model):
    """One agency's record of somebody, under the agency's own number, or somebody described in a concern.

    Its versions are Descriptions. `person` is who it is of now; `under`, where two people were joined, is whose it was
    and will be again when they are taken apart. A record that was disposed of keeps its row, without its number.
    """

    class Origin(models.TextChoices):
        EXTRACT = "extract", "An agency's extract"
        CONCERN = "concern", "Described in a concern"

    classes: ClassVar = {
        "id": C.IDENTITY,
        "agency_id": C.WORK,
        "agency_record": C.IDENTITY,
        "origin": C.WORK,
        "extract": C.WORK,
        "person": C.IDENTITY,
        "under": C.IDENTITY,
        "first_seen_at": C.WORK,
        "last_seen_at": C.WORK,
        "digest": C.IDENTITY,
        "versions": C.WORK,
        "looked_at": C.WORK,
        "expires_on": C.WORK,
        "disposed_at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency_id = models.CharField(max_length=64)
    agency_record = models.CharField(max_length=128)
    origin = models.CharField(max_length=8, choices=Origin.choices)
    extract = models.ForeignKey(
        Extract, models.PROTECT, null=True, related_name="+"
    )  # the newest that held it
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="records")
    under = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    digest = models.CharField(max_length=32, blank=True)  # of the newest version's row
    versions = models.IntegerField(default=1)
    looked_at = models.DateTimeField(null=True)  # when the engine last looked for who this is
    expires_on = models.DateField(null=True)
    disposed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency_id", "agency_record"], name="agency_has_a_record_once")
        ]
        indexes = [
            models.Index(
                fields=["expires_on"], name="records_that_expire", condition=Q(disposed_at__isnull=True)
            ),
            models.Index(
                fields=["first_seen_at"], name="records_to_look_for", condition=Q(looked_at__isnull=True)
            ),
        ]


class PersonIdentifier(models.Model):
    """A number by which somebody knows a person: optional, never the key. Two people may claim one; both claims are kept."""

    class Kind(models.TextChoices):
        NHS = "nhs", "NHS number"
        UPN = "upn", "Unique pupil number"
        FORMER_UPN = "former-upn", "Former unique pupil number"
        AGENCY = "agency", "An agency's own number"
        OTHER = "other", "Other number"

    classes: ClassVar = {
        "id": C.IDENTITY,
        "person": C.IDENTITY,
        "under": C.IDENTITY,
        "record": C.IDENTITY,
        "kind": C.IDENTITY,
        "value": C.IDENTITY,
        "said": C.IDENTITY,
        "valid_from": C.IDENTITY,
        "valid_to": C.IDENTITY,
        "verified": C.IDENTITY,
        "source_ref": C.WORK,
        "noted_at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="identifiers")
    under = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    record = models.ForeignKey(SourceRecord, models.PROTECT, null=True, related_name="identifiers")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    value = models.CharField(max_length=64)  # without spaces, in capitals
    said = models.CharField(max_length=64, blank=True)  # as it was written
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    verified = models.BooleanField(default=False)
    source_ref = models.CharField(max_length=64)
    noted_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["kind", "value"], name="identified_by")]


class DisposalCertificate(models.Model):
    """What was disposed of, when, by which rule, and how much: proof without a name in it.

    `digests` are keyed hashes of the agency's record numbers, so that the agency can check one and nobody can read any.
    """

    classes: ClassVar = {
        "id": C.WORK,
        "agency_id": C.WORK,
        "at": C.WORK,
        "by": C.WORK,
        "rule": C.WORK,
        "pack": C.WORK,
        "people": C.WORK,
        "records": C.WORK,
        "versions": C.WORK,
        "addresses": C.WORK,
        "identifiers": C.WORK,
        "relationships": C.WORK,
        "digests": C.WORK,
        "last_seen_from": C.WORK,
        "last_seen_to": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency_id = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)
    rule = models.CharField(max_length=120)
    pack = models.CharField(max_length=64, blank=True)
    people = models.IntegerField()
    records = models.IntegerField()
    versions = models.IntegerField()
    addresses = models.IntegerField()
    identifiers = models.IntegerField()
    relationships = models.IntegerField()
    digests = models.JSONField(default=list)
    last_seen_from = models.DateTimeField()
    last_seen_to = models.DateTimeField()
