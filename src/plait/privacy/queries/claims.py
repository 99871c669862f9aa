"""Records that were opened because somebody said that they work with a child: for whoever looks afterwards."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from plait.people.models import Claim

SHOWN = timedelta(days=90)


def claims_that_opened(*, at: datetime) -> QuerySet[Claim]:
    """The latest first. Those that opened nothing are not among them, nor is whose record it was a matter here."""
    rows = Claim.objects.filter(involvement__isnull=False, made_at__gt=at - SHOWN)
    return rows.select_related("practitioner__agency").order_by("-made_at", "pk")
