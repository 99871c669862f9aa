"""One deed, one door: an action runs in one transaction, leaves an audit row, or leaves nothing."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import connection, transaction

from plait.base.access.verdict import Refused, Verdict
from plait.base.audit.actor import Actor
from plait.base.audit.record import record, written

P = ParamSpec("P")
R = TypeVar("R")

deeds: dict[str, Callable[..., object]] = {}


class UnauditedDeed(RuntimeError):
    """An action changed something and recorded nothing; its transaction is undone."""


def inside_transaction() -> bool:
    """Is a real transaction open? (The one that a test case wraps around each test does not count.)"""
    return any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks)


def record_refusal(*, verdict: Verdict, act: str, about: str, by: Actor, at: datetime) -> None:
    """Keep a refusal: in its own transaction, after the refused one was rolled back."""
    with transaction.atomic():
        record(act=act, about=about or "none", by=by, at=at, verdict="refused", reason=verdict.reason)


def deed(action: Callable[P, R]) -> Callable[P, R]:
    """Make a keyword-only function with `by` and `at` into an action.

    Check, change, record, announce happen in one transaction. A Refused leaves only its own record; a deed that wrote
    no audit row raises UnauditedDeed and leaves nothing.
    """
    name = f"{action.__module__.rsplit('.', 1)[-1]}"
    deeds[f"{action.__module__}.{action.__name__}"] = action

    @wraps(action)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        by, at = kwargs["by"], kwargs["at"]
        assert isinstance(by, Actor) and isinstance(at, datetime) and at.tzinfo is not None
        outermost = not inside_transaction()
        try:
            with transaction.atomic():
                before = written()
                result = action(*args, **kwargs)
                if written() == before:
                    raise UnauditedDeed(name)
                return result
        except Refused as refusal:
            if outermost:
                record_refusal(verdict=refusal.verdict, act=f"deed:{name}", about=refusal.about, by=by, at=at)
            raise

    return run
