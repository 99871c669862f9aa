"""What is due: timers that are attempted at least once, each effect in the database once by key."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from plait.base.timers.effects import once
    from plait.base.timers.firing import Due, Fired, fire_due, when_due
    from plait.base.timers.setting import cancel_timer, move_timer, set_timer

# Django imports this package before its models may be loaded, so each name is fetched when it is first used.
_HOMES = {
    "once": "effects",
    "Due": "firing",
    "Fired": "firing",
    "fire_due": "firing",
    "when_due": "firing",
    "cancel_timer": "setting",
    "move_timer": "setting",
    "set_timer": "setting",
}

__all__ = ["Due", "Fired", "cancel_timer", "fire_due", "move_timer", "once", "set_timer", "when_due"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"{__name__} has no {name}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
