"""A question to a person, and what people said to it."""

import uuid
from datetime import date
from typing import ClassVar

from django.db import models
from django.utils import timezone

from plait.base.access.classes import FieldClass as C


class Prompt(models.Model):
    """One question about one child, with what it rests on. Holds references and the words of its day, nothing that was said.

    `custodian`: the id of the team that alone is asked, where some of the evidence is sealed. `twin` is the same for the same
    question with the same evidence about a brother or sister.
    """

    class State(models.TextChoices):
        ASKED = "asked", "Asked"
        LATER = "later", "Put off"
        ANSWERED = "answered", "Answered"
        ENDED = "ended", "No longer so"

    classes: ClassVar = {
        "id": C.WORK,
        "key": C.WORK,
        "twin": C.WORK,
        "rule": C.WORK,
        "person_id": C.IDENTITY,
        "asks": C.CONTENT,
        "evidence": C.WORK,
        "mandatory": C.WORK,
        "place": C.WORK,
        "custodian": C.SEALED,
        "state": C.WORK,
        "asked_at": C.WORK,
        "again_on": C.WORK,
        "ended_at": C.WORK,
        "pack": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=40, unique=True)
    twin = models.CharField(max_length=40)
    rule = models.CharField(max_length=60)
    person_id = models.CharField(max_length=64)
    asks = models.TextField()
    evidence = models.JSONField(default=list)
    mandatory = models.BooleanField(default=False)
    place = models.PositiveSmallIntegerField(default=0)
    custodian = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField()
    again_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    pack = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person_id", "state"], name="prompts_of_person"),
            models.Index(fields=["rule", "asked_at"], name="prompts_by_rule"),
            models.Index(fields=["twin"], name="prompts_alike"),
        ]

    @property
    def ref(self) -> str:
        """How other apps and the audit name it."""
        return f"prompt:{self.pk}"

    @property
    def asked_on(self) -> date:
        """The day it was first asked."""
        return timezone.localdate(self.asked_at)


class Disposition(models.Model):
    """What one person said to one question, in their own words. Never edited; who said it is for the record of the child, and
    no figure is ever made of it."""

    class Kind(models.TextChoices):
        ACTED = "acted", "I have done something about it"
        KNOWN = "known", "It is known already and in hand"
        NOT_SO = "not_so", "It is not so"
        SUPERVISION = "supervision", "I take it to supervision"
        LATER = "later", "Later"

    classes: ClassVar = {
        "id": C.WORK,
        "prompt": C.WORK,
        "kind": C.WORK,
        "because": C.CONTENT,
        "by": C.WORK,
        "by_name": C.WORK,
        "agency_id": C.WORK,
        "at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    prompt = models.ForeignKey(Prompt, models.PROTECT, related_name="dispositions")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    because = models.TextField(blank=True)
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=120)
    agency_id = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["kind", "at"], name="dispositions_by_kind")]
