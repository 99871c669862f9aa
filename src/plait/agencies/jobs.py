"""Short work that the worker does in every round (wired in site/wiring.py)."""

from datetime import datetime

from plait.agencies.actions.let_go_of_form import let_forms_expire
from plait.agencies.queries import held
from plait.base.audit.actor import Actor


def let_held_forms_expire(at: datetime) -> None:
    """Remove held forms whose time is over. Says nothing, and writes nothing, when there are none."""
    if held.any_expired_held_form(at=at):
        let_forms_expire(by=Actor.process("worker"), at=at)
