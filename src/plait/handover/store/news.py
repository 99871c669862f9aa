"""Who hears of news on a handover: neutral letters, posted in the deed that brings them. What it is stands on its page."""

from collections.abc import Sequence
from datetime import datetime

from plait.agencies.queries import custodian_teams
from plait.base.outbox import post
from plait.base.packs import current
from plait.handover.models import Handover

ADDED, CONFERENCE = "handover-added", "handover-conference"
ASK_THERE, RING_HUB = "handover-ask-custodian", "leg-ring"


def tell(
    handover: Handover, kind: str, *, lead: str, mark: str, at: datetime, also: Sequence[str] = ()
) -> None:
    """Whoever offered it, whoever leads here (`lead`, empty where nobody does), the hub, and `also` these practitioners; each
    once for each `mark`."""
    own = [handover.by] if handover.side == Handover.Side.OUT else []
    own += [*([lead] if lead else []), *also]
    readers = [*(f"practitioner:{one}" for one in dict.fromkeys(own)), f"team:{handover.contact.team_id}"]
    context: dict[str, object] = {
        "link_path": f"/handovers/{handover.pk}/",
        "phone": current(at=at).area.hub_phone,
    }
    for to in readers:
        key = f"{handover.ref}:{mark}:{to}"[:200]
        post(key=key, kind=kind, to=to, about=handover.contact.ref, context=context, at=at)


def tell_to_ask(handover: Handover, *, lead: str, number: str, mark: str, at: datetime) -> None:
    """That area says: ask its custodian. Our custodians hear the `number`; whoever offered it and the hub read it on its page;
    whoever else leads rings the hub, since that page says which area it is."""
    own, page = current(at=at).area.hub_phone, f"/handovers/{handover.pk}/"
    speak = (f"practitioner:{handover.by}", f"team:{handover.contact.team_id}")
    readers = [(to, ASK_THERE, "waiting", page, own) for to in speak]
    readers += [(f"team:{one.pk}", ASK_THERE, "ring", "/", number or own) for one in custodian_teams()]
    if lead and lead != handover.by:
        readers.append((f"practitioner:{lead}", RING_HUB, "ring", "/", own))
    for to, kind, letter, path, phone in readers:
        post(
            key=f"{handover.ref}:{mark}:{to}"[:200], kind=kind, to=to, body_ref=letter, about=handover.contact.ref,
            context={"link_path": path, "phone": phone}, at=at,
        )  # fmt: skip
