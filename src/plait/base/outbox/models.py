"""A message waiting to leave, and the proof that it left."""

import uuid
from typing import ClassVar

from django.db import models


class Message(models.Model):
    """One e-mail to one recipient. It names nobody: it says that something waits in Plait.

    queued → sent. `cancelled` says that it may reach its recipient no longer: those who know people stopped it, when somebody
    was protected or at the moment of sending (`events.MayStillLeave`). `gathered`: it is told
    otherwise, by another letter or, to somebody without an address, in Plait (`no-address` stays beside it). `failed` means that
    nobody can be reached by it at all: it stays, and the health page shows it, until somebody puts it back with
    `requeue`. `last_error` is the name of an error or the code of a reason, never its words.
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        SENT = "sent"
        FAILED = "failed"
        CANCELLED = "cancelled"
        GATHERED = "gathered"

    classes: ClassVar[dict[str, str]] = {
        name: "work"
        for name in (
            "id key kind to_ref address_ref about subject_line template context state attempts next_try leased_until "
            "posted_at sent_at receipt last_error"
        ).split()
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=80)
    to_ref = models.CharField(max_length=120)
    address_ref = models.CharField(max_length=120, blank=True)
    about = models.CharField(max_length=80, blank=True)  # the record it tells of: contact:<id>, check:<id>
    subject_line = models.CharField(max_length=120)
    template = models.CharField(max_length=80)
    context = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveIntegerField(default=0)
    next_try = models.DateTimeField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    posted_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    receipt = models.CharField(max_length=120, blank=True)
    last_error = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "next_try"], name="message_by_next_try")]
