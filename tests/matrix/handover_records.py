"""Jonah's family moves: offered to North, where nobody has looked. Then nobody finds them: the school and North are told."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from plait.base.audit.actor import Actor
from plait.handover.actions.keep_missing import keep_missing
from plait.handover.actions.note_move import note_move
from plait.handover.actions.offer_handover import Seen, offer_handover
from plait.handover.actions.raise_alert import Recipients, raise_alert
from plait.handover.actions.sign_alert import sign_alert
from plait.handover.models import MissingAlert
from plait.handover.rules.moving import Noted
from plait.handover.rules.offering import Offer
from tests.handover.missing import ANSWERS, theirs

if TYPE_CHECKING:
    from tests.matrix.world import World


def lay_out(world: "World", *, at: datetime) -> None:
    """Offered and on its way."""
    offer = Offer(
        peer_id=world.ids["area:north"], basis="cin", why_moved="A flat nearer to work.", planned="yes", destination="there",
        gateway="CA89_47", texts={"plan": "A visit each week."},
    )  # fmt: skip
    made = offer_handover(
        referral_id=world["referral:pell"],
        offer=offer,
        seen=Seen(str(uuid4())),
        by=world.actor("manager"),
        at=at,
    )
    world.ids["handover:pell"] = str(made.pk)
    # What the practices pass on is the hub's to see to; the emergency department raised it, and has a leg of its own.
    for kind in ("gp", "midwife"):
        world.ids[f"leg:{kind}"] = str(made.legs.get(kind=kind).pk)
    _missing(world, at=at)


def _missing(world: "World", *, at: datetime) -> None:
    """A screener noted the move and raised it, the manager signed; and North misses somebody whom nobody here knows."""
    child, screener = world["person:jonah"], world.actor("screener")
    note_move(person_id=child, noted=Noted("suspected", "The neighbour thinks so."), by=screener, at=at)
    told = Recipients([str(world.cast.agencies["alder_lane"].pk)], ["north"])
    alert = raise_alert(person_id=child, answers=ANSWERS, recipients=told, by=screener, at=at)
    sign_alert(alert_id=str(alert.pk), gateway="CA89_47", by=world.actor("manager"), at=at)
    world.ids["missing:jonah"] = str(alert.pk)
    keep_missing(code="north", said=theirs(), by=Actor.process("border"), at=at)
    world.ids["missing:theirs"] = str(MissingAlert.objects.get(side="in").pk)
