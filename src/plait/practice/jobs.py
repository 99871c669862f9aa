"""Looking again: soon after something changed for a child, and once a night for every child somebody works with."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from plait.base.audit.actor import Actor
from plait.base.packs import NoPack, current
from plait.base.prompts.actions.keep_prompts import keep_prompts
from plait.base.prompts.queries import changes_about
from plait.base.timers import Due, set_timer
from plait.base.timers.clock_mark import seconds_behind
from plait.base.timers.queries import waiting_for
from plait.practice.actions.ask_to_answer import ask_to_answer
from plait.practice.actions.take_to_supervision import ask_whether_talked_over
from plait.practice.queries import children_worked_with, known_as

WORKER = Actor.process("worker")
NIGHTLY = "prompts:nightly"
AT_NIGHT = time(2, 30)
LATELY = timedelta(days=30)


def look_again(due: Due) -> None:
    """Something changed for this child: ask what is new, and end what is no longer so. Writes nothing where nothing is."""
    look_at(due.subject.partition(":")[2], at=due.at)


def look_at(person_id: str, *, at: datetime) -> None:
    """Look at one child now."""
    changes = changes_about(known_as(person_id), at=at)
    if changes:
        asked = keep_prompts(person_id=person_id, changes=changes, by=WORKER, at=at)
        if must := [str(one.pk) for one in asked if one.mandatory]:
            ask_to_answer(prompt_ids=must, by=WORKER, at=at)


def question_waits(due: Due) -> None:
    """A question that must be answered was not, a day or a week after somebody was told of it last."""
    turn = int(due.key.rpartition("+")[2])
    ask_to_answer(prompt_ids=[due.subject.partition(":")[2]], turn=turn, by=WORKER, at=due.at)


def supervision_waits(due: Due) -> None:
    """What was taken to supervision was not talked over in the pack's time."""
    turn = int(due.key.rpartition("+")[2])
    ask_whether_talked_over(item_id=due.subject.partition(":")[2], turn=turn, by=WORKER, at=due.at)


def look_at_everybody(due: Due) -> None:
    """Time alone makes some questions: each child that somebody works with gets a timer of their own, and the night's own is
    set for the next night."""
    for person_id in children_worked_with(since=due.at - LATELY):
        set_timer(
            key=f"prompts:{timezone.localdate(due.at):%Y%m%d}:{person_id}", kind="prompts-look",
            subject=f"person:{person_id}", due_at=due.at, at=due.at,
        )  # fmt: skip
    _tonight(due.at)


def keep_the_night(at: datetime) -> None:
    """In every round of the worker: see that the night's look is promised. One question of the database, and no more; nothing
    is promised by a clock that was moved back."""
    try:
        current(at=at)
    except NoPack:
        return
    if not waiting_for("page:prompts") and not seconds_behind(at=at):
        with transaction.atomic():
            _tonight(at)


def _tonight(at: datetime) -> None:
    local = timezone.localtime(at)
    day = local.date() if local.time() < AT_NIGHT else local.date() + timedelta(days=1)
    due = timezone.make_aware(datetime.combine(day, AT_NIGHT))
    set_timer(
        key=f"{NIGHTLY}:{day:%Y%m%d}", kind="prompts-nightly", subject="page:prompts", due_at=due, at=at
    )
