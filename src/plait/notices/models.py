"""A notice in the app, and how somebody wants to hear of things."""

import uuid
from typing import ClassVar

from django.db import models

from plait.agencies.models import Practitioner
from plait.base.access.classes import FieldClass as C


class Notice(models.Model):
    """One practitioner is told that something waits. It names nobody: its words come from its kind (`rules.KINDS`), and what it
    leads to asks its own door again.

    `in_place_of`: it was meant for them, who could not act. `passed_to`: it went to them too, since this reader was away or not
    on the rota. `gathered_for`: its letter waits for the digest of that moment.
    """

    classes: ClassVar = {
        "id": C.REFERENCE,
        "practitioner": C.REFERENCE,
        "key": C.WORK,
        "kind": C.WORK,
        "about": C.REFERENCE,
        "path": C.WORK,
        "urgent": C.WORK,
        "at": C.WORK,
        "team": C.REFERENCE,
        "in_place_of": C.REFERENCE,
        "passed_to": C.REFERENCE,
        "everybody_away": C.WORK,
        "read_at": C.WORK,
        "read_with": C.WORK,
        "gathered_for": C.WORK,
        "gathered_in": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practitioner = models.ForeignKey(Practitioner, models.PROTECT, related_name="notices")
    key = models.CharField(max_length=200)  # the message's: the same thing is told once
    kind = models.CharField(max_length=80)
    about = models.CharField(
        max_length=80, blank=True
    )  # by which it is taken back when they must not know of it
    path = models.CharField(max_length=160, blank=True)
    urgent = models.BooleanField(default=False)
    at = models.DateTimeField()
    team = models.CharField(max_length=80, blank=True)  # team:<id> or agency:<id>, when a whole team was told
    in_place_of = models.ForeignKey(Practitioner, models.PROTECT, null=True, related_name="+")
    passed_to = models.ForeignKey(Practitioner, models.PROTECT, null=True, related_name="+")
    everybody_away = models.BooleanField(default=False)
    read_at = models.DateTimeField(null=True)
    read_with = models.UUIDField(null=True)  # what was marked together can be unmarked together
    gathered_for = models.DateTimeField(null=True)
    gathered_in = models.CharField(max_length=200, blank=True)  # the key of the digest that told of it

    class Meta:
        constraints = [models.UniqueConstraint(fields=["practitioner", "key"], name="told_once_each")]
        indexes = [
            models.Index(fields=["practitioner", "-at"], name="notice_by_reader"),
            models.Index(fields=["practitioner", "read_at"], name="notice_unread"),
            models.Index(fields=["at"], name="notice_by_age"),
        ]


class NoticeChoice(models.Model):
    """How one practitioner wants their mail: what in a digest, at which hours, and when not at all. Whoever chose nothing has no
    row. In the app everything stands at once."""

    classes: ClassVar = {
        "id": C.WORK,
        "practitioner": C.REFERENCE,
        "in_digest": C.WORK,
        "hours": C.WORK,
        "quiet_from": C.WORK,
        "quiet_until": C.WORK,
        "changed_at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practitioner = models.OneToOneField(Practitioner, models.PROTECT, related_name="notice_choice")
    in_digest = models.JSONField(default=list)  # codes of sorts
    hours = models.JSONField(default=list)
    quiet_from = models.TimeField()
    quiet_until = models.TimeField()  # the same as quiet_from: no quiet hours
    changed_at = models.DateTimeField()
