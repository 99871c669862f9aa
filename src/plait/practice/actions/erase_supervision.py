"""Disposal reaches supervision: its words go with the child's concerns."""

from collections.abc import Iterable
from datetime import datetime

from plait.base.access.by_itself import by_itself
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.practice.queries import taken_on


@deed
def erase_supervision(*, prompt_ids: Iterable[str], by: Actor, at: datetime) -> int:
    """Empty what was written on these questions; that something was taken and talked over stays."""
    by_itself(by).insist(about="page:disposal")
    count = taken_on(prompt_ids).update(why="", reflection="", agreed="")
    record(act="supervision:erased", about="page:disposal", by=by, at=at)
    return count
