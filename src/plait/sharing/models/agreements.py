"""Agreements between agencies: what they agreed to share, clause by clause, and who signed."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from plait.base.access.classes import FieldClass as C


class SharingAgreement(models.Model):
    """One version of an agreement. It is in force from the second signature, within its dates, until it is ended or revoked."""

    class State(models.TextChoices):
        DRAFT = "draft", "Being written"
        WAITING = "waiting", "Waiting for signatures"
        IN_FORCE = "in_force", "In force"
        ENDED = "ended", "Ended"
        REVOKED = "revoked", "Revoked"

    classes: ClassVar = {
        "id": C.REFERENCE,
        "reference": C.REFERENCE,
        "version": C.REFERENCE,
        "supersedes": C.REFERENCE,
        "title": C.REFERENCE,
        "summary": C.REFERENCE,
        "text": C.REFERENCE,
        "dpia": C.REFERENCE,
        "starts": C.REFERENCE,
        "ends": C.REFERENCE,
        "state": C.WORK,
        "written_by": C.WORK,
        "written_for": C.WORK,
        "written_at": C.WORK,
        "offered_at": C.WORK,
        "over_at": C.WORK,
        "over_by": C.WORK,
        "over_because": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=40)
    version = models.PositiveIntegerField(default=1)
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by")
    title = models.CharField(max_length=120)
    summary = models.TextField()
    text = models.TextField(
        blank=True
    )  # the agreement as it was written, where it is kept elsewhere: its place
    dpia = models.CharField(max_length=80)
    starts = models.DateField()
    ends = models.DateField(null=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    written_by = models.CharField(max_length=64)
    written_for = models.CharField(max_length=64)  # the agency whose side wrote it
    written_at = models.DateTimeField()
    offered_at = models.DateTimeField(null=True)
    over_at = models.DateTimeField(null=True)  # when it was ended, revoked or followed by its next version
    over_by = models.CharField(max_length=64, blank=True)
    over_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reference", "version"], name="one_agreement_of_each_version"),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="agreement_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} version {self.version}"

    @property
    def ref(self) -> str:
        """How the audit names it."""
        return f"sharing-agreement:{self.pk}"


class AgreementParty(models.Model):
    """Whom an agreement binds, on one of its two sides: an agency here, or another area. A party that left is bound no more."""

    class Side(models.TextChoices):
        FIRST = "first", "First side"
        SECOND = "second", "Second side"

    classes: ClassVar = {
        "id": C.REFERENCE,
        "agreement": C.REFERENCE,
        "side": C.REFERENCE,
        "agency_id": C.REFERENCE,
        "name": C.REFERENCE,
        "area": C.REFERENCE,
        "left_at": C.WORK,
        "left_because": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(SharingAgreement, models.PROTECT, related_name="parties")
    side = models.CharField(max_length=6, choices=Side.choices)
    agency_id = models.CharField(max_length=64)  # of another area: the id of its peer
    name = models.CharField(max_length=120)
    area = models.CharField(max_length=40, blank=True)  # the code of another area; "" for an agency here
    left_at = models.DateTimeField(null=True)
    left_because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "agency_id"], name="an_agency_is_a_party_once")
        ]


class Clause(models.Model):
    """One clause, as somebody reads it aloud. `sharing.rules.clauses` says what each part means."""

    class Kind(models.TextChoices):
        PERMIT = "permit", "May share"
        PROHIBIT = "prohibit", "Must not share"

    classes: ClassVar = {
        "id": C.REFERENCE,
        "agreement": C.REFERENCE,
        "number": C.REFERENCE,
        "kind": C.REFERENCE,
        "holders": C.REFERENCE,
        "recipients": C.REFERENCE,
        "field_groups": C.REFERENCE,
        "purposes": C.REFERENCE,
        "gateways": C.REFERENCE,
        "lawful_basis": C.REFERENCE,
        "agreement_rule": C.REFERENCE,
        "begins": C.REFERENCE,
        "ends": C.REFERENCE,
        "conditions": C.REFERENCE,
        "revoked_at": C.WORK,
        "revoked_by": C.WORK,
        "revoked_because": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(SharingAgreement, models.PROTECT, related_name="clauses")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PERMIT)
    holders = models.JSONField(default=list)  # agency ids, kinds of agency, or ANY
    recipients = models.JSONField(default=list)
    field_groups = models.JSONField(default=list)
    purposes = models.JSONField(default=list)
    gateways = models.JSONField(default=list)
    lawful_basis = models.CharField(max_length=120, blank=True)
    agreement_rule = models.CharField(max_length=10, default="no")  # no | service | consent
    begins = models.DateField(null=True)
    ends = models.DateField(null=True)
    conditions = models.JSONField(default=list)  # [{"name": …, "number": …}]
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=64, blank=True)
    revoked_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="one_clause_of_each_number")
        ]


class Signature(models.Model):
    """One side's signature: who signed for which agency. Two people of two agencies make an agreement. Another area's came as its
    signed word."""

    classes: ClassVar = {
        "id": C.REFERENCE,
        "agreement": C.REFERENCE,
        "side": C.REFERENCE,
        "agency_id": C.REFERENCE,
        "agency_name": C.REFERENCE,
        "signed_by": C.WORK,
        "signed_name": C.REFERENCE,
        "signed_job": C.REFERENCE,
        "signed_at": C.WORK,
        "digest": C.REFERENCE,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(SharingAgreement, models.PROTECT, related_name="signatures")
    side = models.CharField(max_length=6, choices=AgreementParty.Side.choices)
    agency_id = models.CharField(max_length=64)
    agency_name = models.CharField(max_length=120)
    signed_by = models.CharField(max_length=64)
    signed_name = models.CharField(max_length=120)
    signed_job = models.CharField(max_length=120)
    signed_at = models.DateTimeField()
    digest = models.CharField(
        max_length=64
    )  # SHA-256 of what was signed: rules.cedar; between areas wire.agreement

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "side"], name="one_signature_of_each_side"),
            models.UniqueConstraint(fields=["agreement", "signed_by"], name="nobody_signs_twice"),
        ]
