"""Doors of views that other packages bring. Each is named here with the sentence saying who may come in."""

from collections.abc import Callable
from typing import Any

from plait.base.access.doors import Door, anyone_signed_in

OPEN = "open to all: "
OWN = "the signed-in person's own sign-in methods"

# allauth's views by dotted name; anything of allauth's that is not here is not reachable (DefaultDeny).
SENTENCES: dict[str, tuple[str, bool]] = {}


def allow(view_name: str, sentence: str, *, open_to_all: bool) -> None:
    """Let a third-party view be reached, with the sentence that says who may come in."""
    SENTENCES[view_name] = (sentence, open_to_all)


def dotted_name(view: Callable[..., Any]) -> str:
    """The dotted name of a view function or of the class behind it."""
    behind = getattr(view, "view_class", view)
    return f"{behind.__module__}.{behind.__qualname__}"


def door_of(view: Callable[..., Any]) -> Door | None:
    """The door before a view: its own, or the one that stands for it here; None means not reachable."""
    own = getattr(view, "door", None)
    if isinstance(own, Door):
        return own
    found = SENTENCES.get(dotted_name(view))
    if found is None:
        return None
    sentence, open_to_all = found
    return Door(sentence, "own:sign-in", ("GET", "POST"), None if open_to_all else anyone_signed_in, open_to_all)
