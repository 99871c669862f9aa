"""Somebody takes a question to supervision: that is its answer, and it waits on their own list."""

from datetime import datetime

from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.outbox import post
from plait.base.prompts.actions.answer_prompt import answer_prompt
from plait.practice.access import open_prompt
from plait.practice.models import SupervisionItem
from plait.practice.queries import supervisors_for


@deed
def take_to_supervision(
    *, prompt_id: str, supervisor_id: str, because: str, by: Actor, at: datetime
) -> SupervisionItem:
    """Kept for the two of them alone, in the actor's own agency. Somebody who supervises nobody there cannot be named."""
    seen = open_prompt(by, prompt_id, at=at, act="prompt:take")
    if supervisor_id not in {str(one.pk) for one in supervisors_for(by)}:
        raise Refused(
            no("no-supervisor", say="Choose who supervises you.", next_step="Choose somebody of your agency"),
            about=seen.prompt.ref,
        )
    answer_prompt(prompt_id=prompt_id, kind="supervision", because=because, by=by, at=at)
    made, new = SupervisionItem.objects.get_or_create(
        prompt=seen.prompt,
        practitioner_id=by.id,
        defaults={
            "person_id": seen.prompt.person_id, "supervisor_id": supervisor_id, "agency_id": by.agency,
            "why": because.strip(), "taken_at": at,
        },
    )  # fmt: skip
    if new:
        to = f"practitioner:{supervisor_id}"
        path = f"/supervision/{made.pk}/"
        post(key=f"{made.ref}:taken", kind="supervision-taken", to=to, context={"link_path": path}, at=at)
    record(act="supervision:taken", about=[made.ref, f"person:{made.person_id}"], by=by, at=at)
    return made
