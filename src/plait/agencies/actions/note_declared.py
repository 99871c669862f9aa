"""Keep that a practitioner has said whom they know, or that they know nobody: asked once, before their first case page."""

from datetime import datetime

from plait.agencies.models import Practitioner
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record


@deed
def note_declared(*, practitioner_id: str, by: Actor, at: datetime) -> None:
    """The moment at which they last said it. Nothing here says whom."""
    Practitioner.objects.filter(pk=practitioner_id).update(declared_at=at)
    record(act="conflict:asked", about=f"practitioner:{practitioner_id}", by=by, at=at)
