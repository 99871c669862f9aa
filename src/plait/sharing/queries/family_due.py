"""What is to be looked at again, confirmed, told or read: for the desks of those who work with families."""

from datetime import date, datetime
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet, prefetch_related_objects

from plait.base.access.written import Written
from plait.base.audit.actor import Actor
from plait.sharing.models import (
    AgreementDraft,
    AgreementReview,
    AgreementWithdrawal,
    Transparency,
    WithdrawalAnswer,
    WithoutAgreement,
)


@Written
def waiting_reviews() -> QuerySet[AgreementReview]:
    """Every question about a standing agreement that nobody has settled, the oldest first."""
    return (
        AgreementReview.objects.filter(settled_at__isnull=True, agreement__superseded_by__isnull=True)
        .select_related("agreement")
        .order_by("asked_at", "pk")
    )


def unanswered_withdrawals() -> list[tuple[AgreementWithdrawal, list[str]]]:
    """Withdrawals of which a question is not answered yet, each with the questions; the oldest first."""
    rows = _asked_after.rows()
    prefetch_related_objects(rows, "answers", "agreement__about")
    asked = list(WithdrawalAnswer.Question.values)
    found = [
        (row, [one for one in asked if one not in {said.question for said in row.answers.all()}])
        for row in rows
    ]
    return [(row, missing) for row, missing in found if missing]


@Written
def _asked_after() -> QuerySet[AgreementWithdrawal]:
    given = WithdrawalAnswer.objects.filter(withdrawal=OuterRef("pk"))
    open_now = [~Q(Exists(given.filter(question=one))) for one in WithdrawalAnswer.Question.values]
    rows = AgreementWithdrawal.objects.filter(reduce(or_, open_now))
    return rows.select_related("agreement").order_by("at", "pk")


def any_waits(*, on: date) -> bool:
    """May there be anything at all, of these three kinds? Asked at once: mostly there is nothing, and every page asks."""
    return (waiting_reviews.later() + _asked_after.later() + _to_look_at_again.later(on)).number > 0


def told_now(child_ids: list[str]) -> list[Transparency]:
    """What stands about telling each person on these children's stories: the newest note of each."""
    newest: dict[tuple[str, str], Transparency] = {}
    for row in Transparency.objects.filter(child_id__in=child_ids).order_by("at", "pk"):
        newest[row.child_id, row.person_id] = row
    return sorted(newest.values(), key=lambda row: row.at, reverse=True)


def to_tell(*, on: date) -> list[Transparency]:
    """Notes of not telling whose day of looking again has come, as long as no later note about that person stands."""
    due = _to_look_at_again.rows(on)
    if not due:
        return []
    standing = {row.pk for row in told_now(sorted({row.child_id for row in due}))}
    return [row for row in due if row.pk in standing]


@Written
def _to_look_at_again(on: date) -> QuerySet[Transparency]:
    return Transparency.objects.filter(review_on__lte=on).order_by("review_on", "pk")


def without_agreement(child_ids: list[str]) -> QuerySet[WithoutAgreement]:
    """Each time somebody went ahead without, about these children, the newest first."""
    return WithoutAgreement.objects.filter(person_id__in=child_ids).order_by("-at", "pk")


@Written
def to_confirm(by: Actor) -> QuerySet[WithoutAgreement]:
    """What was done on this manager's word and they have not confirmed, the oldest first."""
    return WithoutAgreement.objects.filter(authoriser=by.id, confirmed_at__isnull=True).order_by("at", "pk")


def agreement_draft(author: str, child_id: str, form: str) -> AgreementDraft | None:
    """What this author wrote on this form about this child and has not sent."""
    return AgreementDraft.objects.filter(author=author, about=f"{child_id}:{form}"[:160]).first()


def any_expired_draft(*, at: datetime) -> bool:
    """Is there a draft whose time is over?"""
    return AgreementDraft.objects.filter(expires_at__lte=at).exists()
