"""What was being written on this very page when the session ended: every form of the page takes it up by itself.

The hands that held it (agencies) offer it for the length of one request; a form asks for it when it is made. So no page
can forget to show it. A page whose form is made of several steps asks for it itself, with `agencies.sessions.held_form`.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

Held = Mapping[str, Any]

_offered: ContextVar[Callable[[], Held | None] | None] = ContextVar("plait_held", default=None)


@contextmanager
def nothing_held() -> Iterator[None]:
    """Around one request: whatever is offered within it is forgotten after it."""
    token = _offered.set(None)
    try:
        yield
    finally:
        _offered.reset(token)


def offer(find: Callable[[], Held | None]) -> None:
    """From now on in this request, forms may ask for what was held. `find` is called only when a form is made."""
    _offered.set(find)


def held_now() -> Held | None:
    """The fields that were posted to this page and never arrived, or None."""
    find = _offered.get()
    return find() if find is not None else None
