"""A concern being written. Kept on the server, so that a lost sign-in or a closed laptop loses nothing; it expires."""

import uuid
from typing import ClassVar

from django.db import models

from plait.base.access.classes import FieldClass as C


class Draft(models.Model):
    """Unsent words of one author. `version` lets a second window see that the first has saved since."""

    classes: ClassVar = {
        "id": C.WORK,
        "author": C.WORK,
        "about": C.WORK,
        "answers": C.CONTENT,
        "version": C.WORK,
        "made_at": C.WORK,
        "saved_at": C.WORK,
        "expires_at": C.WORK,
        "sent_at": C.WORK,
        "sent_as": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.CharField(max_length=64)  # actor id
    about = models.CharField(max_length=64)  # "concern", "call", "check:<id>", "decision:<referral id>", …
    answers = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    sent_as = models.CharField(
        max_length=64, blank=True
    )  # what it became; a second submit answers with the same

    class Meta:
        indexes = [models.Index(fields=["author", "about"], name="drafts_of_author")]
