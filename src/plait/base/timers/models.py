"""A timer is a promise: it is committed with the deed that made it, and seen on the record it belongs to."""

import uuid
from typing import ClassVar

from django.db import models


class Timer(models.Model):
    """At `due_at`, do what `kind` says about `subject`.

    waiting → fired | cancelled. `failed` means tried TIMES_BEFORE_FAILED times without success: it is still tried every
    hour, and the health page shows it until it works. `last_error` is the name of an error, never its words.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        FIRED = "fired"
        CANCELLED = "cancelled"
        FAILED = "failed"

    classes: ClassVar[dict[str, str]] = {
        name: "work"
        for name in "id key kind subject due_at state fired_at next_try leased_until attempts last_error set_at".split()
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=80)
    subject = models.CharField(max_length=80)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    fired_at = models.DateTimeField(null=True, blank=True)
    next_try = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=80, blank=True)
    set_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "next_try"], name="timer_by_next_try"),
            models.Index(fields=["subject"], name="timer_by_subject"),
        ]


class Effect(models.Model):
    """Something that must happen once in the database, by key, however often it is attempted."""

    classes: ClassVar[dict[str, str]] = {"id": "work", "key": "work", "at": "work"}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=200, unique=True)
    at = models.DateTimeField(null=True, blank=True)


class ClockMark(models.Model):
    """The latest moment the worker has seen: one row, so that a clock moved back is noticed."""

    classes: ClassVar[dict[str, str]] = {"id": "work", "seen_at": "work"}

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seen_at = models.DateTimeField()
