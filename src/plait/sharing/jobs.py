"""What the worker does in every round for families' agreement."""

from datetime import datetime

from plait.base.audit.actor import Actor
from plait.sharing.actions.keep_agreement_draft import expire_agreement_drafts
from plait.sharing.queries.family_due import any_expired_draft

WORKER = Actor.process("worker")


def let_agreement_drafts_expire(at: datetime) -> None:
    """Remove unsent words whose fourteen days are over; writes nothing where there are none."""
    if any_expired_draft(at=at):
        expire_agreement_drafts(by=WORKER, at=at)
