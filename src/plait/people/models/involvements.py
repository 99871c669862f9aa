"""Who has a reason to open a record, and who has said that they must not."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from plait.agencies.models import Practitioner, Team
from plait.base.access.classes import FieldClass as C
from plait.people.models.persons import Person


class Involvement(models.Model):
    """A practitioner's or a team's reason to open one person's record, for a time. Nothing else opens content.

    `source_kind` and `source_id` name the record that made it (a contact, a check, a claim, an emergency); access to that
    record goes by the same rows, so that a list and its details can never disagree.
    """

    class Kind(models.TextChoices):
        ALLOCATED = "allocated", "Allocated"
        REFERRED = "referred", "Raised a concern"
        DUTY = "duty", "On duty for the hub"
        CLAIMED = "claimed", "Claimed"
        EMERGENCY = "emergency", "Emergency access"
        ASKED = "asked", "Asked for information"
        WORKS = "works", "Works with this child"

    classes: ClassVar = {
        "id": C.WORK,
        "person": C.IDENTITY,
        "under": C.IDENTITY,
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
    under = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    practitioner = models.ForeignKey(Practitioner, models.PROTECT, null=True, related_name="involvements")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="involvements")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    role_label = models.CharField(max_length=120, blank=True)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)
    source_kind = models.CharField(max_length=10)  # contact | check | claim | emergency | stepdown
    source_id = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(practitioner__isnull=False) ^ Q(team__isnull=False),
                name="involvement_is_of_one_practitioner_or_one_team",
            ),
            # Two requests at once leave one row (an empty holder never equals another, so each constraint is for its own).
            models.UniqueConstraint(
                fields=["person", "team", "kind", "source_kind", "source_id"],
                condition=Q(to_at__isnull=True),
                name="team_is_involved_once",
            ),
            models.UniqueConstraint(
                fields=["person", "practitioner", "kind", "source_kind", "source_id"],
                condition=Q(to_at__isnull=True),
                name="practitioner_is_involved_once",
            ),
        ]
        indexes = [
            models.Index(fields=["source_id", "team"], name="involved_team"),
            models.Index(fields=["source_id", "practitioner"], name="involved_practitioner"),
            models.Index(fields=["person", "to_at"], name="involved_with"),
            models.Index(fields=["practitioner", "person", "to_at"], name="involvements_of"),
        ]


class DeclaredConflict(models.Model):
    """A practitioner has said: I know this person (own family, ex-partner, neighbour). It refuses before all else."""

    classes: ClassVar = {
        "id": C.WORK,
        "practitioner": C.WORK,
        "person": C.IDENTITY,
        "under": C.IDENTITY,
        "declared": C.WORK,
        "kind": C.SEALED,
        "forename": C.IDENTITY,
        "surname": C.IDENTITY,
        "surname_key": C.IDENTITY,
        "forename_key": C.IDENTITY,
        "born_on": C.IDENTITY,
        "heard": C.IDENTITY,
        "declared_at": C.WORK,
        "ended_at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practitioner = models.ForeignKey(Practitioner, models.PROTECT, related_name="conflicts")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="conflicts")
    under = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    # The declaration that this row about one person follows from; empty on the declaration itself.
    declared = models.ForeignKey("self", models.PROTECT, null=True, related_name="followed")
    kind = models.CharField(max_length=40)
    # As declared, before or beside a known person: a new description that fits is refused until the hub has looked.
    forename = models.CharField(max_length=100, blank=True)
    surname = models.CharField(max_length=100, blank=True)
    surname_key = models.CharField(max_length=100, blank=True)
    forename_key = models.CharField(max_length=100, blank=True)
    born_on = models.DateField(null=True)
    heard = models.CharField(max_length=600, blank=True)  # how each of the names sounds, between spaces
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["declared", "person"], name="declaration_follows_a_person_once")
        ]
        indexes = [models.Index(fields=["practitioner", "person"], name="conflict_of")]

    @property
    def name(self) -> str:
        """The name as it was typed."""
        return f"{self.forename} {self.surname}".strip() or f"{self.forename_key} {self.surname_key}".strip()


class RefusalsSeen(models.Model):
    """How far the custodians' job has read the audit's refusals. One row."""

    classes: ClassVar = {"id": C.WORK, "upto": C.WORK, "at": C.WORK}
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    upto = models.BigIntegerField(default=0)  # id of the newest audit row looked at
    at = models.DateTimeField()
