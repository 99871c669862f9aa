"""It was right to ask: the other side says so, and it counts as good practice."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import release
from plait.escalation.access import open_challenge, open_escalation, part_in
from plait.escalation.events import GoodChallengeRecognised
from plait.escalation.models import Challenge, Escalation, GoodChallenge
from plait.escalation.rules import may_recognise
from plait.escalation.store.leaving import may_leave
from plait.escalation.store.stages import tell_ref


@deed
def recognise_challenge(
    *, about: str, words: str, other_because: str = "", by: Actor, at: datetime
) -> GoodChallenge:
    """`about` is `escalation:<id>` or `challenge:<id>`. Once by each person; whoever asked is told."""
    kind, _, record_id = about.partition(":")
    found: Escalation | Challenge
    if kind == "challenge":
        found = open_challenge(by, record_id, at=at, act="challenge:recognise-opened", hold=True)
    else:
        found = open_escalation(by, record_id, at=at, act="escalation:recognise-opened", hold=True)
    may_recognise(part_in(found, by), words=words).insist(about=found.ref)
    same = found.recognised.filter(by=by.id).first()
    if same is not None:
        return same
    may_leave(found, [words], other_because=other_because, by=by, at=at)
    made = GoodChallenge.objects.create(
        escalation=found if isinstance(found, Escalation) else None,
        challenge=found if isinstance(found, Challenge) else None,
        words=words.strip(),
        by=by.id,
        by_name=by.name,
        at=at,
    )
    tell_ref(
        found,
        f"practitioner:{found.by}",
        "recognised",
        mark=str(made.pk),
        phone=release(found.pack).area.hub_phone,
        at=at,
    )
    record(act="challenge:recognised", about=[found.ref, f"contact:{found.contact_id}"], by=by, at=at)
    announce(GoodChallengeRecognised(found.ref, found.contact_id, by.id, at))
    return made
