"""Who hears of news on a handover: neutral letters, posted in the deed that brings them. What it is stands on its page."""

from datetime import datetime

from plait.base.outbox import post
from plait.base.packs import current
from plait.handover.models import Handover

ADDED, CONFERENCE = "handover-added", "handover-conference"


def tell(handover: Handover, kind: str, *, lead: str, mark: str, at: datetime) -> None:
    """Whoever offered it, whoever leads here (`lead`, empty where nobody does), and the hub; each once for each `mark`."""
    own = [handover.by] if handover.side == Handover.Side.OUT else []
    own += [lead] if lead else []
    readers = [*(f"practitioner:{one}" for one in dict.fromkeys(own)), f"team:{handover.contact.team_id}"]
    context: dict[str, object] = {
        "link_path": f"/handovers/{handover.pk}/",
        "phone": current(at=at).area.hub_phone,
    }
    for to in readers:
        key = f"{handover.ref}:{mark}:{to}"[:200]
        post(key=key, kind=kind, to=to, about=handover.contact.ref, context=context, at=at)
