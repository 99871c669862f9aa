"""Word of a missing family: ours, with what was answered before it went and every copy, and that of another area."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from plait.base.access.classes import FieldClass as C
from plait.base.federation.models import Peer
from plait.handover.rules.alerting import CHECKS, MAYBE, SAID_BY
from plait.referrals.models import Contact
from plait.sharing.models import SharingDecision


class MissingAlert(models.Model):
    """One family that is missed, raised here (`out`) or by another area (`in`). `people` is what is told of them, and is erased
    with every copy when it ends; what was answered before it went stays here for its time."""

    class Side(models.TextChoices):
        OUT = "out", "Raised here"
        IN = "in", "By another area"

    class State(models.TextChoices):
        WAITING = "waiting", "Waits for a senior to sign"
        LIVE = "live", "Missing"
        FOUND = "found", "Safe and seen"
        ENDED = "ended", "Ended"

    classes: ClassVar = {
        "id": C.WORK,
        "number": C.WORK,
        "reference": C.WORK,
        "side": C.WORK,
        "peer": C.LOCATION,
        "quiet": C.LOCATION,
        "child": C.IDENTITY,
        "contact": C.WORK,
        "state": C.WORK,
        "people": C.IDENTITY,
        "if_seen": C.WORK,
        "ring": C.WORK,
        "gateway": C.WORK,
        "said_by": C.SOURCE,
        "may_be_fled": C.LOCATION,
        "fleeing": C.LOCATION,
        "abuse_check": C.LOCATION,
        "check_by": C.CONTENT,
        "check_found": C.CONTENT,
        "because": C.CONTENT,
        "by": C.WORK,
        "by_name": C.WORK,
        "owner": C.WORK,
        "at": C.WORK,
        "signed_by": C.WORK,
        "signed_by_name": C.WORK,
        "signed_at": C.WORK,
        "ends_on": C.WORK,
        "check_on": C.WORK,
        "last_word": C.WORK,
        "seen_by": C.CONTENT,
        "seen_on": C.CONTENT,
        "end_words": C.CONTENT,
        "ended_by": C.WORK,
        "ended_by_name": C.WORK,
        "hid": C.LOCATION,
        "ended_at": C.WORK,
        "erased_at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.UUIDField(default=uuid.uuid4)  # its id in every area
    reference = models.CharField(max_length=12)
    side = models.CharField(max_length=3, choices=Side.choices)
    peer = models.ForeignKey(Peer, models.PROTECT, null=True, related_name="+")
    quiet = models.BooleanField(default=False)  # it may be about somebody kept here: for custodians alone
    child = models.UUIDField(null=True, db_index=True)
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="alerts")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    people = models.JSONField(default=list)
    if_seen = models.JSONField(default=list)
    ring = models.JSONField(default=dict)
    gateway = models.CharField(max_length=40, blank=True)
    said_by = models.CharField(max_length=10, choices=list(SAID_BY.items()), blank=True)
    may_be_fled = models.CharField(max_length=10, choices=list(MAYBE.items()), blank=True)
    fleeing = models.CharField(max_length=10, choices=list(MAYBE.items()), blank=True)
    abuse_check = models.CharField(max_length=10, choices=list(CHECKS.items()), blank=True)
    check_by = models.CharField(max_length=120, blank=True)
    check_found = models.CharField(max_length=500, blank=True)
    because = models.CharField(max_length=1000, blank=True)
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=120)
    owner = models.CharField(
        max_length=80, blank=True
    )  # who owes the weekly word; whoever raised it, while they are there
    at = models.DateTimeField()
    signed_by = models.CharField(max_length=64, blank=True)
    signed_by_name = models.CharField(max_length=120, blank=True)
    signed_at = models.DateTimeField(null=True)
    ends_on = models.DateField(null=True)
    check_on = models.DateField(null=True)
    last_word = models.PositiveIntegerField(default=0)
    seen_by = models.CharField(max_length=120, blank=True)
    seen_on = models.DateField(null=True)
    end_words = models.CharField(max_length=500, blank=True)
    ended_by = models.CharField(max_length=64, blank=True)  # empty: it ended by itself
    ended_by_name = models.CharField(max_length=120, blank=True)
    hid = models.BooleanField(default=False)  # ended because somebody of them had begun to hide
    ended_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["peer", "number"], condition=Q(side="in"), name="an_alert_is_there_once"
            ),
            models.UniqueConstraint(
                fields=["child"],
                condition=Q(side="out", state__in=("waiting", "live")),
                name="one_alert_of_a_child",
            ),
        ]
        indexes = [models.Index(fields=["state", "at"], name="alerts_by_state")]

    @property
    def ref(self) -> str:
        """How other apps and the audit name it."""
        return f"missing:{self.pk}"


class AlertOf(models.Model):
    """Whom an alert of ours is about."""

    classes: ClassVar = {"id": C.WORK, "alert": C.WORK, "person": C.IDENTITY}
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    alert = models.ForeignKey(MissingAlert, models.CASCADE, related_name="about")
    person = models.UUIDField(db_index=True)


class AlertCopy(models.Model):
    """Who is told: an agency here, or another area. Here nothing is left as soon as it ends; an area says so itself, signed."""

    classes: ClassVar = {
        "id": C.WORK,
        "alert": C.WORK,
        "agency": C.WORK,
        "peer": C.LOCATION,
        "name": C.LOCATION,
        "decision": C.WORK,
        "sent_at": C.WORK,
        "disposed_at": C.WORK,
        "late": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    alert = models.ForeignKey(MissingAlert, models.CASCADE, related_name="copies")
    agency = models.UUIDField(null=True, db_index=True)
    peer = models.ForeignKey(Peer, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120)
    decision = models.ForeignKey(SharingDecision, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    disposed_at = models.DateTimeField(null=True)
    late = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alert", "agency"], name="one_copy_of_an_agency"),
            models.UniqueConstraint(fields=["alert", "peer"], name="one_copy_of_an_area"),
        ]


class AlertCheck(models.Model):
    """Still missing: what somebody looked at. Never changed."""

    classes: ClassVar = {
        "id": C.WORK,
        "alert": C.WORK,
        "checked": C.CONTENT,
        "by": C.WORK,
        "by_name": C.WORK,
        "at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    alert = models.ForeignKey(MissingAlert, models.CASCADE, related_name="checks")
    checked = models.CharField(max_length=1000)
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()
