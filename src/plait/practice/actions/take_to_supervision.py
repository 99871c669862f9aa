"""Somebody takes a question to supervision, where it waits on a list of two; and chooses another supervisor."""

from datetime import datetime, timedelta

from plait.agencies.models import Practitioner
from plait.agencies.queries import present_practitioner
from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.outbox import post
from plait.base.packs import current
from plait.base.prompts.actions.answer_prompt import answer_prompt
from plait.base.timers import set_timer
from plait.practice.access import can_supervise, hold_supervision, open_prompt
from plait.practice.models import SupervisionItem
from plait.practice.queries import supervision_item, supervisors_for

WAITS = "supervision-waits"


@deed
def take_to_supervision(
    *, prompt_id: str, supervisor_id: str, because: str, by: Actor, at: datetime
) -> SupervisionItem:
    """Kept for the two of them alone, in the actor's own agency. Somebody who supervises nobody there cannot be named. That is
    the answer to the question, unless it must be answered: that one stays on its page until somebody says what it means."""
    seen = open_prompt(by, prompt_id, at=at, act="prompt:take")
    supervisor = _supervisor(supervisor_id, by=by, about=seen.prompt.ref)
    if not seen.mandatory:
        answer_prompt(prompt_id=prompt_id, kind="supervision", because=because, by=by, at=at)
    made, new = SupervisionItem.objects.get_or_create(
        prompt=seen.prompt,
        practitioner_id=by.id,
        defaults={
            "person_id": seen.prompt.person_id, "supervisor": supervisor, "agency_id": by.agency,
            "why": because.strip(), "taken_at": at,
        },
    )  # fmt: skip
    if new:
        _tell(made, at=at)
        _ask_again(made, turn=0, at=at)
    record(act="supervision:taken", about=[made.ref, f"person:{made.person_id}"], by=by, at=at)
    return made


@deed
def choose_another(*, item_id: str, supervisor_id: str, by: Actor, at: datetime) -> SupervisionItem:
    """Whoever took it chooses with whom it is talked over instead: the first reads it no more. The same again changes nothing."""
    item = hold_supervision(item_id, by=by, at=at, act="supervision:pass-on")
    if str(item.practitioner_id) != by.id:
        raise Refused(
            no(
                "not-own-item",
                say="With whom it is talked over is theirs to choose.",
                next_step="Tell them that you cannot",
            ),
            about=item.ref,
        )
    supervisor = _supervisor(supervisor_id, by=by, about=item.ref)
    if item.supervisor_id != supervisor.pk:
        item.supervisor = supervisor
        item.save(update_fields=["supervisor"])
        _tell(item, at=at)
    record(act="supervision:passed-on", about=[item.ref, f"person:{item.person_id}"], by=by, at=at)
    return item


@deed
def ask_whether_talked_over(*, item_id: str, turn: int, by: Actor, at: datetime) -> None:
    """By Plait itself, while it waits: whoever took it hears that it was not talked over; once they have left, whoever supervises
    hears, until they write down what is to come of it."""
    by_itself(by).insist(about="page:supervision")
    item = supervision_item(item_id)
    if item.state == SupervisionItem.State.TAKEN:
        there = present_practitioner(str(item.practitioner_id)) is not None
        if there or can_supervise(item, at=at):
            who = item.practitioner_id if there else item.supervisor_id
            key, path = f"{item.ref}:waits:{turn}", f"/supervision/{item.pk}/"
            post(key=key, kind=WAITS, to=f"practitioner:{who}", context={"link_path": path}, at=at)
            _ask_again(item, turn=turn + 1, at=at)
    record(act="supervision:asked-again", about=item.ref, by=by, at=at)


def _supervisor(supervisor_id: str, *, by: Actor, about: str) -> Practitioner:
    found = next((one for one in supervisors_for(by) if str(one.pk) == supervisor_id), None)
    if found is None:
        raise Refused(
            no("no-supervisor", say="Choose who supervises you.", next_step="Choose somebody of your agency"),
            about=about,
        )
    return found


def _tell(item: SupervisionItem, *, at: datetime) -> None:
    key, path = f"{item.ref}:taken:{item.supervisor_id}", f"/supervision/{item.pk}/"
    to = f"practitioner:{item.supervisor_id}"
    post(key=key, kind="supervision-taken", to=to, context={"link_path": path}, at=at)


def _ask_again(item: SupervisionItem, *, turn: int, at: datetime) -> None:
    file = current(at=at).prompts
    wait = timedelta(days=file.supervision_days if file else 14)
    set_timer(key=f"{WAITS}:{item.pk}+{turn}", kind=WAITS, subject=item.ref, due_at=at + wait, at=at)
