"""Named places on a page that other apps fill, and the list of pages in the navigation.

`base.ui` knows nobody above it: the wiring fills slots (`fill`) and lists pages (`nav_entry`) when Plait starts, and the
templates ask for them by name: `{% slot "prompts" subject=referral %}`.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from plait.base.access.counting import Later
from plait.base.access.verdict import Verdict
from plait.base.audit.actor import Actor

Provider = Callable[[HttpRequest, Mapping[str, Any]], str | None]
LetsIn = Callable[[Actor], Verdict]
Count = Callable[[HttpRequest], int | Later | None]


@dataclass(frozen=True, slots=True)
class NavEntry:
    """One page of the navigation: its words, its URL name, who sees it, and how many things wait there (if anything counts)."""

    label: str
    url_name: str
    lets_in: LetsIn
    count: Count | None = None
    order: int = 100
    about: str = ""
    stays: bool = False


@dataclass(slots=True)
class Registry:
    """What has been filled so far. There is one per process, `SLOTS`; tests use `fresh()`."""

    providers: dict[str, list[Provider]] = field(default_factory=dict)
    nav: list[NavEntry] = field(default_factory=list)


SLOTS = Registry()


def fill(slot: str, provider: Provider) -> None:
    """Put what `provider(request, context)` returns into the slot; `None` or "" leaves it out. The same provider counts once."""
    standing = SLOTS.providers.setdefault(slot, [])
    if provider not in standing:
        standing.append(provider)


def nav_entry(
    *,
    label: str,
    url_name: str,
    lets_in: LetsIn,
    count: Count | None = None,
    order: int = 100,
    about: str = "",
    stays: bool = False,
) -> None:
    """List a page for every actor whom `lets_in` (the rule of that page's own door) allows.

    Lower `order` stands further left; `about` says on the first page what one does there; one that `stays` is never folded
    away under *More*."""
    entry = NavEntry(
        label=label, url_name=url_name, lets_in=lets_in, count=count, order=order, about=about, stays=stays
    )
    if all(one.url_name != url_name for one in SLOTS.nav):
        SLOTS.nav.append(entry)
        SLOTS.nav.sort(key=lambda one: one.order)


def render_slot(slot: str, *, request: HttpRequest | None, context: Mapping[str, Any]) -> SafeString:
    """Everything the slot holds, in the order it was filled. Text that is not marked safe is escaped."""
    if request is None:
        return SafeString("")
    parts = (provider(request, context) for provider in SLOTS.providers.get(slot, []))
    return mark_safe("\n".join(conditional_escape(part) for part in parts if part))  # noqa: S308 (each part escaped)


@contextmanager
def fresh() -> Iterator[Registry]:
    """Empty slots for the length of a test; what was there comes back afterwards."""
    kept_providers, kept_nav = dict(SLOTS.providers), list(SLOTS.nav)
    SLOTS.providers.clear()
    SLOTS.nav.clear()
    try:
        yield SLOTS
    finally:
        SLOTS.providers.clear()
        SLOTS.providers.update(kept_providers)
        SLOTS.nav[:] = kept_nav
