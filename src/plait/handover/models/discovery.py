"""What this area asked others about families, what others asked it, and of whom somebody wants to hear when anybody asks.

Of a question that went quietly, which area asked is where somebody may be: it is classed as a place.
"""

import uuid
from typing import Any, ClassVar

from django.db import models

from plait.base.access.classes import FieldClass as C


class FamilyAsk(models.Model):
    """One child about whom other areas are asked: by whom, why, and whether it goes from custodian to custodian."""

    class Fleeing(models.TextChoices):
        YES = "yes", "Yes, or they may be"
        NO = "no", "No. Somebody has asked them, alone"
        NOT_ASKED = "not_asked", "Nobody has asked yet"

    classes: ClassVar = {
        "id": C.WORK,
        "person": C.IDENTITY,
        "fleeing": C.LOCATION,
        "quiet": C.LOCATION,
        "purpose": C.WORK,
        "gateway": C.WORK,
        "because": C.CONTENT,
        "told_because": C.CONTENT,
        "wide_because": C.CONTENT,
        "by": C.WORK,
        "by_name": C.WORK,
        "at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.UUIDField(db_index=True)
    fleeing = models.CharField(max_length=10, choices=Fleeing.choices)
    quiet = models.BooleanField()
    purpose = models.CharField(max_length=40)
    gateway = models.CharField(max_length=40)
    because = models.CharField(max_length=500)
    told_because = models.CharField(
        max_length=500, blank=True
    )  # what was said of areas where they did not live
    wide_because = models.CharField(max_length=500, blank=True)
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["by", "at"], name="family_ask_by")]

    @property
    def ref(self) -> str:
        """How the audit names it."""
        return f"family-ask:{self.pk}"


class AreaAsked(models.Model):
    """One area that was asked, and what it answered: a word, and whom to ring there."""

    class Says(models.TextChoices):
        WAITING = "", "Not answered yet"
        KNOWN = "known", "They know this family"
        POSSIBLE = "possible", "They may know this family"
        NOTHING = "nothing", "Nothing can be given by this route"

    classes: ClassVar = {
        "id": C.WORK,
        "ask": C.WORK,
        "code": C.LOCATION,
        "name": C.LOCATION,
        "because": C.LOCATION,
        "message": C.WORK,
        "says": C.CONTENT,
        "ring": C.WORK,
        "answered_at": C.WORK,
        "ended_at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ask = models.ForeignKey(FamilyAsk, on_delete=models.CASCADE, related_name="areas")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    because = models.CharField(max_length=10)  # lived, told, wide
    message = models.UUIDField(unique=True)
    says = models.CharField(max_length=10, choices=Says.choices, blank=True)
    ring = models.JSONField(default=dict)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # a person there has said the last word


class AskReceived(models.Model):
    """A question of another area: who asks, about whom, what was answered, and who here has something to do. What it said of a
    family that is not known here goes with the answer."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waits to be answered"
        ANSWERED = "answered", "Answered"
        CONFIRM = "confirm", "Somebody looks whether it is they"
        SETTLED = "settled", "Somebody has looked"
        UNLOOKED = "unlooked", "Their area asks about very many: nobody was looked for yet"
        UNTAKEN = "untaken", "Known, and nobody here works with them by name"

    class Ring(models.TextChoices):
        NO = "", "Nobody rings"
        OWED = "owed", "A custodian rings them"
        RUNG = "rung", "A custodian has rung"

    classes: ClassVar = {
        "id": C.WORK,
        "code": C.LOCATION,
        "name": C.LOCATION,
        "message": C.WORK,
        "asked_quietly": C.LOCATION,
        "quiet": C.LOCATION,
        "asked_by": C.LOCATION,
        "purpose": C.WORK,
        "gateway": C.WORK,
        "because": C.CONTENT,
        "child": C.IDENTITY,
        "household": C.IDENTITY,
        "homes": C.LOCATION,
        "too_many": C.WORK,
        "arrived_at": C.WORK,
        "state": C.WORK,
        "says": C.SEALED,
        "person": C.IDENTITY,
        "kept": C.SEALED,
        "kept_also": C.SEALED,
        "custodian": C.SEALED,
        "ring": C.SEALED,
        "answered_at": C.WORK,
        "settled_at": C.WORK,
        "settled_by": C.WORK,
        "settled_by_name": C.WORK,
        "settled_because": C.CONTENT,
        "rung_at": C.WORK,
        "rung_by": C.WORK,
        "rung_by_name": C.WORK,
        "rung_because": C.SEALED,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    message = models.UUIDField()
    asked_quietly = models.BooleanField()
    quiet = models.BooleanField()  # as it is treated here: so it came, or somebody here knows that they hide
    asked_by = models.JSONField(default=dict)
    purpose = models.CharField(max_length=40)
    gateway = models.CharField(max_length=40)
    because = models.CharField(max_length=500)
    child = models.JSONField(default=dict)
    household = models.JSONField(default=list)
    homes = models.JSONField(default=list)
    too_many = models.BooleanField(default=False)  # the area asks about everybody: a person looks, or nobody
    arrived_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    says = models.CharField(max_length=10, blank=True)
    person = models.UUIDField(null=True)  # whom it is about, or may be
    kept = models.UUIDField(
        null=True
    )  # whom it may be about, and who is not there for anybody but their custodians
    kept_also = models.JSONField(default=list)  # ids of the others of whom it may be, and who are kept too
    custodian = models.CharField(max_length=400, blank=True)  # the teams that ring; empty: nobody must
    ring = models.CharField(max_length=5, choices=Ring.choices, blank=True)
    answered_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=64, blank=True)
    settled_by_name = models.CharField(max_length=120, blank=True)
    settled_because = models.CharField(max_length=500, blank=True)
    rung_at = models.DateTimeField(null=True)
    rung_by = models.CharField(max_length=64, blank=True)
    rung_by_name = models.CharField(max_length=120, blank=True)
    rung_because = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["code", "message"], name="one_ask_of_a_message")
        ]
        indexes = [
            models.Index(fields=["code", "arrived_at"], name="ask_received_from"),
            models.Index(fields=["person", "arrived_at"], name="ask_received_about"),
            models.Index(
                fields=["arrived_at"],
                condition=models.Q(state__in=["confirm", "untaken"]) | models.Q(ring="owed"),
                name="ask_received_open",
            ),
        ]

    @property
    def ref(self) -> str:
        """How the audit names it."""
        return f"ask-received:{self.pk}"

    @property
    def all_kept(self) -> list[str]:
        """Everybody whom it may be about and who is kept, by id."""
        return [*([str(self.kept)] if self.kept else []), *map(str, self.kept_also)]


class StandingInterest(models.Model):
    """Somebody who works with a child wants to hear when another area asks about them. Ends by itself."""

    classes: ClassVar = {
        "id": C.WORK,
        "person": C.IDENTITY,
        "by": C.WORK,
        "by_name": C.WORK,
        "at": C.WORK,
        "until": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.UUIDField(db_index=True)
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["person", "by"], name="one_interest_of_one")
        ]

    @property
    def ref(self) -> str:
        """How the audit names it."""
        return f"interest:{self.pk}"
