"""Decisions on a referral, dissent from them, and the one-page record of a strategy discussion."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.db import models

from plait.agencies.models import Team
from plait.base.access.classes import FieldClass as C
from plait.base.clock import LONDON
from plait.base.clock.due import LAST_MINUTE
from plait.referrals.models.referral import Referral


class Decision(models.Model):
    """What happens next, why, on which release of which rules, in the words of its day. Never edited."""

    classes: ClassVar = {
        "id": C.WORK,
        "referral": C.WORK,
        "outcome": C.CONTENT,
        "outcome_label": C.CONTENT,
        "reason_code": C.CONTENT,
        "reason_label": C.CONTENT,
        "level": C.CONTENT,
        "level_label": C.CONTENT,
        "because": C.CONTENT,
        "worries": C.CONTENT,
        "strengths": C.CONTENT,
        "unknowns": C.CONTENT,
        "child_voice": C.CONTENT,
        "gateway": C.WORK,
        "sealed_considered": C.SEALED,
        "checks_out": C.WORK,
        "rests_on": C.WORK,
        "override_because": C.CONTENT,
        "next_team": C.WORK,
        "by": C.WORK,
        "by_name": C.WORK,
        "at": C.WORK,
        "decided_at": C.WORK,
        "pack": C.WORK,
        "rule": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=40)
    outcome_label = models.CharField(max_length=160)
    reason_code = models.CharField(
        max_length=60, blank=True
    )  # where the outcome asks for one of its own reasons
    reason_label = models.CharField(max_length=300, blank=True)
    level = models.PositiveSmallIntegerField(null=True)
    level_label = models.CharField(max_length=160, blank=True)
    because = models.TextField()
    worries = models.TextField(blank=True)
    strengths = models.TextField(blank=True)
    unknowns = models.TextField(blank=True)
    child_voice = models.TextField(blank=True)
    gateway = models.CharField(max_length=20, blank=True)
    sealed_considered = models.BooleanField(default=False)
    checks_out = models.JSONField(default=list)  # agencies whose mandatory check was out at that moment
    rests_on = models.JSONField(
        default=list
    )  # answers that it cites: {"check": id, "agency": name}, in the names of its day
    override_because = models.TextField(blank=True)
    next_team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)  # its true time, where it was entered later: Plait was down
    pack = models.CharField(max_length=64, blank=True)
    rule = models.CharField(max_length=60, blank=True)


class Dissent(models.Model):
    """A named agency's view that differs from the decision, kept beside it."""

    classes: ClassVar = {
        "id": C.WORK,
        "decision": C.WORK,
        "agency_id": C.WORK,
        "agency_name": C.WORK,
        "view": C.CONTENT,
        "view_hash": C.CONTENT,
        "by": C.WORK,
        "by_name": C.WORK,
        "at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="dissents")
    agency_id = models.CharField(max_length=64)
    agency_name = models.CharField(max_length=120)
    view = models.TextField()
    view_hash = models.CharField(max_length=64)  # SHA-256: a text of any length fits into an index
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "agency_id", "by", "view_hash"], name="dissent_is_kept_once"
            )
        ]


class StrategyRecord(models.Model):
    """One page: who was there, what was shared, what was decided, medical, safety tonight (Working Together)."""

    classes: ClassVar = {
        "id": C.WORK,
        "referral": C.WORK,
        "held_at": C.WORK,
        "shared": C.CONTENT,
        "decided": C.CONTENT,
        "enquiry": C.CONTENT,
        "medical": C.CONTENT,
        "medical_because": C.CONTENT,
        "safety_tonight": C.CONTENT,
        "by": C.WORK,
        "by_name": C.WORK,
        "at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="strategy_records")
    held_at = models.DateTimeField()
    shared = models.TextField()
    decided = models.TextField()
    enquiry = models.CharField(max_length=12)  # single | joint | none
    medical = models.CharField(max_length=12)  # yes | no | not_known
    medical_because = models.TextField(blank=True)
    safety_tonight = models.TextField()
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()


class StrategyAttendance(models.Model):
    """Who took part in a strategy discussion, for which agency."""

    classes: ClassVar = {"id": C.WORK, "record": C.WORK, "name": C.WORK, "agency_name": C.WORK}
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(StrategyRecord, models.PROTECT, related_name="attended")
    name = models.CharField(max_length=120)
    agency_name = models.CharField(max_length=120)


class StrategyAction(models.Model):
    """Who does what by when, from a strategy discussion; and, once somebody has said, whether it was done.

    `due_on` is its last day, `due_time` the time of that day where one was named, `by_when` both in words. `done` is empty until
    somebody says yes or no.
    """

    classes: ClassVar = {
        "id": C.WORK,
        "record": C.WORK,
        "who": C.WORK,
        "what": C.CONTENT,
        "by_when": C.WORK,
        "due_on": C.WORK,
        "due_time": C.WORK,
        "done": C.WORK,
        "done_at": C.WORK,
        "done_by": C.WORK,
        "done_by_name": C.WORK,
        "done_note": C.CONTENT,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(StrategyRecord, models.PROTECT, related_name="actions")
    who = models.CharField(max_length=160)
    what = models.TextField()
    by_when = models.CharField(max_length=120)
    due_on = models.DateField(null=True)  # every new one has a day
    due_time = models.TimeField(null=True)
    done = models.BooleanField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=64, blank=True)
    done_by_name = models.CharField(max_length=120, blank=True)
    done_note = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_on"], condition=models.Q(done__isnull=True), name="agreed_and_not_done")
        ]

    @property
    def due_at(self) -> datetime | None:
        """Its time on its day, else the last minute of that day; None for one that was kept without a day."""
        if self.due_on is None:
            return None
        return datetime.combine(self.due_on, self.due_time or LAST_MINUTE, LONDON)
