"""One area is believed, another is proposed by the hub's manager and waits for a second person; somebody must ring North."""

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from plait.agencies.actions.pin_area import confirm_area, propose_area
from plait.base.audit.actor import Actor
from plait.base.federation.incidents import raise_incident
from plait.handover.actions.answer_discovery import answer_discovery
from plait.handover.actions.ask_areas import ask_areas
from plait.handover.actions.keep_ask import keep_ask
from plait.handover.wire.discovery import Somebody
from tests.base.federation.border import described
from tests.handover.asking_areas import question

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
    _between_areas(world, at=at)


def _between_areas(world: "World", *, at: datetime) -> None:
    """North asks openly about somebody who may be Jonah, quietly about his sister, and about Ruby, who is restricted; and Miriam
    Cole asks North about Jonah."""
    border = Actor.process("border")
    asked = {
        "possible": question(Somebody("Jonah", "Smith", "", date(2014, 3, 9), ""), homes=()),
        "quiet": question(Somebody("Ottilie", "Pell", "", date(2017, 7, 1), ""), homes=(), quiet=True),
        "kept": question(Somebody("Ruby", "Doyle", "", date(2012, 11, 2), ""), homes=()),
    }
    for number, (name, ask) in enumerate(asked.items()):
        message = str(UUID(int=900 + number))
        kept = keep_ask(code="north", name="Northmere", message=message, ask=ask, by=border, at=at)
        answer_discovery(ask_id=str(kept.pk), by=border, at=at)
        world.ids[f"ask-received:{name}"] = str(kept.pk)
    ask_areas(
        person_id=world.ids["person:jonah"], area_codes=["north"], fleeing="no", because="They came a week ago.",
        interest=True, by=world.actor("screener"), at=at,
    )  # fmt: skip
