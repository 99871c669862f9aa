"""What was agreed in strategy discussions: who does what by when, and what of it is late."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from plait.referrals.models import Contact, Referral, StrategyAction


def is_overdue(action: StrategyAction, *, at: datetime) -> bool:
    """Has its last day, or its time on that day, gone by, and nobody has said that it is done or why not?"""
    return action.done is None and action.due_at is not None and action.due_at < at


def _gone_by(at: datetime) -> Q:
    local = timezone.localtime(at)
    return Q(due_on__lt=local.date()) | Q(due_on=local.date(), due_time__lt=local.time())


def overdue_actions(visible: QuerySet[Contact], *, at: datetime) -> QuerySet[StrategyAction]:
    """Those of what the reader may see whose time has gone by, of referrals that are open; the latest first."""
    late = StrategyAction.objects.filter(_gone_by(at), done__isnull=True).exclude(
        record__referral__status=Referral.Status.CLOSED
    )
    # The few that are late first, then who may see them: the other way round asks about every concern there ever was.
    about = list(late.values_list("record__referral__contact_id", flat=True).distinct())
    seen = list(visible.filter(pk__in=about).values_list("pk", flat=True)) if about else []
    found = late.filter(record__referral__contact_id__in=seen)
    return found.select_related("record__referral__contact").order_by("due_on", "due_time", "pk")


def how_many_overdue(referral_ids: Sequence[object], *, at: datetime) -> Counter[str]:
    """How many of each of these referrals are late; one query."""
    rows = StrategyAction.objects.filter(
        _gone_by(at), done__isnull=True, record__referral_id__in=list(referral_ids)
    )
    return Counter(str(one) for one in rows.values_list("record__referral_id", flat=True))


def action_of(referral: Referral, record_id: UUID, action_id: UUID) -> StrategyAction | None:
    """One action of one record of this very referral."""
    found = StrategyAction.objects.filter(record__referral=referral, record_id=record_id, pk=action_id)
    return found.select_related("record").first()
