"""Short work that the worker does in every round (wired in site/wiring.py)."""

from datetime import datetime

from plait.base.audit.actor import Actor
from plait.escalation.actions.keep_owners import keep_owners
from plait.escalation.queries import unfit_owners

WORKER = Actor.process("worker")


def pass_on_what_nobody_can_own(at: datetime) -> None:
    """On leave, suspended, conflicted, or kept out of a restricted record: whoever is next owns it. Says and writes nothing
    while everybody can."""
    if unfit_owners(at=at):
        keep_owners(by=WORKER, at=at)
