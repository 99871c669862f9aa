"""Legs of a handover: what each service passes on to its like over the border, and every word that was said of it."""

import uuid
from typing import ClassVar

from django.db import models

from plait.agencies.models import Team
from plait.base.access.classes import FieldClass as C
from plait.handover.models.handovers import Handover


class Leg(models.Model):
    """One service's own file or word, passed on from person to person. It ends when somebody there has it by name, or when
    somebody says why it is not needed; taking responsibility for the family ends none.

    `key` names it on both sides alike. `team` is the service on our side, where one that works with the family is known; `tells`
    the kinds of agency that it may be of.
    """

    class Status(models.TextChoices):
        DUE = "due", "To be passed on"
        PASSED = "passed", "Passed on: nobody there has said that they have it"
        ACKNOWLEDGED = "acknowledged", "They have it"
        NOT_NEEDED = "not_needed", "Not needed"
        NOBODY_YET = "nobody_yet", "Nobody there yet"

    classes: ClassVar = {
        "id": C.WORK,
        "handover": C.WORK,
        "key": C.WORK,
        "kind": C.CONTENT,
        "about": C.WORK,
        "label": C.CONTENT,
        "passes": C.CONTENT,
        "by_voice": C.WORK,
        "before_arrival": C.WORK,
        "tells": C.WORK,
        "team": C.WORK,
        "there": C.LOCATION,
        "there_phone": C.LOCATION,
        "there_source": C.SOURCE,
        "status": C.WORK,
        "due_at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    handover = models.ForeignKey(Handover, models.PROTECT, related_name="legs")
    key = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=20, blank=True)  # a child of the package, by its name there
    label = models.CharField(max_length=160)
    passes = models.CharField(max_length=300, blank=True)
    by_voice = models.BooleanField(default=False)
    before_arrival = models.BooleanField(default=False)
    tells = models.JSONField(default=list)
    team = models.ForeignKey(Team, models.SET_NULL, null=True, related_name="+")
    there = models.CharField(
        max_length=160, blank=True
    )  # the service over there; never of a protected family
    there_phone = models.CharField(max_length=40, blank=True)
    there_source = models.CharField(max_length=160, blank=True)  # who says that it is this one
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.DUE)
    due_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["handover", "key"], name="a_leg_is_there_once")]
        indexes = [models.Index(fields=["status", "due_at"], name="legs_by_due")]

    @property
    def ref(self) -> str:
        """How its clock and its letters name it."""
        return f"leg:{self.pk}"


class LegWord(models.Model):
    """One word on a leg, of either side, with its number there. Never changed. `heard` is the number of the other side's newest
    word that whoever said this one knew."""

    classes: ClassVar = {
        "id": C.WORK,
        "leg": C.WORK,
        "ours": C.WORK,
        "number": C.WORK,
        "heard": C.WORK,
        "verb": C.WORK,
        "due": C.WORK,
        "how": C.WORK,
        "who": C.CONTENT,
        "to_name": C.LOCATION,
        "to_phone": C.LOCATION,
        "service": C.LOCATION,
        "words": C.CONTENT,
        "on": C.WORK,
        "sent": C.WORK,
        "by": C.WORK,
        "by_name": C.WORK,
        "by_job": C.WORK,
        "by_phone": C.WORK,
        "at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    leg = models.ForeignKey(Leg, models.PROTECT, related_name="said")
    ours = models.BooleanField()
    number = models.PositiveIntegerField()
    heard = models.PositiveIntegerField(default=0)
    verb = models.CharField(max_length=12)
    due = models.DateTimeField(null=True)
    how = models.CharField(max_length=12, blank=True)
    who = models.CharField(max_length=160, blank=True)
    to_name = models.CharField(max_length=160, blank=True)
    to_phone = models.CharField(max_length=40, blank=True)
    service = models.CharField(max_length=160, blank=True)
    words = models.TextField(blank=True)
    on = models.DateField(null=True)
    sent = models.BooleanField(default=True)  # false: the other area could not be told by Plait
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=120)
    by_job = models.CharField(max_length=160, blank=True)
    by_phone = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["leg", "ours", "number"], name="a_leg_word_is_said_once")
        ]
