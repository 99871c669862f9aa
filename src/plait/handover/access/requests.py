"""Who asks an area what it knows and reads what it told, and who answers one here.

What went quietly is for the custodians and for whoever asked; to everybody else it is not there.
"""

from datetime import datetime

from plait.base.access.verdict import Refused, hidden
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.handover.access.discovery import keeps, open_received, quiet_now
from plait.handover.models import AreaAsked, FamilyAsk, RequestReceived
from plait.people.access import may_be_opened, open_person


def open_asked(
    by: Actor, asked_id: str, *, at: datetime, opens_child: bool = False, hold: bool = False
) -> AreaAsked:
    """What we asked one area, with what it told, audited: for whoever may open the child, of what went quietly only if they asked
    it themselves, and for the custodians. `opens_child`: the child is opened as well. Raises Refused in the words of none."""
    rows = AreaAsked.objects.select_for_update(of=("self",)) if hold else AreaAsked.objects
    found = rows.select_related("ask").prefetch_related("requests").filter(pk=asked_id).first()
    if found is None or not _reads(by, found.ask, at=at):
        raise Refused(hidden("no-such-ask"), about=f"area-asked:{asked_id}")
    if opens_child:
        open_person(by, str(found.ask.person), at=at)
    record(act="discovery:read", about=found.ask.ref, by=by, at=at, fields=("identity", "content"))
    return found


def _reads(by: Actor, ask: FamilyAsk, *, at: datetime) -> bool:
    quiet = FamilyAsk.objects.filter(quiet_now(), pk=ask.pk).exists()
    if quiet and keeps(by):
        return True
    return (not quiet or ask.by == by.id) and bool(may_be_opened(by, [str(ask.person)], at=at))


def open_request(by: Actor, request_id: str, *, at: datetime) -> RequestReceived:
    """What another area wants to know, held for whoever answers it. Raises Refused in the words of none."""
    rows = RequestReceived.objects.select_for_update(of=("self",)).select_related("ask")
    found = rows.filter(pk=request_id, ask__isnull=False).first()
    if found is None or found.ask is None:
        raise Refused(hidden("no-such-ask"), about=f"request-received:{request_id}")
    open_received(by, str(found.ask_id), at=at)
    if found.quiet and not keeps(by):
        raise Refused(hidden("no-such-ask"), about=f"request-received:{request_id}")
    return found


def requests_shown(ask_id: str, by: Actor) -> list[RequestReceived]:
    """Of a question that the reader has opened, what that area wanted to know after it."""
    rows = RequestReceived.objects.filter(ask__pk=ask_id).exclude(state=RequestReceived.State.CAME)
    return list((rows if keeps(by) else rows.filter(quiet=False)).order_by("-arrived_at", "pk"))
