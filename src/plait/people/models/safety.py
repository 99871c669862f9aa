"""How a family is reached safely, from whom they are protected, what else leads to them, and what was sent or stopped."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from plait.agencies.models import Agency, Practitioner
from plait.base.access.classes import FieldClass as C
from plait.people.models.persons import Person


class SafeContact(models.Model):
    """The safe way to reach one person, as somebody wrote it down. A newer one takes its place (`replaced_at`); where two
    people were joined several hold, and the strictest of each line counts (`rules.reaching.strictest`)."""

    class Method(models.TextChoices):
        RING = "ring", "Ring them"
        TEXT = "text", "Send a text message"
        EMAIL = "email", "Send an e-mail"
        LETTER = "letter", "Send a letter"
        THROUGH = "through", "Through somebody they trust"
        VISIT = "visit", "See them in person"
        NONE = "none", "Do not make contact: ring the hub"

    class Known(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"
        NOT_KNOWN = "not_known", "Not known"

    classes: ClassVar = {
        "id": C.WORK,
        "person": C.IDENTITY,
        "under": C.IDENTITY,
        "method": C.LOCATION,
        "contact": C.LOCATION,
        "times": C.LOCATION,
        "voicemail": C.LOCATION,
        "code_word": C.SEALED,
        "neutral": C.LOCATION,
        "not_while": C.LOCATION,
        "language": C.IDENTITY,
        "interpreter": C.LOCATION,
        "unsafe": C.LOCATION,
        "review_on": C.WORK,
        "source_ref": C.WORK,
        "by": C.WORK,
        "at": C.WORK,
        "replaced_at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="safe_contacts")
    under = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    method = models.CharField(max_length=10, choices=Method.choices)
    contact = models.CharField(max_length=200, blank=True)  # the number, address or person that is safe
    times = models.CharField(max_length=120, blank=True)
    voicemail = models.CharField(max_length=10, choices=Known.choices, default=Known.NOT_KNOWN)
    code_word = models.CharField(max_length=60, blank=True)
    neutral = models.BooleanField(default=True)  # letters show no name of a service
    not_while = models.CharField(max_length=200, blank=True)  # "do not contact while X is present"
    language = models.CharField(max_length=80, blank=True)
    interpreter = models.CharField(max_length=10, choices=Known.choices, default=Known.NOT_KNOWN)
    unsafe = models.JSONField(default=list)  # numbers and addresses that are shared or watched
    review_on = models.DateField(null=True)
    source_ref = models.CharField(max_length=64)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "replaced_at"], name="safe_contact_of")]


class ProtectedFrom(models.Model):
    """Somebody from whom a person is protected: whoever harmed them, or somebody who would tell. `other`, `practitioner`
    and `agency` say who that is in Plait, where it is known; `reach` holds the telephones and addresses they use."""

    class Kind(models.TextChoices):
        HARMED = "harmed", "Harmed them, or may"
        ASSOCIATE = "associate", "Would tell somebody who may harm them"
        FAMILY = "family", "Family who must not find them"

    classes: ClassVar = {
        "id": C.WORK,
        "person": C.IDENTITY,
        "under": C.IDENTITY,
        "other": C.IDENTITY,
        "other_under": C.IDENTITY,
        "name": C.LOCATION,
        "kind": C.LOCATION,
        "practitioner": C.LOCATION,
        "agency": C.LOCATION,
        "reach": C.LOCATION,
        "order": C.CONTENT,
        "order_until": C.CONTENT,
        "because": C.CONTENT,
        "source_ref": C.WORK,
        "note": C.WORK,
        "conflict": C.WORK,
        "by": C.WORK,
        "at": C.WORK,
        "ended_at": C.WORK,
        "ended_by": C.WORK,
        "ended_because": C.CONTENT,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="protected_from")
    under = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    other = models.ForeignKey(Person, models.PROTECT, null=True, related_name="others_protected")
    other_under = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    practitioner = models.ForeignKey(Practitioner, models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")  # whose mailbox they read
    reach = models.JSONField(default=list)
    order = models.CharField(max_length=200, blank=True)  # a court's order, with its scope
    order_until = models.DateField(null=True)
    because = models.CharField(max_length=300)
    source_ref = models.CharField(max_length=64)
    note = models.ForeignKey("people.SafetyNote", models.SET_NULL, null=True, related_name="+")
    conflict = models.ForeignKey("people.DeclaredConflict", models.SET_NULL, null=True, related_name="+")
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=64, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "ended_at"], name="protected_from_of"),
            models.Index(fields=["practitioner", "ended_at"], name="protected_from_them"),
        ]


class FamilyMessage(models.Model):
    """A letter, message or call to somebody in a family: waits until a person sends it, and is held against the safe way
    again at that moment. What protects somebody cancels what waits, in the same transaction."""

    class State(models.TextChoices):
        WAITING = "waiting", "Not sent yet"
        SENT = "sent", "Sent"
        CANCELLED = "cancelled", "Cancelled"

    class Means(models.TextChoices):
        CALL = "call", "A call"
        VOICEMAIL = "voicemail", "A message on voicemail"
        TEXT = "text", "A text message"
        EMAIL = "email", "An e-mail"
        LETTER = "letter", "A letter"

    classes: ClassVar = {
        "id": C.WORK,
        "person": C.IDENTITY,
        "under": C.IDENTITY,
        "means": C.WORK,
        "to": C.LOCATION,
        "words": C.CONTENT,
        "state": C.WORK,
        "by": C.WORK,
        "at": C.WORK,
        "sent_by": C.WORK,
        "sent_at": C.WORK,
        "cancelled_at": C.WORK,
        "cancelled_because": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="messages")
    under = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    means = models.CharField(max_length=10, choices=Means.choices)
    to = models.CharField(max_length=200, blank=True)  # emptied once it was cancelled
    words = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    sent_by = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_because = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "state"], name="family_message_of")]


class LeadsThere(models.Model):
    """Something besides the address that would lead to somebody: a nursery, a surgery, a workplace, a car."""

    class Kind(models.TextChoices):
        SCHOOL = "school", "School or nursery"
        HEALTH = "health", "Surgery, clinic or health visitor’s base"
        WORK = "work", "Workplace or course"
        APPOINTMENT = "appointment", "Where an appointment is"
        VEHICLE = "vehicle", "Car: its registration"
        PHONE = "phone", "Telephone"
        EMAIL = "email", "E-mail address"
        PLACE = "place", "Another place that they go to"

    classes: ClassVar = {
        "id": C.WORK,
        "person": C.IDENTITY,
        "under": C.IDENTITY,
        "kind": C.LOCATION,
        "words": C.LOCATION,
        "source_ref": C.WORK,
        "at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="leads_there")
    under = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    words = models.CharField(max_length=200)
    source_ref = models.CharField(max_length=64)
    at = models.DateTimeField()


class EndOfHiding(models.Model):
    """Somebody has asked that a person's whereabouts be shown again; it takes a second person, or a custodian."""

    class State(models.TextChoices):
        ASKED = "asked", "Waits for a second person"
        AGREED = "agreed", "Shown again"
        REFUSED = "refused", "Stays hidden"

    classes: ClassVar = {
        "id": C.WORK,
        "person": C.IDENTITY,
        "because": C.LOCATION,
        "state": C.WORK,
        "asked_by": C.WORK,
        "asked_at": C.WORK,
        "settled_by": C.WORK,
        "settled_at": C.WORK,
        "settled_because": C.LOCATION,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="ends_of_hiding")
    because = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_by = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    settled_by = models.CharField(max_length=64, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state="asked"), name="end_of_hiding_is_asked_once"
            )
        ]
