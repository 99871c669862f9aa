"""Short work that the worker does in every round (wired in site/wiring.py)."""

from datetime import datetime

from plait.base.audit.actor import Actor
from plait.referrals.actions.expire_drafts import expire_drafts
from plait.referrals.queries.raising import any_expired_draft


def let_drafts_expire(at: datetime) -> None:
    """Remove drafts whose time is over. Says nothing, and writes nothing, when there are none."""
    if any_expired_draft(at=at):
        expire_drafts(by=Actor.process("worker"), at=at)
