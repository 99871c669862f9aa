"""What several deeds about people write in the same way. Only actions call these."""

from plait.people.models import DeclaredConflict, Person


def follow_conflicts(of: Person, to: Person) -> None:
    """Whoever declared that they know the one knows the other, for each kind in which they said so. Told twice is once."""
    standing = DeclaredConflict.objects.filter(ended_at__isnull=True)
    known = set(standing.filter(person=to).values_list("practitioner_id", "kind"))
    for conflict in standing.filter(person=of).order_by("declared_at", "pk"):
        if (conflict.practitioner_id, conflict.kind) not in known:
            known.add((conflict.practitioner_id, conflict.kind))
            DeclaredConflict.objects.create(
                practitioner_id=conflict.practitioner_id,
                person=to,
                kind=conflict.kind,
                declared_at=conflict.declared_at,
            )
