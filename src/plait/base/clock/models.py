"""Clocks that run, their pauses and everything that was ever changed about them."""

import uuid
from typing import ClassVar

from django.db import models

from plait.base.clock.targets import KINDS, Target, TargetKind


class RunningClock(models.Model):
    """One promise of time about one subject. It never resets: each change leaves a ClockChange.

    `key` names the promise once and for all (`contact:<id>:decision`); `started_at` never changes; `due_at` is UTC and
    counts every pause so far; `calendar_version` and `pack_release` say by which tables it was counted last.
    """

    class State(models.TextChoices):
        RUNNING = "running", "Running"
        PAUSED = "paused", "Paused"
        STOPPED = "stopped", "Stopped"

    classes: ClassVar[dict[str, str]] = {
        name: "work"
        for name in (
            "id key rule subject start_event started_at kind amount by_time owner due_at at_risk_at at_risk_fraction "
            "calendar_version pack_release state stopped_at end_event beyond_calendar"
        ).split()
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=160, unique=True)
    rule = models.CharField(max_length=80)
    subject = models.CharField(max_length=120)
    start_event = models.CharField(max_length=120)
    started_at = models.DateTimeField()
    kind = models.CharField(max_length=16, choices=[(kind, kind) for kind in KINDS])
    amount = models.PositiveIntegerField()
    by_time = models.TimeField(null=True, blank=True)
    owner = models.CharField(max_length=120)
    due_at = models.DateTimeField()
    at_risk_at = models.DateTimeField()
    at_risk_fraction = models.FloatField(default=0.75)
    calendar_version = models.CharField(max_length=120)
    pack_release = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    stopped_at = models.DateTimeField(null=True, blank=True)
    end_event = models.CharField(max_length=120, blank=True)
    beyond_calendar = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["subject"], name="clock_by_subject"),
            models.Index(fields=["state", "due_at"], name="clock_by_state_due"),
            models.Index(fields=["owner", "state", "due_at"], name="clock_by_owner_due"),
            models.Index(fields=["rule", "state", "due_at"], name="clock_by_rule_due"),
        ]

    @property
    def target(self) -> Target:
        """The target that it runs on now."""
        kind: TargetKind = self.kind  # type: ignore[assignment]
        return Target(kind, self.amount, self.by_time)


class ClockPause(models.Model):
    """A stretch that does not count, with its reason. `to_at` is empty while the clock stands still."""

    classes: ClassVar[dict[str, str]] = {name: "work" for name in "id clock from_at to_at why by".split()}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clock = models.ForeignKey(RunningClock, models.CASCADE, related_name="pauses")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=300)
    by = models.CharField(max_length=120)


class ClockChange(models.Model):
    """What was done to a clock, when, by whom and why, with the due time before and after."""

    class What(models.TextChoices):
        STARTED = "started", "Started"
        PAUSED = "paused", "Paused"
        RESUMED = "resumed", "Resumed"
        RERATED = "rerated", "Rated again"
        STOPPED = "stopped", "Stopped"
        REOPENED = "reopened", "Reopened"
        PASSED_ON = "passed_on", "Passed on"

    classes: ClassVar[dict[str, str]] = {
        name: "work"
        for name in "id clock order what old_due new_due old_target new_target because by at".split()
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clock = models.ForeignKey(RunningClock, models.CASCADE, related_name="changes")
    order = models.PositiveIntegerField()
    what = models.CharField(max_length=10, choices=What.choices)
    old_due = models.DateTimeField(null=True)
    new_due = models.DateTimeField()
    old_target = models.CharField(max_length=40, blank=True)
    new_target = models.CharField(max_length=40)
    because = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering = ["clock", "order"]
        constraints = [models.UniqueConstraint(fields=["clock", "order"], name="clock_change_order")]
