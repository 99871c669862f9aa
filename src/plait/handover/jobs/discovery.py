"""Regular work about families who move."""

from datetime import datetime, timedelta

from plait.base.audit.actor import Actor
from plait.handover.actions.forget_asks import forget_asks
from plait.handover.actions.pass_to_custodians import pass_to_custodians
from plait.handover.queries.discovery import (
    became_quiet,
    limits,
    old,
    requests_became_quiet,
    requests_wait_openly,
    waits_openly,
)

WORKER = Actor.process("worker")


def pass_what_became_quiet(at: datetime) -> int:
    """Questions that the hub was to look at or to answer, about somebody who hides by now, are the custodians'. Two light queries
    while nothing waits openly: who hides is asked only of those about whom something does."""
    asks, requests = bool(waits_openly.count()), bool(requests_wait_openly.count())
    if not ((asks and became_quiet().exists()) or (requests and requests_became_quiet().exists())):
        return 0
    return pass_to_custodians(by=WORKER, at=at)


def let_old_asks_go(at: datetime) -> int:
    """Questions between areas whose time is over. Three light queries while there are none."""
    before = at - timedelta(days=limits(at).kept_days)
    if not any(rows.exists() for rows in old(before=before)):
        return 0
    return forget_asks(before=before, by=WORKER, at=at)
