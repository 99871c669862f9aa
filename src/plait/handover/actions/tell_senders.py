"""Something that another area was sent is corrected here: whoever sent it there is told, since no letter of ours reaches them."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.outbox import post
from plait.base.packs import current
from plait.handover.models import Handover, RequestReceived
from plait.handover.store.requests import THEIRS
from plait.handover.store.telling import custodians_of


@deed
def tell_senders(*, decision_id: UUID, correction_id: UUID, by: Actor, at: datetime) -> int:
    """Whoever handed the family over, and their hub; of an answer to another area's question whoever gave it, and of one that
    goes quietly the custodians alone. Each reads where to put it right, or whom to ring; the letter is neutral. By Plait itself
    alone. Answers how many are told."""
    by_itself(by).insist(about="page:corrected")
    told: list[tuple[str, str, str]] = []
    sent = Q(decision=decision_id) | Q(supplements__decision=decision_id)
    for one in Handover.objects.filter(sent, side=Handover.Side.OUT).select_related("contact").distinct():
        path = f"/handovers/{one.pk}/"
        told += [
            (to, path, one.contact.ref) for to in (f"practitioner:{one.by}", f"team:{one.contact.team_id}")
        ]
    for kept in RequestReceived.objects.filter(decision=decision_id, ask__isnull=False).select_related("ask"):
        if kept.ask is not None:
            readers = custodians_of(kept.ask, at=at) if kept.quiet else [f"practitioner:{kept.answered_by}"]
            told += [(to, f"{THEIRS}{kept.ask_id}/", "") for to in readers]
    phone = current(at=at).area.hub_phone
    for to, path, about in told:
        post(
            key=f"wrong-over:{correction_id}:{to}", kind="wrong-went-over", to=to, about=about,
            context={"link_path": path, "phone": phone}, at=at,
        )  # fmt: skip
    record(
        act="handover:wrong-went-over",
        about=f"correction:{correction_id}",
        by=by,
        at=at,
        reason=f"told-{len(told)}",
    )
    return len(told)
