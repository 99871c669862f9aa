"""A disagreement on its ladder, and a challenge: a question that must be answered with reasons."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from plait.agencies.models import Agency, Team
from plait.base.access.classes import FieldClass as C
from plait.referrals.models import Contact


class Disputed(models.Model):
    """What an escalation and a challenge share: what is disputed, by whom, decided by whom, in the words of its day."""

    class Urgency(models.TextChoices):
        DANGER = "danger", "A child is in danger now"
        HARM = "harm", "There is a risk of harm"
        SOON = "soon", "It cannot wait a week"
        USUAL = "usual", "It can wait its turn"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.CharField(
        max_length=64
    )  # feedback:<id>, decision:<id>, check:<id>, contact:<id>, stepdown:<id>
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="+")
    reference = models.CharField(max_length=12)  # the one that both sides know
    words = models.TextField()  # what is disputed, as the one who disagrees was told it
    scope = models.CharField(max_length=10)
    urgency = models.CharField(max_length=8, choices=Urgency.choices)
    our_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    our_team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    their_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    their_team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    decider = models.CharField(
        max_length=64, blank=True
    )  # who decided, was silent or was slow, where it is one person
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()
    pack = models.CharField(
        max_length=64
    )  # the release of its day: an open one climbs the ladder it began on

    class Meta:
        abstract = True


_DISPUTED = {
    name: C.WORK
    for name in (
        "id subject contact reference scope urgency our_agency our_team their_agency their_team decider by by_name at pack"
    ).split()
} | {"words": C.CONTENT}


class Challenge(Disputed):
    """A question about any decision that must get a reasoned answer by a time. Good practice, and counted as that."""

    class Status(models.TextChoices):
        ASKED = "asked", "Waits for an answer"
        ANSWERED = "answered", "Answered"
        TAKEN_FURTHER = "taken_further", "Taken further"
        TAKEN_BACK = "taken_back", "Taken back"

    classes: ClassVar = _DISPUTED | {
        "question": C.CONTENT,
        "status": C.WORK,
        "answer": C.CONTENT,
        "answered_by": C.WORK,
        "answered_by_name": C.WORK,
        "answered_at": C.WORK,
        "read_at": C.WORK,
    }
    question = models.TextField()
    status = models.CharField(max_length=14, choices=Status.choices, default=Status.ASKED)
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=64, blank=True)
    answered_by_name = models.CharField(max_length=120, blank=True)
    answered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)  # when the one who asked opened the answer

    class Meta:
        indexes = [
            models.Index(fields=["status", "at"], name="challenge_by_status"),
            models.Index(fields=["contact"], name="challenge_on_concern"),
            models.Index(fields=["decider"], name="challenge_decided_by"),
            models.Index(fields=["by"], name="challenge_raised_by"),
        ]

    @property
    def ref(self) -> str:
        """How other apps and the audit name it."""
        return f"challenge:{self.pk}"


class Escalation(Disputed):
    """A disagreement on its ladder: what is disputed, what is wanted instead, on what it rests, and how it stands."""

    class About(models.TextChoices):
        DECISION = "decision", "A decision"
        SILENCE = "silence", "A silence: nobody answers"
        DELAY = "delay", "A delay"
        PLAN = "plan", "A plan"
        NEED = "need", "A need that nobody meets"
        ROLE = "role", "Who does what"

    class Status(models.TextChoices):
        OPEN = "open", "Waits for an answer"
        ANSWERED = "answered", "Answered: is it settled?"
        RESOLVED = "resolved", "Resolved"
        WITHDRAWN = "withdrawn", "Taken back"
        OVERTAKEN = "overtaken", "Overtaken by events"

    classes: ClassVar = _DISPUTED | {
        "about": C.WORK,
        "because": C.CONTENT,
        "wanted": C.CONTENT,
        "evidence": C.CONTENT,
        "emergency_told": C.CONTENT,
        "status": C.WORK,
        "ladder": C.WORK,
        "since": C.WORK,
        "elsewhere": C.LOCATION,
        "challenge": C.WORK,
        "ended_at": C.WORK,
        "ended_by": C.WORK,
        "ended_by_name": C.WORK,
        "learning": C.CONTENT,
    }
    about = models.CharField(max_length=10, choices=About.choices)
    because = models.TextField()
    wanted = models.TextField()
    evidence = models.TextField(blank=True)
    emergency_told = models.CharField(
        max_length=300, blank=True
    )  # danger now: whom they rang, as they say it
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    ladder = models.CharField(max_length=60)
    since = models.DateTimeField(null=True)  # when what is disputed was decided, asked or told
    elsewhere = models.CharField(max_length=260, blank=True)  # between areas: whom to ring in the other one
    challenge = models.OneToOneField(Challenge, models.PROTECT, null=True, related_name="led_to")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=64, blank=True)
    ended_by_name = models.CharField(max_length=120, blank=True)
    learning = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["status", "at"], name="escalation_by_status"),
            models.Index(fields=["contact"], name="escalation_on_concern"),
            models.Index(fields=["decider"], name="escalation_decided_by"),
            models.Index(fields=["by"], name="escalation_raised_by"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "by"],
                condition=Q(status__in=["open", "answered"]),
                name="disputed_once_at_a_time",
            )
        ]

    @property
    def ref(self) -> str:
        """How other apps and the audit name it."""
        return f"escalation:{self.pk}"

    @property
    def other_side(self) -> str:
        """Whose answer is wanted, by name."""
        return self.elsewhere.partition(",")[0] or self.their_agency.name
