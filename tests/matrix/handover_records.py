"""Jonah's family moves: the hub's manager has offered them to North, and nobody there has looked."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from plait.handover.actions.offer_handover import Seen, offer_handover
from plait.handover.rules.offering import Offer

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
