"""A family handed over to another area, or by another area to us: the package, and every word that both sides said on it."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from plait.base.access.classes import FieldClass as C
from plait.base.federation.models import Peer
from plait.handover.life import LIVE
from plait.referrals.models import Contact
from plait.sharing.models import SharingDecision


class Handover(models.Model):
    """One family, one other area, one package. Ours when we offer it (`out`), theirs when it came to us (`in`); both hang on the
    concern behind it here, so that whoever works on that reads both.

    `core` is the package as its bytes said it, and the truth: pages, HTML and text are rendered from it. `refs` says which child
    of the package is who here. `last_word` is the number of the newest word taken from the other area, `said_words` of our own.
    """

    class Side(models.TextChoices):
        OUT = "out", "To another area"
        IN = "in", "From another area"

    class Status(models.TextChoices):
        OFFERED = "offered", "Sent: not there yet"
        RECEIVED = "received", "Received: nobody has looked yet"
        TRIAGE = "triage", "Accepted for triage"
        QUERIED = "queried", "A question waits for its answer"
        DECLINED = "declined", "Declined"
        CONFERENCE = "conference", "Conference date set"
        ACCEPTED = "accepted", "Responsibility accepted"
        RETURNED = "returned", "Given back"
        WITHDRAWN = "withdrawn", "Taken back"
        FAILED = "failed", "It did not arrive: ring them"

    classes: ClassVar = {
        "id": C.WORK,
        "reference": C.WORK,
        "their_reference": C.WORK,
        "side": C.WORK,
        "package": C.WORK,
        "peer": C.LOCATION,
        "contact": C.WORK,
        "status": C.WORK,
        "basis": C.CONTENT,
        "temporary": C.CONTENT,
        "area_because": C.CONTENT,
        "core": C.CONTENT,
        "digest": C.WORK,
        "refs": C.IDENTITY,
        "decision": C.WORK,
        "by": C.WORK,
        "by_name": C.WORK,
        "at": C.WORK,
        "their_name": C.WORK,
        "their_job": C.WORK,
        "their_phone": C.WORK,
        "conference_on": C.WORK,
        "accepted_at": C.WORK,
        "ended_at": C.WORK,
        "unread_at": C.WORK,
        "custodian_at": C.SEALED,
        "hiding_told": C.SEALED,
        "last_word": C.WORK,
        "said_words": C.WORK,
        "crossed": C.WORK,
        "pack": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    their_reference = models.CharField(
        max_length=40, blank=True
    )  # what the other area calls it on the telephone
    side = models.CharField(max_length=3, choices=Side.choices)
    package = models.UUIDField()  # its id in both areas
    peer = models.ForeignKey(Peer, models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="handovers")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OFFERED)
    basis = models.CharField(max_length=20)  # on what the family's help stands: cp, cin, early_help, …
    temporary = models.BooleanField(default=False)
    area_because = models.CharField(
        max_length=200, blank=True
    )  # of ours: why another area than their postcode says; never sent
    core = models.TextField()
    digest = models.CharField(max_length=64)
    refs = models.JSONField(default=dict)
    decision = models.ForeignKey(SharingDecision, models.PROTECT, null=True, related_name="+")
    by = models.CharField(max_length=64)  # who offered it here; `area:<code>` of what came
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()
    their_name = models.CharField(max_length=120, blank=True)  # whom to ring in the other area
    their_job = models.CharField(max_length=160, blank=True)
    their_phone = models.CharField(max_length=40, blank=True)
    conference_on = models.DateField(null=True)
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    unread_at = models.DateTimeField(null=True)  # since when something of theirs waits to be read here
    custodian_at = models.DateTimeField(null=True)  # of ours: since when that area says to ask its custodian
    hiding_told = models.PositiveSmallIntegerField(
        default=0
    )  # of theirs: how many hide here, when last looked
    last_word = models.PositiveIntegerField(default=0)
    said_words = models.PositiveIntegerField(default=0)
    crossed = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")  # each offered the other
    pack = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["peer", "side", "package"], name="a_package_is_there_once"),
            models.UniqueConstraint(
                fields=["contact"],
                condition=Q(side="out", status__in=LIVE),
                name="offered_to_one_area_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["status", "at"], name="handovers_by_status")]

    @property
    def ref(self) -> str:
        """How other apps and the audit name it."""
        return f"handover:{self.pk}"


class HandoverWord(models.Model):
    """One word on a handover, of either side, with its number there. Never changed; `counted` is false for one that came after a
    newer one, or too late to change anything."""

    classes: ClassVar = {
        "id": C.WORK,
        "handover": C.WORK,
        "ours": C.WORK,
        "number": C.WORK,
        "verb": C.WORK,
        "code": C.CONTENT,
        "words": C.CONTENT,
        "day": C.WORK,
        "counted": C.WORK,
        "sent": C.WORK,
        "was": C.WORK,
        "became": C.WORK,
        "by": C.WORK,
        "by_name": C.WORK,
        "by_job": C.WORK,
        "by_phone": C.WORK,
        "at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    handover = models.ForeignKey(Handover, models.PROTECT, related_name="said")
    ours = models.BooleanField()
    number = models.PositiveIntegerField()
    verb = models.CharField(max_length=24)
    code = models.CharField(max_length=60, blank=True)
    words = models.TextField(blank=True)
    day = models.DateField(null=True)
    counted = models.BooleanField(default=True)
    sent = models.BooleanField(default=True)  # else Plait could not tell them, and somebody rings
    was = models.CharField(max_length=10, blank=True)
    became = models.CharField(max_length=10, blank=True)
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=120)
    by_job = models.CharField(max_length=160, blank=True)
    by_phone = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["handover", "ours", "number"], name="a_word_is_said_once")
        ]


class Supplement(models.Model):
    """What was added to a package afterwards. One that came before its package waits for it, as it came (`handover` empty)."""

    classes: ClassVar = {
        "id": C.WORK,
        "peer": C.LOCATION,
        "package": C.WORK,
        "handover": C.WORK,
        "ours": C.WORK,
        "supplement": C.WORK,
        "kind": C.WORK,
        "answers": C.WORK,
        "core": C.CONTENT,
        "digest": C.WORK,
        "decision": C.WORK,
        "by": C.WORK,
        "by_name": C.WORK,
        "at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    peer = models.ForeignKey(Peer, models.PROTECT, related_name="+")
    package = models.UUIDField()
    handover = models.ForeignKey(Handover, models.PROTECT, null=True, related_name="supplements")
    ours = models.BooleanField()
    supplement = models.UUIDField()
    kind = models.CharField(max_length=12)  # supplement | correction
    answers = models.PositiveIntegerField(null=True)  # the number of the question it answers
    core = models.TextField()
    digest = models.CharField(max_length=64)
    decision = models.ForeignKey(SharingDecision, models.PROTECT, null=True, related_name="+")
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["peer", "ours", "supplement"], name="a_supplement_is_there_once")
        ]
        indexes = [models.Index(fields=["peer", "package"], name="supplements_of_package")]
