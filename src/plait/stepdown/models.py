"""A step down: who holds a family whose help got less, what was promised to them, and what came of it."""

import uuid
from typing import ClassVar

from django.db import models

from plait.agencies.models import Practitioner, Team
from plait.base.access.classes import FieldClass as C
from plait.referrals.models import Contact, Referral
from plait.stepdown.life import LIVE


class StepDown(models.Model):
    """Less help than before, with somebody's name on it. The children are those
    of the concern behind it, and the family's agreement is what `sharing` says: neither is copied."""

    class Status(models.TextChoices):
        OFFERED = "offered", "Waits for the team that was asked"
        DECLINED = "declined", "Declined: somebody has to decide"
        HELD = "held", "Held by its lead"
        CARRIED = "carried", "Held without a lead, by a manager’s word"
        SUSTAINED = "sustained", "Held to the end"
        STEPPED_UP = "stepped_up", "Stepped up again"
        REOPENED = "reopened", "Concern again: opened with its history"
        ENDED = "ended", "Ended early, with a reason"

    classes: ClassVar = {
        "id": C.WORK,
        "reference": C.WORK,
        "referral": C.WORK,
        "from_team": C.WORK,
        "to_team": C.WORK,
        "from_level": C.CONTENT,
        "from_label": C.CONTENT,
        "to_level": C.CONTENT,
        "to_label": C.CONTENT,
        "why": C.CONTENT,
        "contingency": C.CONTENT,
        "bar_because": C.CONTENT,
        "gateway": C.WORK,
        "explained_on": C.WORK,
        "status": C.WORK,
        "lead": C.WORK,
        "accepted_at": C.WORK,
        "begun_at": C.WORK,
        "declined_at": C.WORK,
        "declined_code": C.CONTENT,
        "declined_because": C.CONTENT,
        "declined_by_name": C.WORK,
        "risk_parts": C.CONTENT,
        "risk_because": C.CONTENT,
        "risk_by": C.WORK,
        "risk_by_name": C.WORK,
        "risk_at": C.WORK,
        "undecided": C.WORK,
        "again": C.WORK,
        "next_promise": C.WORK,
        "due_at": C.WORK,
        "at_risk_at": C.WORK,
        "ended_at": C.WORK,
        "made_by": C.WORK,
        "made_by_name": C.WORK,
        "made_at": C.WORK,
        "pack": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="stepdowns")
    from_team = models.ForeignKey(Team, models.PROTECT, related_name="+")  # answers until somebody accepts
    to_team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    from_level = models.PositiveSmallIntegerField()
    from_label = models.CharField(max_length=160)
    to_level = models.PositiveSmallIntegerField()
    to_label = models.CharField(max_length=160)
    why = models.TextField()
    contingency = models.TextField(blank=True)
    bar_because = models.TextField(blank=True)  # a manager's reason to take a step that the area bars
    gateway = models.CharField(max_length=20, blank=True)  # the one explained to the family, if any was
    explained_on = models.DateField(null=True)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.OFFERED)
    lead = models.ForeignKey(Practitioner, models.PROTECT, null=True, related_name="holds")
    accepted_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True)  # since when the family is watched, whoever holds it
    declined_at = models.DateTimeField(null=True)
    declined_code = models.CharField(max_length=60, blank=True)
    declined_because = models.TextField(blank=True)
    declined_by_name = models.CharField(max_length=120, blank=True)
    risk_parts = models.JSONField(default=list)  # what was missing when a manager decided to go on without
    risk_because = models.TextField(blank=True)
    risk_by = models.CharField(max_length=64, blank=True)
    risk_by_name = models.CharField(max_length=120, blank=True)
    risk_at = models.DateTimeField(null=True)
    undecided = models.BooleanField(default=False)  # it did not hold, and no manager has decided since
    again = models.PositiveSmallIntegerField(default=0)  # how many looks managers have asked for
    # The open promise that is due first, kept with every move of its clocks, so that the register is one question.
    next_promise = models.CharField(max_length=60, blank=True)
    due_at = models.DateTimeField(null=True)
    at_risk_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    made_by = models.CharField(max_length=64)
    made_by_name = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    pack = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral"],
                condition=models.Q(status__in=LIVE),
                name="one_live_step_down_of_a_referral",
            )
        ]
        indexes = [
            models.Index(fields=["status", "due_at"], name="stepdowns_due"),
            models.Index(fields=["lead", "status"], name="stepdowns_of_lead"),
        ]

    @property
    def ref(self) -> str:
        """How other apps and the audit name it."""
        return f"stepdown:{self.pk}"

    @property
    def waits_for(self) -> str:
        """The team that was asked and has not answered; empty once it has. Until a team accepts, whoever handed over holds the
        family, and nothing has been stepped down."""
        return self.to_team.name if self.status == self.Status.OFFERED else ""

    @property
    def in_words(self) -> str:
        """The step as a sentence says it: asked for, until somebody has the family."""
        step = f"from {self.from_label} to {self.to_label}"
        if self.waits_for:
            return f"Asked to step down {step}, waiting for {self.waits_for}"
        if self.status == self.Status.DECLINED:
            return f"Asked to step down {step}, declined"
        return f"Stepped down {step}" if self.begun_at else f"Asked to step down {step}"


class Need(models.Model):
    """Something that is still needed, and who does it."""

    classes: ClassVar = {"id": C.WORK, "stepdown": C.WORK, "what": C.CONTENT, "who": C.WORK, "at": C.WORK}
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stepdown = models.ForeignKey(StepDown, models.PROTECT, related_name="needs")
    what = models.CharField(max_length=300)
    who = models.CharField(max_length=160, blank=True)
    at = models.DateTimeField()


class Told(models.Model):
    """Who was told of the step down, and how; or why it is not safe to tell them."""

    class Whom(models.TextChoices):
        FAMILY = "family", "The family"
        SERVICE = "service", "A service"

    classes: ClassVar = {
        "id": C.WORK,
        "stepdown": C.WORK,
        "whom": C.WORK,
        "name": C.WORK,
        "told": C.CONTENT,
        "how": C.CONTENT,
        "by_name": C.WORK,
        "at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stepdown = models.ForeignKey(StepDown, models.PROTECT, related_name="told")
    whom = models.CharField(max_length=8, choices=Whom.choices)
    name = models.CharField(max_length=160, blank=True)
    told = models.BooleanField()
    how = models.TextField(blank=True)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()


class LookedAgain(models.Model):
    """One answer to a promise to look again: a visit, a review, *still all right?* Never changed. Where nobody could see or
    reach them it is an attempt: kept, and the promise is owed as before."""

    class Standing(models.TextChoices):
        YES = "yes", "Yes, it holds"
        SLIPPED = "slipped", "Partly: something has slipped"
        NO = "no", "No, it does not hold"
        NOT_SEEN = "not_seen", "Nobody could see or reach them"

    classes: ClassVar = {
        "id": C.WORK,
        "stepdown": C.WORK,
        "promise": C.WORK,
        "label": C.WORK,
        "standing": C.CONTENT,
        "own_records": C.CONTENT,
        "child_words": C.CONTENT,
        "partners": C.CONTENT,
        "gateway": C.WORK,
        "together": C.WORK,
        "by": C.WORK,
        "by_name": C.WORK,
        "at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stepdown = models.ForeignKey(StepDown, models.PROTECT, related_name="looks")
    promise = models.CharField(max_length=60)
    label = models.CharField(max_length=160)
    standing = models.CharField(max_length=10, choices=Standing.choices)
    own_records = models.TextField()
    child_words = models.TextField(blank=True)
    partners = models.TextField(blank=True)
    gateway = models.CharField(max_length=20, blank=True)
    # Of a joint visit: did whoever hands over and whoever holds the family both go? None: of another look, or never asked.
    together = models.BooleanField(null=True)
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stepdown", "promise"],
                condition=~models.Q(standing="not_seen"),
                name="each_look_is_answered_once",
            )
        ]


class StepDownMove(models.Model):
    """One move in the life of a step down, with its reason."""

    classes: ClassVar = {
        "id": C.WORK,
        "stepdown": C.WORK,
        "verb": C.WORK,
        "was": C.WORK,
        "became": C.WORK,
        "because": C.CONTENT,
        "by": C.WORK,
        "by_name": C.WORK,
        "at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stepdown = models.ForeignKey(StepDown, models.PROTECT, related_name="moves")
    verb = models.CharField(max_length=24)
    was = models.CharField(max_length=12, blank=True)
    became = models.CharField(max_length=12)
    because = models.TextField(blank=True)
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()


class NewConcern(models.Model):
    """A concern that speaks of a child who was stepped down: the register answers it with the days that passed."""

    classes: ClassVar = {"id": C.WORK, "stepdown": C.WORK, "contact": C.WORK, "days": C.WORK, "at": C.WORK}
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stepdown = models.ForeignKey(StepDown, models.PROTECT, related_name="new_concerns")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="+")
    days = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stepdown", "contact"], name="new_concern_is_noted_once")
        ]
