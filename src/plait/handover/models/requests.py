"""What this area asks another one, and another asks this one, about a family that was said to be known; and what was told.

Of what goes quietly, which area it was is where somebody may be: it is classed as a place.
"""

import uuid
from typing import Any, ClassVar

from django.db import models

from plait.base.access.classes import FieldClass as C
from plait.handover.models.discovery import AreaAsked, AskReceived
from plait.sharing.models import SharingDecision


class AreaRequest(models.Model):
    """Information that we ask of an area that knows a child: for what, under which power, since when; and what it told us."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waits for their answer"
        PARTLY = "partly", "Answered, and more is to come"
        ANSWERED = "answered", "Answered"

    classes: ClassVar = {
        "id": C.WORK,
        "asked": C.WORK,
        "message": C.WORK,
        "purpose": C.CONTENT,
        "gateway": C.WORK,
        "questions": C.CONTENT,
        "period_from": C.WORK,
        "period_to": C.WORK,
        "decision": C.WORK,
        "by": C.WORK,
        "by_name": C.WORK,
        "by_agency": C.WORK,
        "at": C.WORK,
        "due_at": C.WORK,
        "state": C.WORK,
        "number": C.WORK,
        "kind": C.CONTENT,
        "held": C.CONTENT,
        "lines": C.CONTENT,
        "note": C.CONTENT,
        "told_by": C.LOCATION,
        "answered_at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asked = models.ForeignKey(AreaAsked, on_delete=models.CASCADE, related_name="requests")
    message = models.UUIDField(unique=True)
    purpose = models.CharField(max_length=120)
    gateway = models.CharField(max_length=40)
    questions = models.JSONField(default=list)
    period_from = models.DateField(null=True)
    period_to = models.DateField(null=True)
    decision = models.ForeignKey(SharingDecision, models.PROTECT, related_name="+")
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=120)
    by_agency = models.CharField(max_length=64)
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    number = models.PositiveIntegerField(default=0)  # of the newest of their answers that is kept
    kind = models.CharField(max_length=20, blank=True)
    held = models.CharField(max_length=10, blank=True)
    lines = models.JSONField(default=list)  # [{"text", "on", "known", "group", "said_by"}]
    note = models.TextField(blank=True)
    told_by = models.JSONField(default=dict)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["asked"], condition=~models.Q(state="answered"), name="one_open_request_of_an_area"
            )
        ]

    @property
    def ref(self) -> str:
        """How the audit names it."""
        return f"area-request:{self.pk}"


class RequestReceived(models.Model):
    """What another area asks us about a child of whom we said that they are known: who asks, and what this area answered."""

    class State(models.TextChoices):
        CAME = "came", "It came"
        OPEN = "open", "Waits for our answer"
        PARTLY = "partly", "Answered, and more is to come"
        ANSWERED = "answered", "Answered"
        NOTHING = "nothing", "Nothing can be given by this route"

    classes: ClassVar = {
        "id": C.WORK,
        "ask": C.WORK,
        "code": C.LOCATION,
        "name": C.LOCATION,
        "message": C.WORK,
        "about": C.WORK,
        "asked_by": C.LOCATION,
        "quiet": C.LOCATION,
        "purpose": C.CONTENT,
        "gateway": C.WORK,
        "questions": C.CONTENT,
        "period_from": C.WORK,
        "period_to": C.WORK,
        "arrived_at": C.WORK,
        "due_at": C.WORK,
        "state": C.WORK,
        "number": C.WORK,
        "kind": C.CONTENT,
        "note": C.CONTENT,
        "decision": C.WORK,
        "answered_at": C.WORK,
        "answered_by": C.WORK,
        "answered_by_name": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ask = models.ForeignKey(AskReceived, on_delete=models.CASCADE, null=True, related_name="requests")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    message = models.UUIDField()
    about = models.UUIDField()  # the message by which that area asked whether the child is known
    asked_by = models.JSONField(default=dict)
    quiet = models.BooleanField()  # as it came, or as it is treated here
    purpose = models.CharField(max_length=120, blank=True)
    gateway = models.CharField(max_length=40, blank=True)
    questions = models.JSONField(default=list)
    period_from = models.DateField(null=True)
    period_to = models.DateField(null=True)
    arrived_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.CAME)
    number = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)
    decision = models.ForeignKey(SharingDecision, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=64, blank=True)
    answered_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["code", "message"], name="one_request_of_a_message")
        ]

    @property
    def ref(self) -> str:
        """How the audit names it."""
        return f"request-received:{self.pk}"
