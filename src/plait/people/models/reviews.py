"""What a person has to look at: possibly one person, possibly two, a number that two claim, a crossing of a shield."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from plait.agencies.models import Team
from plait.base.access.classes import FieldClass as C
from plait.people.models.identity import LinkRuling, Merge
from plait.people.models.persons import Person
from plait.people.models.records import SourceRecord


class ReviewItem(models.Model):
    """A question about identities that only a person answers. `key` is the question itself: asked twice, it stands once."""

    class Kind(models.TextChoices):
        POSSIBLE = "possible", "Possible same person"
        MERGE = "merge", "Two known people may be one"
        SPLIT = "split", "One person may be two"
        CLAIMED = "claimed", "One identifier, two people"
        BROKEN = "broken", "Records of one person do not fit together"
        SHIELD = "shield", "Something would cross an identity shield"

    class State(models.TextChoices):
        OPEN = "open", "To be looked at"
        SECOND = "second", "A second person must look"
        DECIDED = "decided", "Decided"

    classes: ClassVar = {
        "id": C.WORK,
        "key": C.WORK,
        "kind": C.IDENTITY,
        "state": C.WORK,
        "one": C.IDENTITY,
        "other": C.IDENTITY,
        "record": C.IDENTITY,
        "score": C.IDENTITY,
        "model": C.WORK,
        "evidence": C.IDENTITY,
        "custodian": C.SEALED,
        "by": C.WORK,
        "at": C.WORK,
        "decided_at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=64)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    one = models.ForeignKey(Person, models.PROTECT, related_name="reviews")
    other = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    record = models.ForeignKey(SourceRecord, models.PROTECT, null=True, related_name="reviews")
    score = models.FloatField(null=True)
    model = models.CharField(max_length=64, blank=True)
    evidence = models.JSONField(default=dict)  # which comparisons and which records, never a name
    custodian = models.ForeignKey(
        Team, models.PROTECT, null=True, related_name="+"
    )  # theirs alone, where set
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=~Q(state="decided"), name="question_stands_once"
            )
        ]
        indexes = [models.Index(fields=["state", "at"], name="reviews_to_look_at")]


class ReviewAnswer(models.Model):
    """What one person said to one question; a second person's answer is a row of its own. Undone, never deleted.

    `blind`: given without having seen the score, so that it may teach the model.
    """

    class Said(models.TextChoices):
        SAME = "same", "The same person"
        DIFFERENT = "different", "Different people"
        FAMILY = "family", "Not the same person, but the same family"
        UNSURE = "unsure", "Cannot tell from this"

    classes: ClassVar = {
        "id": C.WORK,
        "item": C.WORK,
        "said": C.IDENTITY,
        "because": C.CONTENT,
        "blind": C.WORK,
        "second": C.WORK,
        "merge": C.IDENTITY,
        "ruling": C.IDENTITY,
        "by": C.WORK,
        "at": C.WORK,
        "undone_by": C.WORK,
        "undone_at": C.WORK,
        "undone_because": C.CONTENT,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(ReviewItem, models.PROTECT, related_name="answers")
    said = models.CharField(max_length=10, choices=Said.choices)
    because = models.TextField(blank=True)
    blind = models.BooleanField(default=False)
    second = models.BooleanField(default=False)
    merge = models.ForeignKey(Merge, models.PROTECT, null=True, related_name="+")
    ruling = models.ForeignKey(LinkRuling, models.PROTECT, null=True, related_name="+")
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    undone_by = models.CharField(max_length=64, blank=True)
    undone_at = models.DateTimeField(null=True)
    undone_because = models.TextField(blank=True)
