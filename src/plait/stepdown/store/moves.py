"""Moving a step down along its life, and keeping each move."""

from datetime import datetime

from plait.base.audit.actor import Actor
from plait.stepdown.life import LIVE, STEPDOWN
from plait.stepdown.models import StepDown, StepDownMove


def make_move(stepdown: StepDown, verb: str, *, because: str, by: Actor, at: datetime) -> None:
    """Move it by the table of its life and keep the move. Saves the whole row. Raises Refused where the table has no such
    move now."""
    STEPDOWN.may(verb, now=stepdown.status).insist(about=stepdown.ref)
    was = stepdown.status
    stepdown.status = STEPDOWN.after(verb, now=was)
    stepdown.ended_at = None if stepdown.status in LIVE else at
    stepdown.save()
    keep_move(stepdown, verb, was=was, because=because, by=by, at=at)


def keep_move(stepdown: StepDown, verb: str, *, was: str, because: str, by: Actor, at: datetime) -> None:
    """Something that belongs into its history, whether or not it moved."""
    StepDownMove.objects.create(
        stepdown=stepdown, verb=verb, was=was, became=stepdown.status, because=because, by=by.id,
        by_name=by.name, at=at,
    )  # fmt: skip
