"""What is done when the time of a moderation session is over. Wired in site/wiring.py."""

from plait.base.audit.actor import Actor
from plait.base.timers import Due
from plait.thresholds.actions.run_moderation import chase_moderation

WORKER = Actor.process("worker")


def moderation_is_late(due: Due) -> None:
    """It was not scored, or not talked over and closed, in its time."""
    _, session_id, status = due.key.split(":")
    chase_moderation(session_id=session_id, status=status, by=WORKER, at=due.at)
