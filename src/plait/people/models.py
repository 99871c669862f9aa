"""Persons, how they were described, where they live, who they are to each other, and who is involved with them."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from plait.agencies.models import Practitioner, Team
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
        "restricted": C.SEALED,
        "custodian": C.SEALED,
        "address_hidden": C.LOCATION,
        "address_hidden_because": C.LOCATION,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    made_at = models.DateTimeField()
    superseded_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="supersedes")
    restricted = models.BooleanField(default=False)
    custodian = models.ForeignKey(Team, models.PROTECT, null=True, related_name="keeps")
    address_hidden = models.BooleanField(default=False)
    address_hidden_because = models.CharField(max_length=300, blank=True)


class Description(models.Model):
    """One agency's description of somebody, as stated, with its normalised forms beside it for searching.

    Belongs to exactly one person at a time; IdentityLink keeps who said so, why, and every undoing.
    """

    classes: ClassVar = {
        "id": C.IDENTITY,
        "person": C.IDENTITY,
        "source_ref": C.WORK,
        "agency_id": C.WORK,
        "stated_at": C.WORK,
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
    source_ref = models.CharField(max_length=64)
    agency_id = models.CharField(max_length=64, blank=True)
    stated_at = models.DateTimeField()
    forename = models.CharField(max_length=100, blank=True)
    surname = models.CharField(max_length=100, blank=True)
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
    school = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    forename_key = models.CharField(max_length=100, blank=True)
    surname_key = models.CharField(max_length=100, blank=True)
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


class IdentityLink(models.Model):
    """Who said that a description is of this person, when and why; undone links stay, with their undoing."""

    classes: ClassVar = {
        "id": C.WORK,
        "description": C.IDENTITY,
        "person": C.IDENTITY,
        "was": C.IDENTITY,
        "by": C.WORK,
        "at": C.WORK,
        "because": C.CONTENT,
        "undone_by": C.WORK,
        "undone_at": C.WORK,
        "undone_because": C.CONTENT,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    description = models.ForeignKey(Description, models.PROTECT, related_name="links")
    person = models.ForeignKey(Person, models.PROTECT, related_name="links")
    was = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    because = models.TextField(blank=True)
    undone_by = models.CharField(max_length=64, blank=True)
    undone_at = models.DateTimeField(null=True)
    undone_because = models.TextField(blank=True)


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


class AddressPeriod(models.Model):
    """A person's time at a place, as somebody told it."""

    classes: ClassVar = {
        "id": C.WORK,
        "person": C.IDENTITY,
        "place": C.LOCATION,
        "from_on": C.LOCATION,
        "to_on": C.LOCATION,
        "source_ref": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="addresses")
    place = models.ForeignKey(Place, models.PROTECT, related_name="residents")
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)
    source_ref = models.CharField(max_length=64)


class Relationship(models.Model):
    """Who one person is to another. `kind` reads from `person` to `other`: *person is the `kind` of other*."""

    classes: ClassVar = {
        "id": C.WORK,
        "person": C.IDENTITY,
        "other": C.IDENTITY,
        "kind": C.CONTENT,
        "parental_responsibility": C.CONTENT,
        "lives_with": C.CONTENT,
        "source_ref": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="relationships")
    other = models.ForeignKey(Person, models.PROTECT, related_name="related_by")
    kind = models.CharField(max_length=60)
    parental_responsibility = models.CharField(max_length=12, default="not_known")  # yes | no | not_known
    lives_with = models.CharField(max_length=12, default="not_known")
    source_ref = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("other")), name="nobody_is_their_own_relation")
        ]


class SafetyNote(models.Model):
    """Somebody must not know: where a person is, or who told. The most important thing said about a family."""

    class Kind(models.TextChoices):
        WHERE = "where", "Must not learn where they are"
        WHO_TOLD = "who_told", "Must not learn who told us"
        SAFE_CONTACT = "safe_contact", "Safe way and time to make contact"
        TELLING = "telling", "Telling the family would raise risk"

    classes: ClassVar = {
        "id": C.WORK,
        "person": C.IDENTITY,
        "kind": C.LOCATION,
        "who": C.LOCATION,
        "said": C.LOCATION,
        "source_ref": C.WORK,
        "at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="safety_notes")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    who = models.CharField(max_length=200, blank=True)
    said = models.TextField(blank=True)
    source_ref = models.CharField(max_length=64)
    at = models.DateTimeField()


class Involvement(models.Model):
    """A practitioner's or a team's reason to open one person's record, for a time. Nothing else opens content.

    `source_kind` and `source_id` name the record that made it (a contact, or a check); access to that record goes by
    the same rows, so that a list and its details can never disagree.
    """

    class Kind(models.TextChoices):
        ALLOCATED = "allocated", "Allocated"
        REFERRED = "referred", "Raised a concern"
        DUTY = "duty", "On duty for the hub"
        CLAIMED = "claimed", "Claimed"
        EMERGENCY = "emergency", "Emergency access"
        ASKED = "asked", "Asked for information"

    classes: ClassVar = {
        "id": C.WORK,
        "person": C.IDENTITY,
        "practitioner": C.WORK,
        "team": C.WORK,
        "kind": C.WORK,
        "role_label": C.WORK,
        "from_at": C.WORK,
        "to_at": C.WORK,
        "source_kind": C.WORK,
        "source_id": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="involvements")
    practitioner = models.ForeignKey(Practitioner, models.PROTECT, null=True, related_name="involvements")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="involvements")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    role_label = models.CharField(max_length=120, blank=True)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)
    source_kind = models.CharField(max_length=10)  # contact | check
    source_id = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(practitioner__isnull=False) ^ Q(team__isnull=False),
                name="involvement_is_of_one_practitioner_or_one_team",
            )
        ]
        indexes = [
            models.Index(fields=["source_id", "team"], name="involved_team"),
            models.Index(fields=["source_id", "practitioner"], name="involved_practitioner"),
            models.Index(fields=["person", "to_at"], name="involved_with"),
            models.Index(fields=["practitioner", "to_at"], name="involvements_of"),
        ]


class DeclaredConflict(models.Model):
    """A practitioner has said: I know this person (own family, ex-partner, neighbour). It refuses before all else."""

    classes: ClassVar = {
        "id": C.WORK,
        "practitioner": C.WORK,
        "person": C.IDENTITY,
        "kind": C.SEALED,
        "surname_key": C.IDENTITY,
        "forename_key": C.IDENTITY,
        "born_on": C.IDENTITY,
        "declared_at": C.WORK,
        "ended_at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practitioner = models.ForeignKey(Practitioner, models.PROTECT, related_name="conflicts")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="conflicts")
    kind = models.CharField(max_length=40)
    # As declared, before or beside a known person: a new description that fits is refused until the hub has looked.
    surname_key = models.CharField(max_length=100, blank=True)
    forename_key = models.CharField(max_length=100, blank=True)
    born_on = models.DateField(null=True)
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["practitioner", "person"], name="conflict_of")]


class RefusalsSeen(models.Model):
    """How far the custodians' job has read the audit's refusals. One row."""

    classes: ClassVar = {"id": C.WORK, "upto": C.WORK, "at": C.WORK}
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    upto = models.BigIntegerField(default=0)  # id of the newest audit row looked at
    at = models.DateTimeField()
