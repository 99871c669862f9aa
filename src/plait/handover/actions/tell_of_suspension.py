"""An area is not believed any more: whoever has something open with it is told to ring."""

from collections.abc import Iterable
from datetime import datetime

from plait.agencies import queries as agencies
from plait.agencies.models import Practitioner
from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.federation.models import Peer
from plait.base.outbox import post
from plait.handover.models import MissingAlert
from plait.handover.queries import open_with as queries
from plait.handover.queries.handing import is_protected, lead_to_tell
from plait.handover.store.leg_telling import tell_teams
from plait.handover.store.news import tell
from plait.handover.store.telling import custodians_of

AWAY = "area-suspended"
ASKED = "/areas/asked/"


@deed
def tell_of_suspension(*, peer_id: str, by: Actor, at: datetime) -> int:
    """By Plait itself, once for each suspension: one neutral letter to each reader of each page. Nothing where it is believed
    again by then. Answers how many pages."""
    by_itself(by).insist(about=f"area:{peer_id}")
    peer = Peer.objects.filter(pk=peer_id, state=Peer.State.SUSPENDED).first()
    if peer is None:
        record(act="area:suspension-over", about=f"area:{peer_id}", by=by, at=at)
        return 0
    mark = f"away:{peer.suspended_at:%y%m%d%H%M%S}"
    for one in queries.handovers_with(peer):
        tell(one, AWAY, lead=lead_to_tell(one), mark=mark, at=at)
    legs = list(queries.legs_with(peer))
    for leg in legs:
        tell_teams(leg.handover, [leg], moment=mark, protected=is_protected(leg.handover), at=at)
    pages = dict(_pages(peer, at=at))
    for path, readers in pages.items():
        for to in dict.fromkeys(readers):
            post(key=f"{mark}:{path}:{to}"[:200], kind=AWAY, to=to, context={"link_path": path}, at=at)
    record(act="area:suspension-told", about=peer.ref, by=by, at=at, reason=f"pages-{len(pages)}")
    return len(pages)


def _pages(peer: Peer, *, at: datetime) -> Iterable[tuple[str, list[str]]]:
    hub = [f"team:{one.pk}" for one in agencies.teams_of_kind("hub")]
    managers = [f"practitioner:{one.pk}" for one in agencies.holders_of("hub_manager", at=at)]
    yield f"/areas/{peer.pk}/", managers or hub
    asked = [one.ask.by for one in queries.asked_of(peer)]
    if asked:
        yield ASKED, [to for one in asked for to in _there(one, hub, at=at)]
    for wanted in queries.wanted_of(peer):
        yield f"{ASKED}known/{wanted.asked_id}/", _there(wanted.by, hub, at=at)
    for ask in queries.asks_from(peer):
        quiet = ask.quiet or ask.ring == "owed"
        yield f"{ASKED}{ask.pk}/", custodians_of(ask, at=at) if quiet else hub
    for copy in queries.copies_with(peer):
        yield f"/missing-families/{copy.alert_id}/", [copy.alert.owner] if copy.alert.owner else hub
    for alert in queries.alerts_from(peer):
        yield f"/missing-families/{alert.pk}/", _readers(alert, hub)
    for interest in queries.interests_with(peer, at=at):
        yield f"/people/{interest.person}/other-areas/", _there(interest.by, [], at=at)


def _readers(alert: MissingAlert, hub: list[str]) -> list[str]:
    return [f"team:{one.pk}" for one in agencies.teams_of_kind("custodian")] if alert.quiet else hub


def _there(by_id: str, otherwise: list[str], *, at: datetime) -> list[str]:
    """Whoever said it, while anything opens to them."""
    try:
        person = agencies.practitioner(by_id)
    except (Practitioner.DoesNotExist, ValueError):
        return otherwise
    return otherwise if agencies.shut_out(person, at=at) else [f"practitioner:{by_id}"]
