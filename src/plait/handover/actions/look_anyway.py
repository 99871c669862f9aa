"""A custodian has a question looked for that came from an area which asks about very many."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.handover.access.discovery import open_received
from plait.handover.models import AskReceived
from plait.handover.queries.looking import asked_of, matches_for
from plait.handover.store.telling import keepers, tell_custodians


@deed
def look_anyway(*, ask_id: str, by: Actor, at: datetime) -> AskReceived:
    """That area was told that nothing can be given by this route, and no other word follows: whoever it may be, kept or not, the
    custodians ring about, by their clock. Of a family that is not known here nothing stays. Raises Refused."""
    kept = open_received(by, ask_id, at=at, hold=True)
    if kept.state != AskReceived.State.UNLOOKED:
        no("already-looked", say="Somebody has looked already.", next_step="Read what was found").insist(
            about=kept.ref
        )
    matches = matches_for(*asked_of(kept))
    found = [one.person for one in matches]
    kept.state = AskReceived.State.ANSWERED
    if matches:
        kept.kept, kept.kept_also, kept.ring = found[0], found[1:], AskReceived.Ring.OWED
        kept.custodian = " ".join(keepers(one.custodian for one in matches))
        tell_custodians(kept, again="looked", by=by, at=at)
    else:
        kept.because, kept.child, kept.household, kept.homes = "", {}, [], []
    kept.save()
    record(
        act="discovery:looked-anyway",
        about=kept.ref,
        by=by,
        at=at,
        fields=("identity",),
        purpose=kept.purpose,
    )
    return kept
