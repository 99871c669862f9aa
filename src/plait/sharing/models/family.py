"""What each person of a family agreed to, one by one; never a single "Consent: Y/N", never one person's answer in another's."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from plait.base.access.classes import FieldClass as C
from plait.sharing.models.decisions import SharingDecision
from plait.sharing.rules.family_deeds import service_key


class FamilyAgreement(models.Model):
    """What one person said, asked alone, in one episode: an adult with responsibility, a young person, or a child who
    understands. Never changed: a review or a new answer is a row of its own that `supersedes` this one.

    Person ids are as they were when it was written; `people.queries.ids_of` says whose they are now, so that joining two
    people and taking them apart again leaves each with what was theirs.
    """

    class Capacity(models.TextChoices):
        OWN = "own", "An adult, for themselves"
        RESPONSIBILITY = "responsibility", "An adult with parental responsibility, for the child"
        YOUNG_PERSON = "young_person", "A young person of 16 or 17, in their own right"
        COMPETENT_CHILD = "competent_child", "A child under 16 who understands what they are asked"

    class Format(models.TextChoices):
        PLAIN = "plain", "Plain words on paper"
        EASY_READ = "easy_read", "Easy read"
        SPOKEN = "spoken", "Read out and talked through"
        SIGNED = "signed", "British Sign Language"
        OTHER = "other", "Another way"

    class Interpreter(models.TextChoices):
        NOT_NEEDED = "not_needed", "Not needed"
        PROFESSIONAL = "professional", "Yes, somebody who is no relative or friend"
        DECLINED = "declined", "Offered, and they did not want one"
        RELATIVE = "relative", "A relative or friend put it into their language"

    class Method(models.TextChoices):
        WRITTEN = "written", "In writing, signed"
        VERBAL = "verbal", "By word of mouth"
        E_SIGN = "e_sign", "Signed on a screen"

    class Copy(models.TextChoices):
        GIVEN = "given", "Yes, and it is safe for them to have it"
        NOT_SAFE = "not_safe", "No, it would not be safe"
        NOT_WANTED = "not_wanted", "No, they did not want one"
        LATER = "later", "Not yet"

    classes: ClassVar = {
        "id": C.WORK,
        "episode": C.WORK,
        "giver_id": C.IDENTITY,
        "capacity": C.CONTENT,
        "capacity_note": C.CONTENT,
        "language": C.CONTENT,
        "format": C.CONTENT,
        "interpreter": C.CONTENT,
        "interpreter_name": C.CONTENT,
        "present": C.CONTENT,
        "why_safe": C.CONTENT,
        "why": C.CONTENT,
        "groups": C.CONTENT,
        "left_out": C.CONTENT,
        "left_out_said": C.CONTENT,
        "method": C.CONTENT,
        "limits_explained": C.CONTENT,
        "change_explained": C.CONTENT,
        "copy": C.CONTENT,
        "copy_how": C.CONTENT,
        "worker": C.WORK,
        "worker_name": C.WORK,
        "given_on": C.CONTENT,
        "review_on": C.WORK,
        "expires_on": C.WORK,
        "recorded_at": C.WORK,
        "supersedes": C.WORK,
        "ended_at": C.WORK,
        "ended_because": C.WORK,
        "pack": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.CharField(max_length=64)  # `referral:<id>`, or `person:<id>` where no referral is open
    giver_id = models.CharField(max_length=64)
    capacity = models.CharField(max_length=16, choices=Capacity.choices)
    capacity_note = models.TextField(blank=True)  # how responsibility was seen, or why this child understands
    language = models.CharField(max_length=80, blank=True)
    format = models.CharField(max_length=12, choices=Format.choices)
    interpreter = models.CharField(max_length=12, choices=Interpreter.choices)
    interpreter_name = models.CharField(max_length=120, blank=True)
    present = models.TextField()  # who was in the room
    why_safe = models.TextField(blank=True)  # why asking was safe though somebody must not know something
    why = models.TextField()
    groups = models.JSONField(default=list)
    left_out = models.JSONField(default=list)
    left_out_said = models.TextField(blank=True)
    method = models.CharField(max_length=8, choices=Method.choices)
    limits_explained = models.BooleanField(default=False)
    change_explained = models.BooleanField(default=False)
    copy = models.CharField(max_length=12, choices=Copy.choices)
    copy_how = models.CharField(max_length=300, blank=True)
    worker = models.CharField(max_length=64)
    worker_name = models.CharField(max_length=120)
    given_on = models.DateField()
    review_on = models.DateField()
    expires_on = models.DateField()
    recorded_at = models.DateTimeField()
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by")
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=20, blank=True)  # closed
    pack = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(interpreter="relative"), name="no_relative_interprets_an_agreement"
            ),
            models.CheckConstraint(
                condition=Q(expires_on__gt=models.F("given_on")), name="agreement_ends_after_it_began"
            ),
        ]
        indexes = [models.Index(fields=["giver_id", "recorded_at"], name="agreements_of_giver")]

    @property
    def ref(self) -> str:
        """As the audit names it."""
        return f"agreement:{self.pk}"


class AgreementAbout(models.Model):
    """Whose information one agreement is about: the giver, the child they have responsibility for, or both."""

    classes: ClassVar = {"id": C.WORK, "agreement": C.WORK, "person_id": C.IDENTITY}
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(FamilyAgreement, models.PROTECT, related_name="about")
    person_id = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "person_id"], name="agreement_is_about_a_person_once"
            )
        ]
        indexes = [models.Index(fields=["person_id"], name="agreements_about_person")]


class AgreementWithdrawal(models.Model):
    """One person has changed their mind, about everything or about some services. Stops what is shared from then on; takes
    nothing back that was shared lawfully, and deletes nothing."""

    classes: ClassVar = {
        "id": C.WORK,
        "agreement": C.WORK,
        "everything": C.CONTENT,
        "said": C.CONTENT,
        "said_on": C.CONTENT,
        "how": C.CONTENT,
        "by": C.WORK,
        "by_name": C.WORK,
        "at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(FamilyAgreement, models.PROTECT, related_name="withdrawals")
    everything = models.BooleanField()
    said = models.TextField(blank=True)
    said_on = models.DateField()
    how = models.CharField(max_length=20)  # in_person | phone | writing | told_by_other | asked_again
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()


class AgreementPartner(models.Model):
    """One person's answer about one service, by name: yes, no, or ask me later. `withdrawal` is set once, when they took a
    yes back."""

    class Answer(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"
        LATER = "later", "Ask me later"

    classes: ClassVar = {
        "id": C.WORK,
        "agreement": C.WORK,
        "agency_id": C.WORK,
        "agency_kind": C.WORK,
        "name": C.CONTENT,
        "service": C.CONTENT,
        "answer": C.CONTENT,
        "withdrawal": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(FamilyAgreement, models.PROTECT, related_name="partners")
    agency_id = models.CharField(max_length=64, blank=True)  # empty for a service that is not in Plait
    agency_kind = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=120)
    service = models.CharField(max_length=120, blank=True)
    answer = models.CharField(max_length=6, choices=Answer.choices)
    withdrawal = models.ForeignKey(AgreementWithdrawal, models.PROTECT, null=True, related_name="partners")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="agreement_names_each_service"),
            models.UniqueConstraint(
                fields=["agreement", "agency_id", "name", "service"], name="a_service_is_asked_about_once"
            ),
        ]
        indexes = [models.Index(fields=["agency_id", "answer"], name="agreed_to_agency")]

    @property
    def key(self) -> str:
        """What makes it one service, whenever it was asked about."""
        return service_key(self.agency_id, self.name, self.service)


class AgreementReliance(models.Model):
    """A decision to share rested on this agreement: whom to tell when it is withdrawn."""

    classes: ClassVar = {
        "id": C.WORK,
        "agreement": C.WORK,
        "decision": C.WORK,
        "agency_id": C.WORK,
        "at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(FamilyAgreement, models.PROTECT, related_name="relied_on")
    decision = models.ForeignKey(SharingDecision, models.PROTECT, related_name="rested_on")
    agency_id = models.CharField(max_length=64)
    at = models.DateTimeField()
