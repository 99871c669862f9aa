"""The record of a decision made with "Can I share this?": codes only, no word about anybody."""

import uuid
from typing import ClassVar

from django.db import models

from plait.base.access.classes import FieldClass as C


class AdviceRecord(models.Model):
    """What one practitioner decided, for which reason and on which gateway, item kind by item kind. Held by their agency.

    It names no child and quotes nobody. With the pack's release, the rule and the words of its day the same answer can be
    worked out again (`queries.replay`).
    """

    classes: ClassVar = {
        "id": C.WORK,
        "reference": C.WORK,
        "holder_agency": C.WORK,
        "holder_kind": C.WORK,
        "holder_under_contract": C.WORK,
        "recipient_kind": C.WORK,
        "recipient_under_contract": C.WORK,
        "reason": C.WORK,
        "purpose": C.WORK,
        "about": C.WORK,
        "gateway": C.WORK,
        "gateways": C.WORK,
        "advised": C.WORK,
        "items": C.WORK,
        "known_as": C.WORK,
        "context": C.WORK,
        "history": C.WORK,
        "connected": C.WORK,
        "outcome": C.WORK,
        "detriment": C.WORK,
        "adult_victim": C.WORK,
        "agreed": C.WORK,
        "family_told": C.WORK,
        "adviser_asked": C.WORK,
        "decided_by": C.WORK,
        "decided_by_name": C.WORK,
        "decided_at": C.WORK,
        "on": C.WORK,
        "pack": C.WORK,
        "rule": C.WORK,
        "words": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    holder_agency = models.CharField(max_length=64)
    holder_kind = models.CharField(max_length=20)
    holder_under_contract = models.BooleanField()
    recipient_kind = models.CharField(max_length=20)
    recipient_under_contract = models.BooleanField()
    reason = models.CharField(max_length=60)
    purpose = models.CharField(max_length=60)
    about = models.JSONField(default=list)  # whom: child, carer, other
    gateway = models.CharField(max_length=60, blank=True)
    gateways = models.JSONField(default=list)  # every one that was open, the best first
    advised = models.JSONField(default=dict)  # kind of information: what Plait said
    items = models.JSONField(default=dict)  # kind of information: what they decided
    known_as = models.JSONField(default=dict)  # kind of information: fact, told, opinion
    context = models.CharField(max_length=20, blank=True)
    history = models.CharField(max_length=20, blank=True)
    connected = models.JSONField(default=list)
    outcome = models.CharField(max_length=12)
    detriment = models.CharField(max_length=8)
    adult_victim = models.CharField(max_length=8)
    agreed = models.CharField(max_length=12, blank=True)
    family_told = models.CharField(max_length=12)
    adviser_asked = models.CharField(max_length=20, blank=True)
    decided_by = models.CharField(max_length=64)
    decided_by_name = models.CharField(max_length=120)
    decided_at = models.DateTimeField()
    on = models.DateField()  # the day whose law was asked
    pack = models.CharField(max_length=64)
    rule = models.CharField(max_length=60)
    words = models.CharField(max_length=20)

    class Meta:
        indexes = [models.Index(fields=["holder_agency", "decided_at"], name="advice_of_agency")]


class AdviceUse(models.Model):
    """That a record of a decision goes with an answer, or with a concern. By reference: neither copies the other."""

    classes: ClassVar = {"id": C.WORK, "record": C.WORK, "subject": C.WORK, "by": C.WORK, "at": C.WORK}
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(AdviceRecord, models.PROTECT, related_name="uses")
    subject = models.CharField(max_length=64)  # check:<id> or draft:<id>
    by = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "subject"], name="advice_used_once")]
        indexes = [models.Index(fields=["subject"], name="advice_of_subject")]
