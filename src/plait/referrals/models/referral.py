"""A referral: a contact that a qualified worker has accepted. The 45-working-day clock starts here."""

import uuid
from typing import ClassVar

from django.db import models

from plait.agencies.models import Practitioner, Team
from plait.base.access.classes import FieldClass as C
from plait.referrals.models.contact import Contact


class Referral(models.Model):
    """Accepted for statutory or early-help consideration; led by the hub until a lead accepts."""

    class Status(models.TextChoices):
        OPEN = "open", "Being looked into"
        DECIDED = "decided", "Decided, waiting for a lead to accept"
        WITH_LEAD = "with_lead", "With its lead"
        CLOSED = "closed", "Closed"

    classes: ClassVar = {
        "id": C.WORK,
        "contact": C.WORK,
        "reference": C.WORK,
        "status": C.WORK,
        "accepted_by": C.WORK,
        "accepted_by_name": C.WORK,
        "accepted_at": C.WORK,
        "truly_accepted_at": C.WORK,
        "accepted_because": C.CONTENT,
        "lead_team": C.WORK,
        "lead": C.WORK,
        "lead_accepted_at": C.WORK,
        "closed_at": C.WORK,
        "closed_by": C.WORK,
        "closed_because": C.CONTENT,
        "closed_outcome": C.WORK,
        "close_asked_by": C.WORK,
        "close_asked_by_name": C.WORK,
        "close_asked_at": C.WORK,
        "close_asked_because": C.CONTENT,
        "reopened_at": C.WORK,
        "pack": C.WORK,
        "version": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact = models.OneToOneField(Contact, models.PROTECT, related_name="referral")
    reference = models.CharField(max_length=12, unique=True)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.OPEN)
    accepted_by = models.CharField(max_length=64)
    accepted_by_name = models.CharField(max_length=120)
    accepted_at = models.DateTimeField()
    truly_accepted_at = models.DateTimeField(null=True)  # where it was entered later: Plait was down
    accepted_because = models.TextField(blank=True)
    lead_team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="leads")
    lead = models.ForeignKey(Practitioner, models.PROTECT, null=True, related_name="leads")
    lead_accepted_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=64, blank=True)
    closed_because = models.TextField(blank=True)
    closed_outcome = models.CharField(max_length=8, blank=True)  # a code of the national ReasonForClosure
    # The first of two who close what protection was begun in; empty when nobody asks, and once somebody moved it on.
    close_asked_by = models.CharField(max_length=64, blank=True)
    close_asked_by_name = models.CharField(max_length=120, blank=True)
    close_asked_at = models.DateTimeField(null=True)
    close_asked_because = models.TextField(blank=True)
    reopened_at = models.DateTimeField(null=True)  # until somebody decides, leads or closes: it stands on top
    pack = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=1)  # two people editing: the second is shown the difference

    class Meta:
        indexes = [
            models.Index(fields=["status", "accepted_at"], name="referrals_by_status"),
            models.Index(
                fields=["reopened_at"],
                name="referral_reopened",
                condition=models.Q(reopened_at__isnull=False),
            ),
        ]

    @property
    def ref(self) -> str:
        """How other apps and the audit name it."""
        return f"referral:{self.pk}"


class ReferralMove(models.Model):
    """One move in a referral's life, with its reason: what a closing or a reopening said is never written over."""

    classes: ClassVar = {
        "id": C.WORK,
        "referral": C.WORK,
        "verb": C.WORK,
        "was": C.WORK,
        "became": C.WORK,
        "because": C.CONTENT,
        "by": C.WORK,
        "by_name": C.WORK,
        "at": C.WORK,
        "happened_at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="moves")
    verb = models.CharField(max_length=20)
    was = models.CharField(max_length=12)
    became = models.CharField(max_length=12)
    because = models.TextField(blank=True)
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()
    happened_at = models.DateTimeField(null=True)  # its true time, where it was entered later
