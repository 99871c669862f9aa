"""Messages that leave the building: they may repeat, they never vanish, they hold no personal data."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from plait.base.outbox.addresses import resolve_with
    from plait.base.outbox.delivery import Delivered, deliver_due
    from plait.base.outbox.posting import call_off, cancel, gather, post, put_off, requeue

# Django imports this package before its models may be loaded, so each name is fetched when it is first used.
_HOMES = {
    "resolve_with": "addresses",
    "Delivered": "delivery",
    "deliver_due": "delivery",
    "call_off": "posting",
    "cancel": "posting",
    "gather": "posting",
    "post": "posting",
    "put_off": "posting",
    "requeue": "posting",
}

__all__ = [
    "Delivered",
    "call_off",
    "cancel",
    "deliver_due",
    "gather",
    "post",
    "put_off",
    "requeue",
    "resolve_with",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"{__name__} has no {name}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
