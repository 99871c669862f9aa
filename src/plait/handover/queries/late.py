"""Legs that are late: nobody there has them by name, and their time is over."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from plait.handover.life import OUT_STILL
from plait.handover.models import Leg
from plait.handover.rules.legs import OVER


def late_legs(at: datetime) -> QuerySet[Leg]:
    """Of all handovers that are not over."""
    late = Leg.objects.filter(status__in=OUT_STILL, due_at__lte=at)
    return late.exclude(handover__status__in=OVER)


def is_late(at: datetime) -> Q:
    """Of handovers: those with a leg that is late."""
    return Q(Exists(late_legs(at).filter(handover=OuterRef("pk"))))
