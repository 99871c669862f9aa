"""Requests about somebody's own data, what was gathered for them line by line, and complaints."""

import uuid
from typing import ClassVar

from django.db import models

from plait.agencies.models import Agency
from plait.base.access.classes import FieldClass as C
from plait.sharing.models import InformationItem


class RightsRequest(models.Model):
    """Somebody asks for their data, or that it be corrected, erased, restricted or not used.

    Who asks is kept here alone: no row of the audit and no page about the person names them (`requester` is their name).
    """

    class Kind(models.TextChoices):
        ACCESS = "access", "A copy of what is held"
        CORRECT = "correct", "Correct a fact"
        ERASE = "erase", "Erase something"
        RESTRICT = "restrict", "Keep it, and do not use it"
        OBJECT = "object", "Object to its use"

    class Asks(models.TextChoices):
        SELF = "self", "The person themselves"
        PARENT = "parent", "A parent or carer, for a child"
        REPRESENTATIVE = "representative", "A representative"

    class State(models.TextChoices):
        RECEIVED = "received", "Received"
        CHECKED = "checked", "Identity and authority checked"
        GATHERED = "gathered", "Gathered, to be reviewed by each owner"
        APPROVED = "approved", "Approved by a second person"
        RELEASED = "released", "Released"
        ANSWERED = "answered", "Answered"

    classes: ClassVar = {
        "id": C.WORK,
        "reference": C.WORK,
        "kind": C.WORK,
        "agency": C.WORK,
        "person_id": C.IDENTITY,
        "about": C.IDENTITY,
        "requester": C.SOURCE,
        "asks_as": C.SOURCE,
        "safe_contact": C.LOCATION,
        "said": C.CONTENT,
        "received_at": C.WORK,
        "taken_by": C.WORK,
        "state": C.WORK,
        "checked_how": C.CONTENT,
        "checked_by": C.WORK,
        "checked_at": C.WORK,
        "scope": C.CONTENT,
        "gathered_at": C.WORK,
        "gathered_by": C.WORK,
        "approved_by": C.WORK,
        "approved_at": C.WORK,
        "extended_because": C.CONTENT,
        "extended_by": C.WORK,
        "extended_at": C.WORK,
        "answer": C.CONTENT,
        "outcome": C.WORK,
        "ended_by": C.WORK,
        "ended_at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    person_id = models.CharField(max_length=64, blank=True)
    about = models.CharField(max_length=200)  # whom it is about, as they said
    requester = models.CharField(max_length=160)
    asks_as = models.CharField(max_length=14, choices=Asks.choices)
    safe_contact = models.CharField(max_length=300, blank=True)
    said = models.TextField()
    received_at = models.DateTimeField()
    taken_by = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    checked_how = models.TextField(blank=True)
    checked_by = models.CharField(max_length=64, blank=True)
    checked_at = models.DateTimeField(null=True)
    scope = models.TextField(blank=True)
    gathered_at = models.DateTimeField(null=True)
    gathered_by = models.CharField(max_length=64, blank=True)
    approved_by = models.CharField(max_length=64, blank=True)
    approved_at = models.DateTimeField(null=True)
    extended_because = models.TextField(blank=True)
    extended_by = models.CharField(max_length=64, blank=True)
    extended_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    outcome = models.CharField(max_length=12, blank=True)
    ended_by = models.CharField(max_length=64, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["agency", "state", "received_at"], name="requests_of_agency")]

    @property
    def ref(self) -> str:
        """How the audit and the clocks name it."""
        return f"request:{self.pk}"


class RequestLine(models.Model):
    """One line gathered for a request: whose it is, what of it may be released, and why the rest was taken out.

    The words themselves stay in the item (or the concern, call or feedback of `source_ref`); `released`
    holds what the requester reads, with the rest really taken out.
    """

    class Decided(models.TextChoices):
        RELEASE = "release", "Release it whole"
        PART = "part", "Take words out"
        WITHHOLD = "withhold", "Withhold it"
        NOTED = "noted", "A note says that it is disputed"
        CORRECT = "correct", "Corrected"
        RESTRICT = "restrict", "Not passed on for now"
        KEPT = "kept", "Stays as it is"

    classes: ClassVar = {
        "id": C.WORK,
        "request": C.WORK,
        "item": C.WORK,
        "source_ref": C.WORK,
        "agency": C.WORK,
        "decided": C.WORK,
        "reason": C.WORK,
        "released": C.CONTENT,
        "why": C.CONTENT,
        "decided_by": C.WORK,
        "decided_at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(RightsRequest, models.PROTECT, related_name="lines")
    item = models.ForeignKey(InformationItem, models.PROTECT, null=True, related_name="+")
    source_ref = models.CharField(
        max_length=64, blank=True
    )  # contact:<id>, call:<id>, feedback:<id>: no item
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    decided = models.CharField(max_length=8, choices=Decided.choices, blank=True)
    reason = models.CharField(max_length=20, blank=True)
    released = models.TextField(blank=True)
    why = models.TextField(blank=True)
    decided_by = models.CharField(max_length=64, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "item"], name="line_is_gathered_once"),
            models.UniqueConstraint(
                fields=["request", "source_ref"],
                name="words_are_gathered_once",
                condition=~models.Q(source_ref=""),
            ),
        ]


class Complaint(models.Model):
    """A complaint about how data was used, by anybody: acknowledged within its time, answered, and learnt from."""

    class Outcome(models.TextChoices):
        UPHELD = "upheld", "Upheld"
        PARTLY = "partly", "Upheld in part"
        NOT_UPHELD = "not_upheld", "Not upheld"
        WITHDRAWN = "withdrawn", "Withdrawn"

    classes: ClassVar = {
        "id": C.WORK,
        "reference": C.WORK,
        "agency": C.WORK,
        "complainant": C.SOURCE,
        "safe_contact": C.LOCATION,
        "said": C.CONTENT,
        "received_at": C.WORK,
        "taken_by": C.WORK,
        "acknowledged_at": C.WORK,
        "acknowledged_by": C.WORK,
        "outcome": C.WORK,
        "answer": C.CONTENT,
        "learning": C.CONTENT,
        "answered_by": C.WORK,
        "answered_at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    complainant = models.CharField(max_length=160, blank=True)
    safe_contact = models.CharField(max_length=300, blank=True)
    said = models.TextField()
    received_at = models.DateTimeField()
    taken_by = models.CharField(max_length=64)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.CharField(max_length=64, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    answer = models.TextField(blank=True)
    learning = models.TextField(blank=True)
    answered_by = models.CharField(max_length=64, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["agency", "answered_at"], name="complaints_of_agency")]

    @property
    def ref(self) -> str:
        """How the audit and the clocks name it."""
        return f"complaint:{self.pk}"
