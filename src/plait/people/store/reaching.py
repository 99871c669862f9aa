"""What waits to leave is stopped in the transaction of the deed that makes it unsafe. Only actions call this."""

from collections.abc import Iterable
from datetime import datetime

from plait.base.announce import ask
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.outbox import cancel
from plait.people.events import RecordsAbout
from plait.people.models import FamilyMessage, Person


def stop_family_messages(person_ids: Iterable[str], *, because: str, by: Actor, at: datetime) -> int:
    """Cancel every letter, message and call to these people that waits; the address goes out of the row with it. Each has a
    row in the audit. Whoever prepared it prepares it again, against the safe way as it is now."""
    waiting = FamilyMessage.objects.select_for_update().filter(
        person_id__in=[str(one) for one in person_ids], state=FamilyMessage.State.WAITING
    )
    found = list(waiting.order_by("pk"))
    for one in found:
        one.state, one.cancelled_at, one.cancelled_because, one.to = (
            FamilyMessage.State.CANCELLED, at, because, "",
        )  # fmt: skip
        one.save(update_fields=["state", "cancelled_at", "cancelled_because", "to"])
        record(
            act="message:cancelled",
            about=[f"message:{one.pk}", f"person:{one.person_id}"],
            by=by,
            at=at,
            reason=because,
        )
    return len(found)


def stop_letters_to(
    recipients: Iterable[str], person: Person, *, because: str, by: Actor, at: datetime
) -> int:
    """Cancel what the outbox holds for these recipients (`practitioner:<id>`) that tells of a record about this person."""
    about = [f"person:{person.pk}", *(ref for refs in ask(RecordsAbout(person.pk)) for ref in refs)]
    return cancel(to=recipients, about=about, because=because, by=by, at=at)
