"""A partner check: one agency is asked what it knows, for a purpose, by a time; and its answers, child by child."""

import uuid
from typing import ClassVar

from django.db import models

from plait.agencies.models import Agency, Team
from plait.base.access.classes import FieldClass as C
from plait.people.models import Person
from plait.referrals.models.referral import Referral
from plait.sharing.models import SharingDecision


class PartnerCheck(models.Model):
    """What the hub asked one agency. `shown` is exactly what that agency may read: the least that lets it look."""

    class Status(models.TextChoices):
        ASKED = "asked", "Asked"
        OPENED = "opened", "Opened"
        ANSWERED = "answered", "Answered"
        WITHDRAWN = "withdrawn", "Withdrawn"

    classes: ClassVar = {
        "id": C.WORK,
        "reference": C.WORK,
        "referral": C.WORK,
        "agency": C.WORK,
        "team": C.WORK,
        "status": C.WORK,
        "mandatory": C.WORK,
        "purpose": C.WORK,
        "gateway": C.WORK,
        "questions": C.CONTENT,
        "period_from": C.WORK,
        "period_to": C.WORK,
        "speak_first": C.CONTENT,
        "shown": C.CONTENT,
        "decision": C.WORK,
        "asked_by": C.WORK,
        "asked_by_name": C.WORK,
        "asked_at": C.WORK,
        "opened_by": C.WORK,
        "opened_at": C.WORK,
        "answered_at": C.WORK,
        "withdrawn_at": C.WORK,
        "withdrawn_because": C.CONTENT,
        "pack": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="checks")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="checks")
    team = models.ForeignKey(Team, models.PROTECT, related_name="checks")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.ASKED)
    mandatory = models.BooleanField(default=False)
    purpose = models.CharField(max_length=120)
    gateway = models.CharField(max_length=20)
    questions = models.JSONField(default=list)
    period_from = models.DateField(null=True)
    period_to = models.DateField(null=True)
    speak_first = models.BooleanField(default=False)
    shown = models.JSONField(
        default=dict
    )  # {"children": [{person, name, born, …}], "adults": […], "concern": "…"}
    decision = models.ForeignKey(SharingDecision, models.PROTECT, related_name="+")
    asked_by = models.CharField(max_length=64)
    asked_by_name = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    opened_by = models.CharField(max_length=64, blank=True)
    opened_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.TextField(blank=True)
    pack = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["team", "status", "asked_at"], name="checks_of_team"),
            models.Index(fields=["status", "answered_at"], name="checks_by_status"),
            models.Index(fields=["asked_at"], name="checks_by_day"),
        ]

    @property
    def ref(self) -> str:
        """How other apps and the audit name it."""
        return f"check:{self.pk}"


class CheckAnswer(models.Model):
    """One agency's answer about one child. "Nothing known" is an answer with a time and a name; silence is not."""

    class Kind(models.TextChoices):
        ITEMS = "items", "Here is what we know"
        NOTHING_RELEVANT = "nothing_relevant", "Known to us, nothing relevant"
        NOT_KNOWN = "not_known", "Not known to us"
        CANNOT_SHARE = "cannot_share", "We cannot share"
        NEED_MORE = "need_more", "We need more detail"
        SPEAK_TO_ME = "speak_to_me", "Sensitive: speak to me"

    classes: ClassVar = {
        "id": C.WORK,
        "partner_check": C.WORK,
        "person": C.IDENTITY,
        "kind": C.CONTENT,
        "note": C.CONTENT,
        "decision": C.WORK,
        "by": C.WORK,
        "by_name": C.WORK,
        "at": C.WORK,
        "channel": C.WORK,
        "superseded": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner_check = models.ForeignKey(PartnerCheck, models.PROTECT, related_name="answers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    note = models.TextField(blank=True)
    decision = models.ForeignKey(SharingDecision, models.PROTECT, related_name="+")
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()
    channel = models.CharField(max_length=12, default="plait")  # plait | phone
    superseded = models.BooleanField(default=False)
