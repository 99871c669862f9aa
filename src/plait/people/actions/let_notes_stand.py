"""Somebody was asked since: a safety note holds no longer, or holds again. What it says stays as it was said."""

from collections.abc import Collection
from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.models import SafetyNote


@deed
def let_notes_stand(
    *, source_ref: str, kinds: Collection[str], stand: bool, by: Actor, at: datetime
) -> list[str]:
    """End the notes of these kinds that one source told, or let them stand again; answers the ids of those it changed. Whether
    it may is the caller's to say. Never a note that hides an address: that ends by `end_hiding`, and takes two people."""
    assert SafetyNote.Kind.WHERE not in kinds
    found = SafetyNote.objects.filter(source_ref=source_ref, kind__in=kinds, ended_at__isnull=not stand)
    people, changed = set(), []
    for note_id, person_id in found.values_list("pk", "person_id"):
        changed.append(str(note_id))
        people.add(f"person:{person_id}")
    SafetyNote.objects.filter(pk__in=changed).update(ended_at=None if stand else at)
    act = "safety:stands" if stand else "safety:ended"
    record(act=act, about=sorted(people) or source_ref, by=by, at=at, fields=("location",))
    return changed
