"""Who is who: what was asserted, who was joined, what may never be joined, and what stands between two lives of one person."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from plait.agencies.models import Team
from plait.base.access.classes import FieldClass as C
from plait.people.models.persons import Description, Person
from plait.people.models.records import SourceRecord


class Assertion(models.Model):
    """Who or what said that a record (or one description) is of this person, when, why, and how sure.

    Retracted, never deleted: who somebody is follows from the assertions that stand. `was` is whose it was before.
    """

    class Decided(models.TextChoices):
        PERSON = "person", "A person"
        ENGINE = "engine", "The matching engine"
        IMPORT = "import", "An import, which makes each new record somebody new"

    classes: ClassVar = {
        "id": C.WORK,
        "record": C.IDENTITY,
        "description": C.IDENTITY,
        "person": C.IDENTITY,
        "was": C.IDENTITY,
        "decided": C.WORK,
        "score": C.IDENTITY,
        "model": C.WORK,
        "by": C.WORK,
        "at": C.WORK,
        "because": C.CONTENT,
        "moved": C.IDENTITY,
        "retracted_by": C.WORK,
        "retracted_at": C.WORK,
        "retracted_because": C.CONTENT,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(SourceRecord, models.PROTECT, null=True, related_name="assertions")
    description = models.ForeignKey(Description, models.PROTECT, null=True, related_name="links")
    person = models.ForeignKey(Person, models.PROTECT, related_name="asserted")
    was = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    decided = models.CharField(max_length=8, choices=Decided.choices)
    score = models.FloatField(null=True)  # match weight in bits; empty where nobody scored
    model = models.CharField(max_length=64, blank=True)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    because = models.TextField(blank=True)
    moved = models.JSONField(default=dict)  # what followed, and how it stood before: for undoing
    retracted_by = models.CharField(max_length=64, blank=True)
    retracted_at = models.DateTimeField(null=True)
    retracted_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(record__isnull=False) | Q(description__isnull=False),
                name="assertion_is_about_something",
            )
        ]


class Merge(models.Model):
    """Two people were said to be one. The loser's id leads to the survivor for ever; undone, it is itself again.

    Who is whose follows from the merges that stand (`people.rules.identity`), in whatever order they were made.
    """

    classes: ClassVar = {
        "id": C.WORK,
        "survivor": C.IDENTITY,
        "loser": C.IDENTITY,
        "by": C.WORK,
        "at": C.WORK,
        "because": C.CONTENT,
        "had": C.IDENTITY,
        "assertion": C.IDENTITY,
        "undone_by": C.WORK,
        "undone_at": C.WORK,
        "undone_because": C.CONTENT,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survivor = models.ForeignKey(Person, models.PROTECT, related_name="merged_in")
    loser = models.ForeignKey(Person, models.PROTECT, related_name="merged_away")
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    because = models.TextField()
    # Where the engine joined a record: its assertion. Empty where a person said that two known people are one.
    assertion = models.OneToOneField(Assertion, models.PROTECT, null=True, related_name="merge")
    had = models.JSONField(default=list)  # declarations that stood before: those made since hold for both
    undone_by = models.CharField(max_length=64, blank=True)
    undone_at = models.DateTimeField(null=True)
    undone_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(survivor=F("loser")), name="nobody_is_merged_with_themselves"
            ),
            models.UniqueConstraint(
                fields=["survivor", "loser"], condition=Q(undone_at__isnull=True), name="merged_once"
            ),
        ]


class LinkRuling(models.Model):
    """Somebody has said that two people are one, or are not, whatever the engine makes of them: it beats every score.

    In force until `until`, or until it is lifted; without `until`, lasting.
    """

    class Kind(models.TextChoices):
        MUST = "must", "Are one person"
        CANNOT = "cannot", "Are not one person"

    classes: ClassVar = {
        "id": C.WORK,
        "kind": C.IDENTITY,
        "one": C.IDENTITY,
        "other": C.IDENTITY,
        "record": C.IDENTITY,
        "by": C.WORK,
        "at": C.WORK,
        "because": C.CONTENT,
        "until": C.WORK,
        "lifted_by": C.WORK,
        "lifted_at": C.WORK,
        "lifted_because": C.CONTENT,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=6, choices=Kind.choices)
    one = models.ForeignKey(Person, models.PROTECT, related_name="rulings")
    # Either another person, or one record: "this record is not of this person".
    other = models.ForeignKey(Person, models.PROTECT, null=True, related_name="ruled_by")
    record = models.ForeignKey(SourceRecord, models.PROTECT, null=True, related_name="rulings")
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    because = models.TextField()
    until = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=64, blank=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(other__isnull=False) ^ Q(record__isnull=False),
                name="ruling_is_about_a_person_or_a_record",
            ),
            models.CheckConstraint(condition=~Q(one=F("other")), name="ruling_is_about_two_people"),
        ]


class IdentityShield(models.Model):
    """A wall between somebody's former and present identity: adoption, gender recognition, a protected person, a name
    changed for safety. No candidate, redirect, alias, household or timeline crosses it; every import meets it again.

    `former_traits` and `present_traits` are keyed hashes of names with dates of birth, identifiers and addresses of each
    side: enough to notice a crossing, not enough to read one.
    """

    class Kind(models.TextChoices):
        ADOPTION = "adoption", "Adoption"
        GENDER = "gender", "Gender recognition"
        PROTECTED = "protected", "Protected person"
        RENAMED = "renamed", "Name changed for safety"

    classes: ClassVar = {
        "id": C.SEALED,
        "kind": C.SEALED,
        "former": C.SEALED,
        "present": C.SEALED,
        "former_traits": C.SEALED,
        "present_traits": C.SEALED,
        "kept_apart": C.SEALED,
        "custodian": C.SEALED,
        "by": C.SEALED,
        "at": C.SEALED,
        "because": C.SEALED,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    former = models.ForeignKey(Person, models.PROTECT, related_name="shielded_after")
    present = models.ForeignKey(Person, models.PROTECT, related_name="shielded_before")
    former_traits = models.JSONField(default=list)
    present_traits = models.JSONField(default=list)
    kept_apart = models.JSONField(
        default=list
    )  # ids of the former household, who must not be tied to the present
    custodian = models.ForeignKey(Team, models.PROTECT, related_name="keeps_shields")
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    because = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(former=F("present")), name="a_shield_has_two_sides"),
            models.UniqueConstraint(fields=["former", "present"], name="shielded_once"),
        ]
