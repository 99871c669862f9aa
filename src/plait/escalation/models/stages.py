"""The stages that a disagreement reached, who owns them, and the calls."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from plait.agencies.models import Practitioner, Team
from plait.base.access.classes import FieldClass as C
from plait.escalation.models.disputed import Challenge, Disputed, Escalation


class EscalationStage(models.Model):
    """One stage that was reached: when, who climbed and why, what was answered, and how often both sides were asked to climb."""

    classes: ClassVar = {
        "id": C.WORK,
        "escalation": C.WORK,
        "order": C.WORK,
        "code": C.WORK,
        "name": C.WORK,
        "began_at": C.WORK,
        "climbed_by": C.WORK,
        "climbed_by_name": C.WORK,
        "climbed_because": C.CONTENT,
        "answer": C.CONTENT,
        "answered_by": C.WORK,
        "answered_by_name": C.WORK,
        "answered_at": C.WORK,
        "prompted_at": C.WORK,
        "prompts": C.WORK,
        "ended_at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    escalation = models.ForeignKey(Escalation, models.PROTECT, related_name="stages")
    order = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=160)
    began_at = models.DateTimeField()
    climbed_by = models.CharField(max_length=64)
    climbed_by_name = models.CharField(max_length=120)
    climbed_because = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=64, blank=True)
    answered_by_name = models.CharField(max_length=120, blank=True)
    answered_at = models.DateTimeField(null=True)
    prompted_at = models.DateTimeField(null=True)
    prompts = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["escalation", "order"], name="a_stage_is_reached_once")
        ]


class Owner(models.Model):
    """Who owns a stage or a challenge on one side, from when, and why it is they. The one that has not ended owns it now.

    Neither a practitioner nor a team: the arbitrator of the partnership, by name and number.
    """

    class Why(models.TextChoices):
        ROLE = "role", "holds the role"
        DEPUTY = "deputy", "stands in"
        TEAM = "team", "nobody else of the agency can, so its team does"
        ARBITRATOR = "arbitrator", "the partnership’s arbitrator"

    classes: ClassVar = {
        name: C.WORK
        for name in (
            "id stage challenge side practitioner team name role why from_at to_at passed_because prompts".split()
        )
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stage = models.ForeignKey(EscalationStage, models.PROTECT, null=True, related_name="owners")
    challenge = models.ForeignKey(Challenge, models.PROTECT, null=True, related_name="owners")
    side = models.CharField(max_length=6)  # ours | theirs
    practitioner = models.ForeignKey(Practitioner, models.PROTECT, null=True, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=260)
    role = models.CharField(max_length=60, blank=True)
    why = models.CharField(max_length=10, choices=Why.choices)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)
    passed_because = models.CharField(max_length=60, blank=True)  # why it was passed on: a code
    prompts = models.PositiveSmallIntegerField(default=0)  # how often they were asked for what they owe

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "side"], condition=Q(to_at__isnull=True), name="one_owner_of_a_stage"
            ),
            models.UniqueConstraint(
                fields=["challenge", "side"], condition=Q(to_at__isnull=True), name="one_owner_of_a_challenge"
            ),
            models.CheckConstraint(
                condition=Q(stage__isnull=True) ^ Q(challenge__isnull=True), name="owner_of_one_thing"
            ),
        ]
        indexes = [
            models.Index(fields=["practitioner", "to_at"], name="what_somebody_owns"),
            models.Index(fields=["team"], condition=Q(to_at__isnull=True), name="what_teams_own_now"),
        ]

    @property
    def ref(self) -> str:
        """Whom mail reaches: `practitioner:<id>`, `team:<id>`, or `arbitrator`."""
        if self.practitioner_id:
            return f"practitioner:{self.practitioner_id}"
        return f"team:{self.team_id}" if self.team_id else "arbitrator"


class StageCall(models.Model):
    """*I rang*: with whom, when, what was said. At the first stage the call is the talk itself."""

    classes: ClassVar = {
        "id": C.WORK,
        "stage": C.WORK,
        "spoke_with": C.SOURCE,
        "rang_at": C.WORK,
        "said": C.CONTENT,
        "by": C.WORK,
        "by_name": C.WORK,
        "at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stage = models.ForeignKey(EscalationStage, models.PROTECT, related_name="calls")
    spoke_with = models.CharField(max_length=160)
    rang_at = models.DateTimeField()
    said = models.TextField()
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()


class MoreUrgent(models.Model):
    """It became more urgent after it had begun: at which stage, from what to what, why, and in danger whom they rang."""

    classes: ClassVar = {
        "id": C.WORK,
        "stage": C.WORK,
        "was": C.WORK,
        "urgency": C.WORK,
        "because": C.CONTENT,
        "emergency_told": C.CONTENT,
        "by": C.WORK,
        "by_name": C.WORK,
        "at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stage = models.ForeignKey(EscalationStage, models.PROTECT, related_name="more_urgent")
    was = models.CharField(max_length=8, choices=Disputed.Urgency.choices)
    urgency = models.CharField(max_length=8, choices=Disputed.Urgency.choices)
    because = models.TextField()
    emergency_told = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()
