"""Who hears of a leg: neutral letters, posted in the deed that calls for them. What is to be done stands on the leg's page."""

from collections.abc import Iterable
from datetime import datetime

from plait.base.outbox import post
from plait.base.packs import current
from plait.handover.life import NOT_NEEDED
from plait.handover.models import Handover, Leg

YOURS, RING, LATE = "leg-yours", "leg-ring", "leg-late"


def tell_teams(
    handover: Handover, legs: Iterable[Leg], *, moment: str, protected: bool, at: datetime
) -> None:
    """The service here hears once at each moment that something of its own goes with a family, or comes with one. Of a family
    whose whereabouts are protected it hears only that the hub wants to be rung."""
    rung = set()
    for leg in legs:
        if leg.team_id is None or leg.status == NOT_NEEDED:
            continue
        to = f"team:{leg.team_id}"
        if not protected:
            _post(f"{leg.ref}:{moment}:{to}", YOURS, to, handover, path=f"/handovers/legs/{leg.pk}/", at=at)
        elif to not in rung:
            rung.add(to)
            _post(f"{handover.ref}:legs:{moment}:{to}", RING, to, handover, path="/", at=at)


def tell_late(leg: Leg, *, turn: int, protected: bool, at: datetime) -> None:
    """Whoever answers for it on this side, and the service itself; again while nobody has it."""
    handover = leg.handover
    own = [f"practitioner:{handover.by}"] if handover.side == Handover.Side.OUT else []
    for to in (*own, f"team:{handover.contact.team_id}"):
        _post(f"{leg.ref}:late:{turn}:{to}", LATE, to, handover, path=f"/handovers/{handover.pk}/", at=at)
    if leg.team_id is not None and not protected and leg.team_id != handover.contact.team_id:
        to = f"team:{leg.team_id}"
        _post(f"{leg.ref}:late:{turn}:{to}", LATE, to, handover, path=f"/handovers/legs/{leg.pk}/", at=at)


def _post(key: str, kind: str, to: str, handover: Handover, *, path: str, at: datetime) -> None:
    phone = current(at=at).area.hub_phone
    post(
        key=key, kind=kind, to=to, about=handover.contact.ref, context={"link_path": path, "phone": phone}, at=at
    )  # fmt: skip
