"""How long records are kept, what holds them, and what was disposed of by whom."""

import uuid
from typing import ClassVar

from django.db import models

from plait.agencies.models import Agency
from plait.base.access.classes import FieldClass as C


class RetentionChoice(models.Model):
    """An agency keeps one record in another class than its kind's. The newest choice counts; none is written over."""

    classes: ClassVar = {
        "id": C.WORK,
        "ref": C.WORK,
        "agency": C.WORK,
        "class_code": C.WORK,
        "because": C.CONTENT,
        "by": C.WORK,
        "at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ref = models.CharField(max_length=64)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    class_code = models.CharField(max_length=60)
    because = models.TextField()
    by = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["ref", "at"], name="retention_chosen")]


class LegalHold(models.Model):
    """Nothing about this person may be disposed of. It holds from the moment it is asked for; a second person confirms it, and
    two people lift it."""

    classes: ClassVar = {
        "id": C.WORK,
        "person_id": C.IDENTITY,
        "agency": C.WORK,
        "because": C.CONTENT,
        "asked_by": C.WORK,
        "asked_at": C.WORK,
        "set_by": C.WORK,
        "set_at": C.WORK,
        "lift_because": C.CONTENT,
        "lift_asked_by": C.WORK,
        "lift_asked_at": C.WORK,
        "lifted_by": C.WORK,
        "lifted_at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person_id = models.CharField(max_length=64)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    because = models.TextField()
    asked_by = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    set_by = models.CharField(max_length=64, blank=True)
    set_at = models.DateTimeField(null=True)
    lift_because = models.TextField(blank=True)
    lift_asked_by = models.CharField(max_length=64, blank=True)
    lift_asked_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=64, blank=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person_id", "lifted_at"], name="holds_of_person")]

    @property
    def ref(self) -> str:
        """How the audit names it."""
        return f"hold:{self.pk}"


class Disposal(models.Model):
    """One agency disposes of what it wrote: a manifest, two people, a delay; then the certificate, which names nobody.

    `manifest` holds references and dates until it is done; then only `digests`, keyed hashes, remain.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "Waits for a second person"
        AGREED = "agreed", "Agreed, waits out the delay"
        DONE = "done", "Done"
        STOPPED = "stopped", "Stopped"

    classes: ClassVar = {
        "id": C.WORK,
        "agency": C.WORK,
        "class_code": C.WORK,
        "state": C.WORK,
        "manifest": C.WORK,
        "count": C.WORK,
        "survivors_weighed": C.CONTENT,
        "because": C.CONTENT,
        "proposed_by": C.WORK,
        "proposed_at": C.WORK,
        "agreed_by": C.WORK,
        "agreed_at": C.WORK,
        "not_before": C.WORK,
        "stopped_by": C.WORK,
        "stopped_at": C.WORK,
        "stopped_because": C.CONTENT,
        "done_at": C.WORK,
        "kept_back": C.WORK,
        "digests": C.WORK,
        "pack": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    class_code = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    manifest = models.JSONField(default=list)  # [{"ref": "item:<id>", "due": "2026-11-23"}]
    count = models.PositiveIntegerField()
    survivors_weighed = models.TextField(blank=True)
    because = models.TextField()
    proposed_by = models.CharField(max_length=64)
    proposed_at = models.DateTimeField()
    agreed_by = models.CharField(max_length=64, blank=True)
    agreed_at = models.DateTimeField(null=True)
    not_before = models.DateTimeField(null=True)
    stopped_by = models.CharField(max_length=64, blank=True)
    stopped_at = models.DateTimeField(null=True)
    stopped_because = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)
    kept_back = models.PositiveIntegerField(default=0)  # held, or chosen for another class, meanwhile
    digests = models.JSONField(default=list)
    pack = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["agency", "state", "proposed_at"], name="disposals_of_agency")]

    @property
    def ref(self) -> str:
        """How the audit names it."""
        return f"disposal:{self.pk}"
