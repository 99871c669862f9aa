"""The words of moves and alerts go with the referral they belong to, or when their own time is over; that there was one stays."""

from datetime import datetime
from uuid import UUID

from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.handover.models import AlertCheck, FamilyMove, MissingAlert, MoveLook
from plait.handover.queries import alerting as queries
from plait.handover.rules.moving import FLED, flees
from plait.handover.store import alerting as store


@deed
def erase_alerts(*, contact_id: str, by: Actor, at: datetime) -> int:
    """By Plait itself alone. One that still lives ends first. Answers how many there were."""
    by_itself(by).insist(about="page:disposal")
    alerts = list(
        MissingAlert.objects.select_for_update(of=("self",))
        .filter(contact_id=contact_id)
        .order_by("at", "pk")
    )
    for one in alerts:
        if one.state in queries.OPEN:
            store.end(one, MissingAlert.State.ENDED, at=at)
    _erase([one.pk for one in alerts])
    moves = list(FamilyMove.objects.filter(contact_id=contact_id).order_by("at", "pk"))
    MoveLook.objects.filter(move__in=moves).update(words="")
    # That they fled stays: it keeps what else is known of their moves out of every copy (`queries.written`).
    for move in moves:
        move.told, move.words, move.authority = "", "", ""
        move.why = [FLED] if flees(tuple(move.why)) else []
    FamilyMove.objects.bulk_update(moves, ["told", "words", "authority", "why"])
    about = [one.ref for one in alerts] + [one.ref for one in moves]
    record(act="missing:disposed", about=about or f"contact:{contact_id}", by=by, at=at, fields=("content",))
    return len(about)


@deed
def let_alerts_go(*, by: Actor, at: datetime) -> int:
    """By Plait itself alone: those that ended longer ago than the pack says."""
    by_itself(by).insist(about="page:disposal")
    found = list(queries.old(at, days=queries.process(at).kept_days).values_list("pk", flat=True))
    _erase(found)
    record(act="missing:disposed", about="page:missing-families", by=by, at=at, fields=("content",))
    return len(found)


def _erase(alerts: list[UUID]) -> None:
    rows = MissingAlert.objects.filter(pk__in=alerts)
    rows.update(because="", check_by="", check_found="", end_words="", seen_by="", people=[])
    AlertCheck.objects.filter(alert__in=alerts).update(checked="")
