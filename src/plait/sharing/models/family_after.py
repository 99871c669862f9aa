"""What follows an agreement: withdrawals told and asked about, going ahead without, telling the family, reviews, copies."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from plait.base.access.classes import FieldClass as C
from plait.sharing.models.family import AgreementWithdrawal, FamilyAgreement


class WithdrawalAnswer(models.Model):
    """What the worker answered to one of the two questions after a withdrawal. A later answer is a row of its own."""

    class Question(models.TextChoices):
        PRESSURE = "pressure", "Might somebody have put them under pressure to change their mind?"
        OTHER_GATEWAY = (
            "other_gateway",
            "Does another legal basis apply to what was shared under this agreement?",
        )

    classes: ClassVar = {
        "id": C.WORK,
        "withdrawal": C.WORK,
        "question": C.WORK,
        "answer": C.CONTENT,
        "said": C.CONTENT,
        "by": C.WORK,
        "by_name": C.WORK,
        "at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    withdrawal = models.ForeignKey(AgreementWithdrawal, models.PROTECT, related_name="answers")
    question = models.CharField(max_length=16, choices=Question.choices)
    answer = models.CharField(max_length=20)  # yes | no | not_known, or the code of a gateway
    said = models.TextField()
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()


class AgreementNotice(models.Model):
    """One agency is told, on a page of its own, that agreement to share about one person with it has ended. Never says whose."""

    classes: ClassVar = {
        "id": C.WORK,
        "withdrawal": C.WORK,
        "agency_id": C.WORK,
        "person_id": C.IDENTITY,
        "service": C.CONTENT,
        "told_at": C.WORK,
        "read_at": C.WORK,
        "read_by": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    withdrawal = models.ForeignKey(AgreementWithdrawal, models.PROTECT, related_name="notices")
    agency_id = models.CharField(max_length=64)
    person_id = models.CharField(max_length=64)
    service = models.CharField(max_length=240, blank=True)
    told_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    read_by = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["withdrawal", "agency_id", "person_id"], name="agency_is_told_of_a_withdrawal_once"
            )
        ]
        indexes = [models.Index(fields=["agency_id", "read_at"], name="notices_of_agency")]


class WithoutAgreement(models.Model):
    """Going ahead without a family's agreement: under which gateway, for what reason, on whose word, and whether they were told
    afterwards. It is no agreement, and nothing that needs one rests on it."""

    class ToldAfter(models.TextChoices):
        TOLD = "told", "Yes, they have been told"
        WILL_BE = "will_be", "Not yet; they will be"
        NEVER = "never", "No, telling them is not safe"

    classes: ClassVar = {
        "id": C.WORK,
        "episode": C.WORK,
        "person_id": C.IDENTITY,
        "agencies": C.CONTENT,
        "gateway": C.WORK,
        "reason": C.CONTENT,
        "because": C.CONTENT,
        "authoriser": C.WORK,
        "authoriser_name": C.WORK,
        "confirmed_at": C.WORK,
        "told_after": C.CONTENT,
        "told_on": C.CONTENT,
        "tell_by": C.CONTENT,
        "why_never": C.CONTENT,
        "by": C.WORK,
        "by_name": C.WORK,
        "at": C.WORK,
        "pack": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.CharField(max_length=64)
    person_id = models.CharField(max_length=64)
    agencies = models.JSONField(default=list)  # [{"id": …, "name": …}]
    gateway = models.CharField(max_length=20)
    reason = models.CharField(max_length=20)
    because = models.TextField()
    authoriser = models.CharField(max_length=64)
    authoriser_name = models.CharField(max_length=120)
    confirmed_at = models.DateTimeField(null=True)
    told_after = models.CharField(max_length=8, choices=ToldAfter.choices)
    told_on = models.DateField(null=True)
    tell_by = models.DateField(null=True)
    why_never = models.TextField(blank=True)
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()
    pack = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person_id", "at"], name="without_agreement_of"),
            models.Index(
                fields=["authoriser"], name="without_to_confirm", condition=Q(confirmed_at__isnull=True)
            ),
        ]


class Transparency(models.Model):
    """Was telling one person of the family safe, and were they told: when, by whom, or why not, and when it is looked at again.
    Apart from the lawful basis of a share, and apart from anybody's agreement. A later answer is a row of its own."""

    class Safe(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No, it would raise the risk"
        NOT_KNOWN = "not_known", "Not known yet"

    class Told(models.TextChoices):
        YES = "yes", "Yes, they were told"
        NOT_YET = "not_yet", "Not yet"
        NO = "no", "No, and they will not be"

    classes: ClassVar = {
        "id": C.WORK,
        "episode": C.WORK,
        "child_id": C.IDENTITY,
        "person_id": C.IDENTITY,
        "safe": C.CONTENT,
        "told": C.CONTENT,
        "what": C.CONTENT,
        "told_on": C.CONTENT,
        "told_by": C.CONTENT,
        "how": C.CONTENT,
        "why_not": C.CONTENT,
        "why_not_said": C.CONTENT,
        "review_on": C.WORK,
        "by": C.WORK,
        "by_name": C.WORK,
        "at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.CharField(max_length=64)
    child_id = models.CharField(max_length=64)  # on whose story it was written
    person_id = models.CharField(max_length=64)  # who was told, or was not
    safe = models.CharField(max_length=12, choices=Safe.choices)
    told = models.CharField(max_length=8, choices=Told.choices)
    what = models.TextField(blank=True)
    told_on = models.DateField(null=True)
    told_by = models.CharField(max_length=120, blank=True)
    how = models.CharField(max_length=120, blank=True)
    why_not = models.CharField(max_length=20, blank=True)
    why_not_said = models.TextField(blank=True)
    review_on = models.DateField(null=True)
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(told="yes", told_on__isnull=False) | (~Q(told="yes") & ~Q(why_not="")),
                name="told_on_a_day_or_why_not",
            )
        ]
        indexes = [models.Index(fields=["child_id", "at"], name="transparency_of")]


class AgreementReview(models.Model):
    """A question about one standing agreement, asked by an event or a date, and what somebody answered to it."""

    class Outcome(models.TextChoices):
        STANDS = "stands", "Still right: they were asked, and it stands"
        ASKED_AGAIN = "asked_again", "They were asked again, and their answer was recorded anew"
        ENDED = "ended", "It has ended"

    classes: ClassVar = {
        "id": C.WORK,
        "agreement": C.WORK,
        "why": C.WORK,
        "event": C.WORK,
        "asked_at": C.WORK,
        "settled_at": C.WORK,
        "settled_by": C.WORK,
        "settled_by_name": C.WORK,
        "outcome": C.CONTENT,
        "said": C.CONTENT,
        "next_on": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(FamilyAgreement, models.PROTECT, related_name="reviews")
    why = models.CharField(max_length=16)  # an event of the pack's `prompts`
    event = models.CharField(max_length=120)  # what happened, by reference: the same event asks once
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=64, blank=True)
    settled_by_name = models.CharField(max_length=120, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    said = models.TextField(blank=True)
    next_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "why", "event"], name="an_event_asks_for_review_once"
            )
        ]
        indexes = [
            models.Index(fields=["agreement"], name="reviews_waiting", condition=Q(settled_at__isnull=True))
        ]


class AgreementCopy(models.Model):
    """One person was given their own sheet: in which style, by whom, when."""

    classes: ClassVar = {
        "id": C.WORK,
        "agreement": C.WORK,
        "style": C.WORK,
        "how": C.CONTENT,
        "by": C.WORK,
        "by_name": C.WORK,
        "at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(FamilyAgreement, models.PROTECT, related_name="copies")
    style = models.CharField(max_length=12)  # plain | easy_read
    how = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()


class AgreementDraft(models.Model):
    """Unsent words of one author on one of the forms of family agreement; expires."""

    classes: ClassVar = {
        "id": C.WORK,
        "author": C.WORK,
        "about": C.WORK,
        "answers": C.CONTENT,
        "saved_at": C.WORK,
        "expires_at": C.WORK,
    }
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.CharField(max_length=64)
    about = models.CharField(max_length=160)
    answers = models.JSONField(default=dict)
    saved_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "about"], name="one_agreement_draft_each")]
