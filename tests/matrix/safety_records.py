"""How Ava is reached, from whom she is protected, and a call that waits, on the matrix's morning."""

from datetime import datetime
from typing import Any

from plait.people.models import FamilyMessage, ProtectedFrom, SafeContact


def lay_out(world: Any, *, at: datetime) -> None:
    """Rows alone: what each deed brings with it is not this matrix's question."""
    ava, by = world.ids["person:ava"], str(world.cast.people["screener"].pk)
    SafeContact.objects.create(
        person_id=ava, method="ring", contact="07700 900456", source_ref="contact:x", by=by, at=at
    )
    call = FamilyMessage.objects.create(
        person_id=ava, means="call", to="07700 900456", words="Please ring us.", by=by, at=at
    )
    kept = ProtectedFrom.objects.create(
        person_id=ava,
        name="Dean Kerrigan",
        kind="harmed",
        because="She said so.",
        source_ref="contact:x",
        by=by,
        at=at,
    )
    world.ids["message"], world.ids["protection"] = str(call.pk), str(kept.pk)
