"""Past facts told upwards, and questions asked upwards, in the deed's own transaction.

A lower app announces (`ContactRated`) or asks (`BeforeClosing`) without knowing who listens or answers;
`plait.site.wiring` is the one place that does. A listener that fails fails the deed: a lost "tell the referrer" is a harm.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db import transaction

E = TypeVar("E", bound="Event")
A = TypeVar("A")


class Event:
    """Something that has happened, named in the past tense. Subclasses are frozen dataclasses of plain values."""


class Question(Generic[A]):
    """Something a lower app wants to know from whoever can say. Subclasses are frozen dataclasses."""


class AnnouncedOutsideTransaction(RuntimeError):
    """An event was announced where its followers could not share its fate."""


_listeners: dict[type[Event], list[Callable[[Any], None]]] = defaultdict(list)
_answerers: dict[type[Question[Any]], list[Callable[[Any], Any]]] = defaultdict(list)


def listen(event: type[E], handler: Callable[[E], None]) -> None:
    """From now on `handler` follows each `event`. Called in site/wiring.py only."""
    if handler not in _listeners[event]:
        _listeners[event].append(handler)


def announce(event: Event) -> None:
    """Tell every listener, in order of wiring, inside the open transaction."""
    if not transaction.get_connection().in_atomic_block:
        raise AnnouncedOutsideTransaction(type(event).__name__)
    for handler in _listeners[type(event)]:
        handler(event)


def answer(question: type[Question[A]], answerer: Callable[[Any], A]) -> None:
    """From now on `answerer` is asked each `question`. Called in site/wiring.py only."""
    if answerer not in _answerers[question]:
        _answerers[question].append(answerer)


def ask(question: Question[A]) -> list[A]:
    """What everyone who can answer says, in order of wiring; an empty list when nobody was wired to answer."""
    return [answerer(question) for answerer in _answerers[type(question)]]


def listeners() -> dict[type[Event], list[Callable[[Any], None]]]:
    """Who follows what: read by the generated event table and by tests of the wiring."""
    return {event: list(handlers) for event, handlers in _listeners.items()}
