"""One area is believed, another is proposed by the hub's manager and waits for a second person; somebody must ring North."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from plait.agencies.actions.pin_area import confirm_area, propose_area
from plait.base.federation.incidents import raise_incident
from tests.base.federation.border import described

if TYPE_CHECKING:
    from tests.matrix.world import World


def lay_out(world: "World", *, at: datetime) -> None:
    """North is pinned; what South publishes lies on the page."""
    manager, lead = world.actor("manager"), world.actor("ig_lead")
    said = {"agreement": "Border agreement 2026/4", "checked": "Rang 01632 960700: the same fingerprints."}
    north = propose_area(description=described("north", at=at), **said, by=lead, at=at)
    peer = confirm_area(proposal_id=str(north.pk), by=manager, at=at)
    south = propose_area(description=described("south", at=at), **said, by=manager, at=at)
    with transaction.atomic():
        silent = raise_incident("silent", code="north", at=at)
    world.ids["border-incident"] = str(silent.pk)
    world.ids |= {"area:north": str(peer.pk), "area-proposal:south": str(south.pk)}
