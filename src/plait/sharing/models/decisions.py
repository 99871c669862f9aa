"""Each decision to share or not, and what was shared with whom."""

import uuid
from typing import ClassVar

from django.db import models

from plait.base.access.classes import FieldClass as C
from plait.sharing.models.items import InformationItem


class SharingDecision(models.Model):
    """The record of a decision to share, share part, withhold or ask first: who decided, why, under which gateway.

    Every ask, answer and feedback is one. Holds no case content of its own (Children Act 2004 s.16LA: what to record,
    domain.md 2.1).
    """

    class Outcome(models.TextChoices):
        SHARE = "share", "Share"
        PART = "part", "Share part"
        WITHHOLD = "withhold", "Withhold"
        ASK_FIRST = "ask_first", "Ask first"

    class Occasion(models.TextChoices):
        ASK = "ask", "Asking a partner"
        ANSWER = "answer", "Answering a partner"
        FEEDBACK = "feedback", "Telling what came of it"
        HAND_ON = "hand_on", "Handing to the accepting lead"
        COPY = "copy", "Copying for our own record"
        PRINT = "print", "Printing"

    classes: ClassVar = {
        "id": C.WORK,
        "occasion": C.WORK,
        "outcome": C.WORK,
        "purpose": C.WORK,
        "purpose_code": C.WORK,
        "gateway": C.WORK,
        "from_agency": C.WORK,
        "to_agency": C.WORK,
        "people": C.IDENTITY,
        "because": C.CONTENT,
        "detriment": C.CONTENT,
        "family_told": C.CONTENT,
        "decided_by": C.WORK,
        "decided_at": C.WORK,
        "source_ref": C.WORK,
        "pack": C.WORK,
        "rule": C.WORK,
        "reason": C.WORK,
        "clauses": C.WORK,
        "agreement_versions": C.WORK,
        "obligations": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    occasion = models.CharField(max_length=12, choices=Occasion.choices)
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    purpose = models.CharField(max_length=120)  # the human sentence
    purpose_code = models.CharField(max_length=60, blank=True)  # of the pack’s purposes
    gateway = models.CharField(max_length=20)
    from_agency = models.CharField(max_length=64)
    to_agency = models.CharField(max_length=64, blank=True)
    people = models.JSONField(default=list)  # person ids as text
    because = models.TextField(blank=True)
    detriment = models.TextField(blank=True)
    family_told = models.CharField(max_length=20, blank=True)  # told | unsafe | not_yet | not_known
    decided_by = models.CharField(max_length=64)
    decided_at = models.DateTimeField()
    source_ref = models.CharField(max_length=64)
    pack = models.CharField(max_length=64, blank=True)
    rule = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=120, blank=True)
    clauses = models.JSONField(default=list)  # ids of the clauses relied on
    agreement_versions = models.JSONField(default=list)  # "EW-2026-1 version 2"
    obligations = models.JSONField(default=list)  # what a reviewer looks at afterwards, in sentences

    class Meta:
        indexes = [models.Index(fields=["source_ref"], name="decisions_of_source")]


class Disclosure(models.Model):
    """*What we shared*: one recipient, one moment, the lines built for that recipient."""

    classes: ClassVar = {
        "id": C.WORK,
        "decision": C.WORK,
        "recipient_agency": C.WORK,
        "recipient": C.WORK,
        "at": C.WORK,
        "channel": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey(SharingDecision, models.PROTECT, related_name="disclosures")
    recipient_agency = models.CharField(max_length=64, blank=True)
    recipient = models.CharField(max_length=64, blank=True)  # practitioner, team or mailbox reference
    at = models.DateTimeField()
    channel = models.CharField(max_length=12, default="plait")  # plait | phone | print | copy


class DisclosureItem(models.Model):
    """One line of a disclosure: its field group, and the text exactly as the recipient got it."""

    classes: ClassVar = {
        "id": C.WORK,
        "disclosure": C.WORK,
        "item": C.WORK,
        "field_group": C.WORK,
        "label": C.WORK,
        "text": C.CONTENT,
        "withheld": C.WORK,
        "why_withheld": C.CONTENT,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    disclosure = models.ForeignKey(Disclosure, models.PROTECT, related_name="lines")
    item = models.ForeignKey(InformationItem, models.PROTECT, null=True, related_name="disclosed")
    field_group = models.CharField(max_length=20)
    label = models.CharField(max_length=120, blank=True)
    text = models.TextField(blank=True)
    withheld = models.BooleanField(default=False)
    why_withheld = models.TextField(blank=True)
