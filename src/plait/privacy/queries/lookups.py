"""Reading look-ups that somebody is asked about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from plait.base.audit.models import AuditEntry
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import clocks_for
from plait.privacy.models import HighInterest, LooksRead, LookUp


def kept_upto() -> LooksRead | None:
    """How far the audit was read; None before the first round."""
    return LooksRead.objects.first()


def to_explain(practitioner_id: str) -> QuerySet[LookUp]:
    """What this practitioner is asked to explain, the oldest first."""
    return LookUp.objects.filter(who_id=UUID(practitioner_id), state=LookUp.State.ASKED).order_by(
        "asked_at", "pk"
    )


def entries_of(lookup: LookUp) -> list[AuditEntry]:
    """The rows of the audit behind a look-up, the oldest first."""
    return list(AuditEntry.objects.filter(pk__in=lookup.entries).order_by("id"))


def due_of(refs: Iterable[str]) -> dict[str, RunningClock]:
    """The clock of each of these, where one runs or ran."""
    return {clock.subject: clock for clock in clocks_for(refs)}


@dataclass(frozen=True, slots=True)
class Counted:
    """How one kind of question did: how many were asked, how many needed no explaining."""

    kind: str
    made: int
    settled: int
    dismissed: int


def lookup_counts(rows: QuerySet[LookUp]) -> list[Counted]:
    """Kind by kind, for seeing which questions are worth asking."""
    settled = Q(state=LookUp.State.SETTLED)
    found = rows.order_by("kind").values("kind").annotate(
        made=Count("pk"), done=Count("pk", filter=settled), no=Count("pk", filter=settled & Q(outcome="dismissed"))
    )  # fmt: skip
    return [Counted(one["kind"], one["made"], one["done"], one["no"]) for one in found]


def flags_due(*, at: datetime) -> list[HighInterest]:
    """Records in the public eye whose day has come."""
    return list(HighInterest.objects.filter(ended_at__isnull=True, until__lte=at).order_by("until", "pk"))
