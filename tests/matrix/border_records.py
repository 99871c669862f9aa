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
from plait.handover.actions.ask_information import ask_information
from plait.handover.actions.keep_answer import keep_answer
from plait.handover.actions.keep_ask import keep_ask
from plait.handover.actions.keep_request import keep_request
from plait.handover.actions.tell_of_ask import tell_of_ask
from plait.handover.actions.weigh_request import weigh_request
from plait.handover.wire.discovery import Answer, Somebody
from plait.handover.wire.requests import Request, Who
from tests.base.federation.border import described
from tests.handover.asking_areas import THEIRS, question
from tests.handover.requesting import THEIR_RING, WANTED

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
    """North asks openly about somebody who may be Jonah, quietly about his sister, and about Ruby, who is restricted; it wants to
    know more of Jonah, and Miriam Cole asks North about him, who is known there."""
    border = Actor.process("border")
    asked = {
        "possible": question(Somebody("Jonah", "Smith", "", date(2014, 3, 9), ""), homes=()),
        "quiet": question(Somebody("Ottilie", "Pell", "", date(2017, 7, 1), ""), homes=(), quiet=True),
        "kept": question(Somebody("Ruby", "Doyle", "", date(2012, 11, 2), ""), homes=()),
        "wanted": question(Somebody("Jonah", "Pell", "", date(2014, 3, 9), ""), homes=()),
    }
    for number, (name, ask) in enumerate(asked.items()):
        message = str(UUID(int=900 + number))
        kept = keep_ask(code="north", name="Northmere", message=message, ask=ask, by=border, at=at)
        answer_discovery(ask_id=str(kept.pk), by=border, at=at)
        tell_of_ask(ask_id=str(kept.pk), by=border, at=at)
        world.ids[f"ask-received:{name}"] = str(kept.pk)
    wanted = message
    said = Request(
        child=wanted, purpose="To see whether he is safe there.", gateway="CA89_47", questions=["Who saw him last?"],
        by=Who(name="Nora Canary-Field", job="Social worker"), ring=THEIR_RING, quiet=False,
    )  # fmt: skip
    came = keep_request(
        code="north", name="Northmere", message=str(UUID(int=950)), said=said, by=border, at=at
    )
    weigh_request(request_id=str(came.pk), by=border, at=at)
    ours = ask_areas(
        person_id=world.ids["person:jonah"], area_codes=["north"], fleeing="no", because="They came a week ago.",
        told_because="His mother speaks of a sister there.", wide_because="Nobody here can find him.",
        interest=True, by=world.actor("screener"), at=at,
    )  # fmt: skip
    (there,) = ours.areas.all()
    keep_answer(asked_id=str(there.pk), answer=Answer("known", THEIRS), by=border, at=at)
    ask_information(asked_id=str(there.pk), wanted=WANTED, by=world.actor("screener"), at=at)
    world.ids |= {"area-asked:jonah": str(there.pk), "family-ask:jonah": str(ours.pk)}
