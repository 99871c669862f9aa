"""Answer another area: look, and say one word. Who here hears of it is `tell_of_ask`, in a round of its own."""

from datetime import datetime

from django.db.models import QuerySet

from plait.base.access.deeds import deed
from plait.base.access.written import Written
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.db.rows import change
from plait.handover.models import AskReceived
from plait.handover.queries.discovery import whom_to_ring
from plait.handover.queries.looking import asked_of, matches_for
from plait.handover.rules.discovery import Match, Reply, reply_to
from plait.handover.store.telling import keepers, say


@deed
def answer_discovery(*, ask_id: str, by: Actor, at: datetime) -> AskReceived | None:
    """Once. Whoever is kept is looked for like anybody, and the answer is that of an area without them; in the same steps too,
    whatever it is, since nobody is told before it is said."""
    kept: AskReceived | None = _held.first(ask_id)
    if kept is None or kept.state != AskReceived.State.WAITING:
        record(act="discovery:answer-again", about=f"ask-received:{ask_id}", by=by, at=at)
        return kept
    matches = [] if kept.too_many else matches_for(*asked_of(kept))
    _keep(kept, reply_to(matches), matches, at=at)
    say(kept, ring=whom_to_ring(quiet=kept.asked_quietly, at=at), at=at)
    record(act="discovery:said", about=kept.ref, by=by, at=at, fields=("identity",), purpose=kept.purpose)
    return kept


@Written
def _held(ask_id: str) -> QuerySet[AskReceived]:
    return AskReceived.objects.select_for_update().filter(pk=ask_id)


def _keep(kept: AskReceived, reply: Reply, matches: list[Match], *, at: datetime) -> None:
    """On nobody's list but the custodians' until it was weighed whom it is told (`tell_of_ask`)."""
    changed = ["says", "answered_at", "state", "quiet"]
    kept.says, kept.answered_at = reply.says, at
    kept.state = AskReceived.State.CONFIRM if reply.confirm else AskReceived.State.ANSWERED
    if reply.person:
        kept.person, kept.quiet = reply.person, True
        changed += ["person"]
    if reply.rings:
        kept.kept, kept.kept_also, kept.ring = reply.rings[0], list(reply.rings[1:]), AskReceived.Ring.OWED
        kept.custodian = " ".join(keepers(one.custodian for one in matches if one.person in reply.rings))
        changed += ["kept", "kept_also", "ring", "custodian"]
    if kept.too_many and kept.child:
        kept.state = AskReceived.State.UNLOOKED
    elif not (reply.person or reply.rings):  # a family that is not known here: nothing of it stays
        kept.because, kept.child, kept.household, kept.homes = "", {}, [], []
        changed += ["because", "child", "household", "homes"]
    change(kept, *changed)
