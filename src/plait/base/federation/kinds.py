"""Which kinds of message this Plait understands, and who handles each. Said in site/wiring.py only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from plait.base.federation.wire.contents import Contents, Plain


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message that arrived whole, from an area that is believed. Its parts can be read until its handler returns."""

    sender: str
    id: str
    contents: Contents
    parts: Mapping[str, Plain]
    at: datetime


Handler = Callable[[Arrived], None]
_handlers: dict[str, Handler] = {}
_words: set[str] = set()


def understand(kind: str, handler: Handler, *, words: tuple[str, ...] = ()) -> None:
    """From now on this kind is taken in, and `handler` does what follows, in the transaction that takes it in. It raises
    NotAccepted for what it will never take. `words` are what its senders may insist on that we understand."""
    if _handlers.get(kind, handler) is not handler:
        raise ValueError(f"the message {kind!r} has a handler already")
    _handlers[kind] = handler
    _words.update({kind, *words})


def handler_of(kind: str) -> Handler | None:
    """Who handles it."""
    return _handlers.get(kind)


def understood() -> frozenset[str]:
    """Everything a sender may insist on."""
    return frozenset(_words)
