"""Each of two areas has offered the other the same children, whichever offer was here first."""

from plait.handover.models import Handover


def cross(made: Handover, other: Handover | None) -> None:
    """Nobody takes either before somebody rang: each is kept as the other's."""
    if other is not None:
        made.crossed = other
        made.save(update_fields=["crossed"])
        Handover.objects.filter(pk=other.pk).update(crossed=made)
