"""Another area told us what it knows: kept beside the child, and whoever asked hears that there is an answer."""

from datetime import date, datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.handover.models import AreaRequest
from plait.handover.queries.looking import safety_of
from plait.handover.queries.requests import stands_for
from plait.handover.rules.discovery import goes_quietly
from plait.handover.rules.requests import is_last, newest, stands_on_record
from plait.handover.store.requests import answered, tell_asker
from plait.handover.wire.requests import Line, Told
from plait.sharing.actions.keep_item import keep_item
from plait.sharing.actions.supersede_items import supersede_items
from plait.sharing.models import InformationItem

KNOWN = frozenset(InformationItem.Assertion.values)


@deed
def keep_told(*, request_id: str, told: Told, by: Actor, at: datetime) -> AreaRequest:
    """The newest of their answers counts, in whatever order they come; the same number twice is refused, since nobody changes in
    silence what they said. What it tells stands with the child's record, for our own agency alone; not what went quietly."""
    ours = AreaRequest.objects.select_for_update(of=("self",)).select_related("asked__ask").get(pk=request_id)
    place = newest(ours.number, told.number)
    if place == "again":
        no("answered-already", say="They have answered already.", next_step="Ring them").insist(
            about=ours.ref
        )
    if place == "late":
        record(act="information:overtaken", about=ours.ref, by=by, at=at)
        return ours
    ours.number, ours.kind, ours.held, ours.note = told.number, told.kind, told.held, told.note
    ours.lines = [one.model_dump(mode="json", include=set(Line.model_fields)) for one in told.lines]
    ours.told_by = {
        **(told.by.model_dump(mode="json") if told.by else {}),
        **told.ring.model_dump(mode="json"),
    }
    last = is_last(told.kind, told.held)
    ours.state = AreaRequest.State.ANSWERED if last else AreaRequest.State.PARTLY
    ours.answered_at = at
    ours.save()
    if last:
        answered(ours.ref, by=by, at=at)
    _stand(ours, told, by=by, at=at)
    tell_asker(ours, kind="area-told", key=f"told:{told.number}", at=at)
    record(act="information:heard", about=ours.ref, by=by, at=at, fields=("content",))
    return ours


def _stand(ours: AreaRequest, told: Told, *, by: Actor, at: datetime) -> None:
    person = stands_for(str(ours.asked.ask.person))
    if person is None:
        return
    quiet = ours.asked.ask.quiet or goes_quietly(safety_of(person, fleeing="no"))
    if not stands_on_record(quiet=quiet):
        return
    supersede_items(source_ref=ours.ref, person_id=person, by=by, at=at)
    for one in told.lines:
        keep_item(
            person_id=person, text=one.text, assertion_kind=one.known if one.known in KNOWN else "third_party",
            visibility=InformationItem.Visibility.PRIVATE, field_group=one.group or "concern",
            happened_on=date.fromisoformat(one.on) if one.on else None, source_ref=ours.ref,
            owner_id=ours.by_agency, owner_name=ours.asked.name, by=by, at=at,
        )  # fmt: skip
