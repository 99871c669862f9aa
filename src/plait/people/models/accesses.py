"""Ways in that somebody takes for themselves, what they opened a record for, and the reviews that are owed afterwards."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from plait.agencies.models import Practitioner, Team
from plait.base.access.classes import FieldClass as C
from plait.people.models.involvements import Involvement
from plait.people.models.persons import Person


class OpenedFor(models.Model):
    """What a practitioner opened one person's record for on one day. Nobody is asked twice on that day."""

    classes: ClassVar = {
        "id": C.WORK,
        "practitioner": C.WORK,
        "person": C.IDENTITY,
        "on": C.WORK,
        "purpose": C.WORK,
        "at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practitioner = models.ForeignKey(Practitioner, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    on = models.DateField()
    purpose = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practitioner", "person", "on"], name="asked_what_for_once_a_day")
        ]


class Claim(models.Model):
    """*I work with this child*: what a practitioner says, whether or not such a child is known, and who answered it.

    `person` is whom it fits or whom somebody chose; empty where nobody knows. `custodian` is the team that is asked besides,
    where it fits a record they keep; the hub sees such a claim as it sees one that fits nobody.
    """

    class State(models.TextChoices):
        ASKED = "asked", "Waits for somebody to look at it"
        OPEN = "open", "Open for a day"
        CONFIRMED = "confirmed", "Confirmed"
        ENDED = "ended", "Not opened, or ended"

    classes: ClassVar = {
        "id": C.WORK,
        "practitioner": C.WORK,
        "role_label": C.WORK,
        "because": C.CONTENT,
        "reference": C.IDENTITY,
        "forename": C.IDENTITY,
        "surname": C.IDENTITY,
        "born_on": C.IDENTITY,
        "person": C.IDENTITY,
        "custodian": C.SEALED,
        "involvement": C.WORK,
        "state": C.WORK,
        "made_at": C.WORK,
        "ends_at": C.WORK,
        "answered_by": C.WORK,
        "answered_at": C.WORK,
        "kept_at": C.SEALED,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practitioner = models.ForeignKey(Practitioner, models.PROTECT, related_name="claims")
    role_label = models.CharField(max_length=120)
    because = models.CharField(max_length=600)
    reference = models.CharField(max_length=80, blank=True)  # a code on a receipt, or `person:<id>` of a link
    forename = models.CharField(max_length=100)
    surname = models.CharField(max_length=100)
    born_on = models.DateField(null=True)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    custodian = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    involvement = models.OneToOneField(Involvement, models.PROTECT, null=True, related_name="claim")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)  # when what was opened shuts by itself
    answered_by = models.CharField(max_length=64, blank=True)
    answered_at = models.DateTimeField(null=True)
    kept_at = models.DateTimeField(null=True)  # when the custodians had looked at it

    class Meta:
        indexes = [
            models.Index(fields=["state", "made_at"], name="claims_by_state"),
            models.Index(fields=["practitioner", "made_at"], name="claims_of"),
        ]

    @property
    def name(self) -> str:
        """The name as it was typed."""
        return f"{self.forename} {self.surname}".strip()

    @property
    def ref(self) -> str:
        """How the audit speaks of it."""
        return f"claim:{self.pk}"


class AccessReview(models.Model):
    """One use of an emergency way in, and what a privacy officer made of it afterwards.

    Nobody was asked before: so somebody looks after. `person` is the one record that was named.
    """

    class Kind(models.TextChoices):
        EMERGENCY = "emergency", "Emergency access"
        DANGER = "danger", "A protected address shown because of danger"

    class Outcome(models.TextChoices):
        IN_ORDER = "in_order", "It was in order"
        EXPLAINED = "explained", "It was explained by the person who used it"
        NOT_IN_ORDER = "not_in_order", "It was not in order: taken further"

    classes: ClassVar = {
        "id": C.WORK,
        "kind": C.WORK,
        "person": C.IDENTITY,
        "under": C.IDENTITY,
        "practitioner": C.WORK,
        "involvement": C.WORK,
        "why": C.WORK,
        "because": C.CONTENT,
        "at": C.WORK,
        "until": C.WORK,
        "due_at": C.WORK,
        "outcome": C.WORK,
        "said": C.CONTENT,
        "reviewed_by": C.WORK,
        "reviewed_at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    person = models.ForeignKey(Person, models.PROTECT, related_name="access_reviews")
    under = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    practitioner = models.ForeignKey(Practitioner, models.PROTECT, related_name="access_reviews")
    involvement = models.OneToOneField(Involvement, models.PROTECT, null=True, related_name="access_review")
    why = models.CharField(max_length=60)
    because = models.CharField(max_length=1000)
    at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True)
    said = models.CharField(max_length=1000, blank=True)
    reviewed_by = models.CharField(max_length=64, blank=True)
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, outcome="")
                | (Q(reviewed_at__isnull=False) & ~Q(outcome="")),
                name="a_reviewed_access_has_an_outcome",
            )
        ]
        indexes = [
            models.Index(fields=["practitioner", "reviewed_at"], name="access_reviews_of"),
            models.Index(fields=["reviewed_at", "due_at"], name="access_reviews_owed"),
        ]

    @property
    def ref(self) -> str:
        """How the audit speaks of it."""
        return f"access-review:{self.pk}"
