"""At its minute: does somebody here answer this request, or is nothing given by this route?"""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import current
from plait.handover.models import AskReceived, RequestReceived
from plait.handover.queries.discovery import whom_to_ring
from plait.handover.queries.looking import safety_of
from plait.handover.queries.requests import asked_before, is_kept, keeper_of
from plait.handover.rules.discovery import goes_quietly
from plait.handover.rules.requests import goes_to_people
from plait.handover.store.closing_route import close_route
from plait.handover.store.requests import promise, tell_answerers


@deed
def weigh_request(*, request_id: str, by: Actor, at: datetime) -> RequestReceived | None:
    """Once. About somebody who is kept by now the answer is that of an area which knows nobody, and their custodian rings."""
    kept = RequestReceived.objects.select_for_update().filter(pk=request_id).first()
    if kept is None or kept.state != RequestReceived.State.CAME:
        record(act="information:weighed-again", about=f"request-received:{request_id}", by=by, at=at)
        return kept
    ask = asked_before(kept.code, str(kept.about))
    person = str(ask.person) if ask else ""
    hides = bool(person) and is_kept(person)
    kept.ask = ask
    if not goes_to_people(known=ask is not None, kept=hides):
        rings = person if hides else ""
        ring = whom_to_ring(quiet=kept.quiet, at=at)
        close_route(kept, rings=rings, keeper=keeper_of(rings), ring=ring, by=by, at=at)
        record(act="information:nothing", about=kept.ref, by=by, at=at)
        return kept
    assert ask is not None
    kept.quiet = kept.quiet or ask.quiet or goes_quietly(safety_of(person, fleeing="no"))
    if kept.quiet and not ask.quiet:
        ask.quiet = True
        ask.save(update_fields=["quiet"])
    if ask.state == AskReceived.State.UNTAKEN:  # whoever answers this has it
        ask.state = AskReceived.State.ANSWERED
        ask.save(update_fields=["state"])
    kept.state = RequestReceived.State.OPEN
    kept.due_at = promise(
        kept.ref, event="another area asked", owner="custodian" if kept.quiet else "hub", pack=current(at=at), by=by,
        at=at,
    )  # fmt: skip
    kept.save()
    tell_answerers(kept, at=at)
    named = [kept.ref] if kept.quiet else [kept.ref, f"person:{person}"]
    record(act="information:opened", about=named, by=by, at=at, fields=("content",), purpose=kept.purpose)
    return kept
