"""A contact: what somebody said about a child, as they said it."""

import uuid
from typing import ClassVar

from django.db import models

from plait.agencies.models import Agency, Practitioner, Team
from plait.base.access.classes import FieldClass as C
from plait.people.models import Description
from plait.referrals.concern import told_at_risk


class Contact(models.Model):
    """A concern as it reached the hub. Never edited: what is learnt later stands beside it with its own time.

    `happened_at` is the true time of a call or event entered later (Plait was down). `route` is `closed_list` for a
    concern about someone who works with children: then only designated officers know that it exists.
    """

    class Status(models.TextChoices):
        RECEIVED = "received", "Received"
        RATED = "rated", "Rated"
        ACCEPTED = "accepted", "Accepted as a referral"
        ANSWERED = "answered", "Answered otherwise"
        WITH_WORKER = "with_worker", "Passed to the allocated worker"

    class Route(models.TextChoices):
        STANDARD = "standard", "Hub"
        CLOSED_LIST = "closed_list", "Designated officer's closed list"

    classes: ClassVar = {
        "id": C.WORK,
        "reference": C.WORK,
        "route": C.SEALED,
        "channel": C.WORK,
        "status": C.WORK,
        "team": C.WORK,
        "received_at": C.WORK,
        "happened_at": C.WORK,
        "opened_at": C.WORK,
        "opened_by": C.WORK,
        "rating": C.WORK,
        "source_code": C.WORK,
        "primary_need": C.CONTENT,
        "observed": C.CONTENT,
        "child_words": C.CONTENT,
        "reported": C.CONTENT,
        "opinion": C.CONTENT,
        "strengths": C.CONTENT,
        "wanted": C.CONTENT,
        "danger_now": C.CONTENT,
        "emergency_told": C.CONTENT,
        "family_told": C.CONTENT,
        "family_told_why": C.CONTENT,
        "telling_raises_risk": C.CONTENT,
        "telling_settled": C.CONTENT,
        "in_school_now": C.LOCATION,
        "answers": C.CONTENT,
        "passed_to": C.WORK,
        "taken_on_by": C.WORK,
        "taken_on_at": C.WORK,
        "answered_with": C.WORK,
        "answered_because": C.CONTENT,
        "answered_by": C.WORK,
        "answered_at": C.WORK,
        "pack": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    route = models.CharField(max_length=12, choices=Route.choices, default=Route.STANDARD)
    channel = models.CharField(max_length=12)  # form | phone | link | paper
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.RECEIVED)
    team = models.ForeignKey(Team, models.PROTECT, related_name="contacts")  # owns it until someone accepts
    received_at = models.DateTimeField()
    happened_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    opened_by = models.CharField(max_length=64, blank=True)
    rating = models.CharField(max_length=20, blank=True)
    source_code = models.CharField(max_length=4)  # CIN census ReferralSource
    primary_need = models.CharField(max_length=4, blank=True)  # CIN census PrimaryNeedCode
    observed = models.TextField(blank=True)
    child_words = models.TextField(blank=True)
    reported = models.TextField(blank=True)
    opinion = models.TextField(blank=True)
    strengths = models.TextField(blank=True)
    wanted = models.TextField(blank=True)
    danger_now = models.CharField(max_length=12, default="not_known")  # yes | no | not_known
    emergency_told = models.CharField(max_length=200, blank=True)
    family_told = models.CharField(max_length=20, default="not_known")  # concern.FamilyTold
    family_told_why = models.TextField(blank=True)
    telling_raises_risk = models.CharField(max_length=12, default="not_known")  # concern.Risk
    telling_settled = models.CharField(max_length=8, blank=True)  # the newest SafetySettled of it
    in_school_now = models.CharField(max_length=12, default="not_known")
    answers = models.JSONField(default=dict)  # further questions of the area's pack
    # the team that knows the child already; the hub owns the concern until it accepts
    passed_to = models.ForeignKey(Team, models.PROTECT, null=True, related_name="passed_contacts")
    taken_on_by = models.CharField(max_length=64, blank=True)  # who of that team accepted it
    taken_on_at = models.DateTimeField(null=True)
    answered_with = models.CharField(max_length=40, blank=True)  # outcome code when answered otherwise
    answered_because = models.TextField(blank=True)
    answered_by = models.CharField(max_length=64, blank=True)
    answered_at = models.DateTimeField(null=True)
    pack = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["team", "status", "received_at"], name="contacts_of_team"),
            models.Index(fields=["route", "received_at"], name="contacts_by_route"),
        ]

    @property
    def ref(self) -> str:
        """How other apps and the audit name it."""
        return f"contact:{self.pk}"

    @property
    def telling_now(self) -> str:
        """Would telling the family raise the risk? What was settled after asking, else what whoever told us said."""
        return self.telling_settled or self.telling_raises_risk

    @property
    def told_at_risk(self) -> bool:
        """Was the family told, although it raises the risk, or may?"""
        return told_at_risk(family_told=self.family_told, telling_raises_risk=self.telling_now)

    @property
    def asks_to_be_rung(self) -> bool:
        """Did whoever told us ask to be rung before the family is told, and has nobody decided yet?"""
        return self.family_told == "ring_first" and self.undecided

    @property
    def cannot_wait(self) -> bool:
        """Did whoever told us say that a child is in danger now, or that there is an injury or a mark?"""
        return self.danger_now == "yes" or self.answers.get("injury") == "yes"

    @property
    def undecided(self) -> bool:
        """Has nobody yet accepted, answered or passed it on?"""
        return self.status in (self.Status.RECEIVED, self.Status.RATED)


class Referrer(models.Model):
    """Who told us: kept apart from what they told, because learning it can endanger them."""

    class Kind(models.TextChoices):
        PRACTITIONER = "practitioner", "Practitioner"
        FAMILY = "family", "Parent or family member"
        CHILD = "child", "Child or young person"
        PUBLIC = "public", "Neighbour, friend or member of the public"
        ANONYMOUS = "anonymous", "Does not want to be named"

    classes: ClassVar = {
        "id": C.WORK,
        "contact": C.WORK,
        "kind": C.SOURCE,
        "practitioner": C.SOURCE,
        "agency": C.SOURCE,
        "mailbox_link": C.SOURCE,
        "name": C.SOURCE,
        "relation": C.SOURCE,
        "phone": C.SOURCE,
        "email": C.SOURCE,
        "safe_contact": C.SOURCE,
        "protected": C.SOURCE,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact = models.OneToOneField(Contact, models.PROTECT, related_name="referrer")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    practitioner = models.ForeignKey(Practitioner, models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    mailbox_link = models.CharField(max_length=64, blank=True)  # actor id of a mailbox session
    name = models.CharField(max_length=120, blank=True)
    relation = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=254, blank=True)
    safe_contact = models.CharField(max_length=300, blank=True)
    protected = models.BooleanField(default=False)  # someone must not learn who told

    class Meta:
        indexes = [models.Index(fields=["practitioner"], name="told_by")]


class ContactPerson(models.Model):
    """Somebody a concern speaks of: the child it is about, or an adult or another child around them."""

    class Role(models.TextChoices):
        CHILD = "child", "Child this is about"
        ADULT = "adult", "Adult"
        OTHER_CHILD = "other_child", "Other child"

    classes: ClassVar = {
        "id": C.WORK,
        "contact": C.WORK,
        "description": C.IDENTITY,
        "role": C.CONTENT,
        "relation": C.CONTENT,
        "order": C.WORK,
        "confirmed_by": C.WORK,
        "confirmed_at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="people")
    description = models.OneToOneField(Description, models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=Role.choices)
    relation = models.CharField(max_length=80, blank=True)  # "mother", "lives there", as said
    order = models.PositiveSmallIntegerField(default=0)
    confirmed_by = models.CharField(max_length=64, blank=True)  # who said who this is (known, or new to us)
    confirmed_at = models.DateTimeField(null=True)


class RatingGiven(models.Model):
    """One rating of urgency, and every change of it, with its reason. Urgency is not level of need."""

    classes: ClassVar = {
        "id": C.WORK,
        "contact": C.WORK,
        "was": C.WORK,
        "rating": C.WORK,
        "because": C.CONTENT,
        "by": C.WORK,
        "by_name": C.WORK,
        "at": C.WORK,
        "rated_at": C.WORK,
        "pack": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="ratings")
    was = models.CharField(max_length=20, blank=True)
    rating = models.CharField(max_length=20)
    because = models.TextField()
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()
    rated_at = models.DateTimeField(null=True)  # its true time, where it was entered later: Plait was down
    pack = models.CharField(max_length=64, blank=True)
