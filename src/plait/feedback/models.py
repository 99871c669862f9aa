"""Telling those who helped what came of it: one task for each person or agency that asked, told or answered."""

import uuid
from typing import ClassVar

from django.db import models

from plait.agencies.models import Agency, Practitioner
from plait.base.access.classes import FieldClass as C
from plait.referrals.models import Contact, PartnerCheck


class FeedbackTask(models.Model):
    """A promise to tell one recipient what came of it, drafted from the decision and filtered for that recipient.

    Sent by the deciding click; `held` ones (unsafe, unreachable, anonymous) wait for a person, with the reason.
    """

    class Status(models.TextChoices):
        SENT = "sent", "Sent"
        HELD = "held", "Waiting for a person"
        TOLD = "told", "Told by phone"
        NOT_TOLD = "not_told", "Not told, for a recorded reason"

    class Kind(models.TextChoices):
        REFERRER = "referrer", "Raised the concern"
        HELPED = "helped", "Gave information"
        CITED = "cited", "Gave information that it rests on"
        HEARD = "heard", "Was told when help got less"
        KNEW_NOTHING = "knew_nothing", "Knew nothing: check closed"
        PUBLIC = "public", "Member of the public or family"

    classes: ClassVar = {
        "id": C.WORK,
        "about": C.WORK,
        "contact": C.WORK,
        "decision_ref": C.WORK,
        "kind": C.WORK,
        "status": C.WORK,
        "practitioner": C.SOURCE,
        "agency": C.SOURCE,
        "actor": C.SOURCE,
        "reference": C.WORK,
        "text": C.CONTENT,
        "held_because": C.CONTENT,
        "held_reason": C.WORK,
        "settled_because": C.CONTENT,
        "settled_by": C.WORK,
        "settled_at": C.WORK,
        "made_at": C.WORK,
        "sent_at": C.WORK,
        "read_at": C.WORK,
        "read_by": C.WORK,
        "disposed_at": C.WORK,
        "decision": C.WORK,
        "pack": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    about = models.CharField(max_length=64)  # contact:<id> for referrers, check:<id> for those who were asked
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="feedback")
    decision_ref = models.CharField(
        max_length=64
    )  # decision:<id>, or contact:<id> when answered without a referral
    kind = models.CharField(max_length=14, choices=Kind.choices)
    status = models.CharField(max_length=10, choices=Status.choices)
    practitioner = models.ForeignKey(Practitioner, models.PROTECT, null=True, related_name="feedback")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="feedback")
    actor = models.CharField(max_length=64, blank=True)  # mailbox actor, when there is no practitioner
    reference = models.CharField(max_length=12)  # of the contact or check, for the recipient's own record
    text = models.TextField()
    held_because = models.CharField(max_length=300, blank=True)
    held_reason = models.CharField(
        max_length=120, blank=True
    )  # the verdict's code; "unsafe…" needs a manager
    settled_because = models.TextField(blank=True)
    settled_by = models.CharField(max_length=64, blank=True)
    settled_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    read_by = models.CharField(max_length=64, blank=True)
    disposed_at = models.DateTimeField(null=True)  # "check closed, dispose of the request": when they did
    decision = models.CharField(max_length=64, blank=True)  # the sharing decision that let it go
    pack = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["agency", "status"], name="feedback_to_agency"),
            models.Index(fields=["status", "read_at"], name="feedback_unread"),
            models.Index(fields=["about"], name="feedback_about"),
            models.Index(fields=["made_at"], name="feedback_by_day"),
            models.Index(fields=["sent_at"], name="feedback_by_day_sent"),
            models.Index(fields=["decision_ref"], name="feedback_on_decision"),
        ]

    @property
    def ref(self) -> str:
        """How other apps and the audit name it."""
        return f"feedback:{self.pk}"


class Disagreement(models.Model):
    """*I disagree*, said beside feedback: what they disagree with and what they think should happen."""

    classes: ClassVar = {
        "id": C.WORK,
        "task": C.WORK,
        "because": C.CONTENT,
        "wanted": C.CONTENT,
        "by": C.WORK,
        "by_name": C.WORK,
        "agency_name": C.WORK,
        "at": C.WORK,
        "answered": C.CONTENT,
        "answered_by": C.WORK,
        "answered_at": C.WORK,
        "answer_read_at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    task = models.ForeignKey(FeedbackTask, models.PROTECT, related_name="disagreements")
    because = models.TextField()
    wanted = models.TextField(blank=True)
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=120)
    agency_name = models.CharField(max_length=120)
    at = models.DateTimeField()
    answered = models.TextField(blank=True)
    answered_by = models.CharField(max_length=64, blank=True)
    answered_at = models.DateTimeField(null=True)
    answer_read_at = models.DateTimeField(null=True)  # when the one who disagreed opened the answer


class PickupWord(models.Model):
    """What the hub said when somebody told it that the child was at school: can they go home? Each word is kept."""

    class Said(models.TextChoices):
        CAN_GO = "can_go", "The child can go home"
        KEEP = "keep", "Keep the child until we ring"
        COMING = "coming", "We are coming"

    classes: ClassVar = {
        "id": C.WORK,
        "contact": C.WORK,
        "said": C.CONTENT,
        "rang": C.WORK,
        "task": C.WORK,
        "by": C.WORK,
        "by_name": C.WORK,
        "at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="pickup_words")
    said = models.CharField(max_length=8, choices=Said.choices)
    rang = models.BooleanField(default=False)
    task = models.OneToOneField(FeedbackTask, models.PROTECT, related_name="pickup_word")
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    @property
    def ref(self) -> str:
        """How its clock is called."""
        return f"pickup-word:{self.pk}"


class AnswerWord(models.Model):
    """What somebody who worked with a partner's answer says of it, to the agency that gave it. Each word is kept; of one person's
    the last counts."""

    class Said(models.TextChoices):
        HELPED = "helped", "It helped"
        LATE = "late", "It came too late"
        MISSING = "missing", "Something was missing"

    classes: ClassVar = {
        "id": C.WORK,
        "partner_check": C.WORK,
        "said": C.WORK,
        "words": C.CONTENT,
        "task": C.WORK,
        "by": C.WORK,
        "by_name": C.WORK,
        "at": C.WORK,
        "superseded": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner_check = models.ForeignKey(PartnerCheck, models.PROTECT, related_name="words_said")
    said = models.CharField(max_length=8, choices=Said.choices)
    words = models.TextField(blank=True)  # what was missing, or what helped
    task = models.OneToOneField(FeedbackTask, models.PROTECT, related_name="answer_word")
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()
    superseded = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["at"], name="answer_words_at")]


class ReceiptShown(models.Model):
    """Whoever came by this mailbox link knew the reference on the receipt of this concern: the proof that it is theirs.

    A mailbox is read by several people, and a name can be typed by any of them.
    """

    classes: ClassVar = {"id": C.WORK, "link": C.SOURCE, "contact": C.WORK, "at": C.WORK}
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.CharField(max_length=64)  # mailbox:<id>, as an actor's id
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["link", "contact"], name="receipt_is_shown_once")]
