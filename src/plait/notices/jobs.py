"""Short work that the worker does in every round (wired in site/wiring.py)."""

from datetime import datetime

from plait.base.audit.actor import Actor
from plait.notices.actions.take_back import let_old_go
from plait.notices.queries import any_too_old


def let_old_notices_go(at: datetime) -> None:
    """Remove what was kept as long as the pack says. Writes nothing when there is none."""
    if any_too_old(at=at):
        let_old_go(by=Actor.process("worker"), at=at)
