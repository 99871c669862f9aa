"""What goes wrong at the border is kept, once while nobody has settled it, and told to people."""

from datetime import datetime

from plait.base.access.verdict import Refused, hidden, no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.federation.events import IncidentRaised
from plait.base.federation.models import Incident, Outgoing
from plait.base.federation.rules.incidents import KINDS

BORDER = Actor.process("border")
MOST_COUNTED = 10_000  # whoever knocks more often than that writes nothing more here


def raise_incident(kind: str, *, code: str = "", why: str = "", message: str = "", at: datetime) -> Incident:
    """Keep it and tell people, in the open transaction; again, while nobody has settled it, counts."""
    assert kind in KINDS, kind
    found, made = Incident.objects.select_for_update().get_or_create(
        kind=kind,
        code=code,
        why=why,
        message=message,
        settled_at=None,
        defaults={"first_at": at, "last_at": at},
    )
    if made:
        record(act="border:incident", about=found.ref, by=BORDER, at=at, reason=kind)
        announce(IncidentRaised(str(found.pk), kind, code, at))
    elif found.times < MOST_COUNTED:
        found.times, found.last_at = found.times + 1, max(at, found.last_at)
        found.save(update_fields=["times", "last_at"])
    return found


def take(*, incident_id: str, by: Actor, at: datetime) -> Incident:
    """Somebody rings, by name: others see who. Whoever takes it after them has it. Raises Refused."""
    found = _open(incident_id)
    found.taken_by, found.taken_by_name, found.taken_at = by.id, by.name, at
    found.save(update_fields=["taken_by", "taken_by_name", "taken_at"])
    return found


def settle(*, incident_id: str, found: str, by: Actor, at: datetime) -> Incident:
    """What they found. The same thing again is a new incident. Raises Refused."""
    one = _open(incident_id)
    if not found.strip():
        no("needs-words", say="Say in a sentence what you found.", next_step="Add it").insist(about=one.ref)
    one.settled_at, one.settled_by, one.settled_by_name, one.found = at, by.id, by.name, found.strip()
    one.save(update_fields=["settled_at", "settled_by", "settled_by_name", "found"])
    # What waits still is told of again a day after somebody said what they found (`rules.sending.AGAIN`).
    waits = Outgoing.objects.filter(peer__code=one.code, state=Outgoing.State.WAITING, told_at__isnull=False)
    if one.kind == "silent":
        waits.update(told_at=at)
    elif one.kind == "stuck":
        waits.filter(pk=one.message).update(told_at=at)
    return one


def _open(incident_id: str) -> Incident:
    found = Incident.objects.select_for_update().filter(pk=incident_id).first()
    if found is None:
        raise Refused(hidden("absent"), about=f"border-incident:{incident_id}")
    if found.settled_at is not None:
        no(
            "already-settled",
            say=f"{found.settled_by_name} has settled this already.",
            next_step="Read what they found",
        ).insist(about=found.ref)
    return found
