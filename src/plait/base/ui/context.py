"""What every page knows: who is reading, which area this is and whom to ring. Works for a page with nobody signed in."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse

from plait.base.access.counting import Later, numbers_of
from plait.base.audit.actor import Actor
from plait.base.ui.slots import SLOTS


@dataclass(frozen=True, slots=True)
class Area:
    """The area's name and the numbers to ring; an empty number is simply not shown."""

    name: str
    hub_phone: str
    edt_phone: str


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is signed in, in words for the account line and the foot of a printed page."""

    name: str
    role: str
    agency: str


@dataclass(frozen=True, slots=True)
class NavItem:
    """One link of the navigation. `current` is this very page, `within` a page below it; `count` is None where nothing counts."""

    label: str
    href: str
    current: bool
    within: bool
    count: int | None
    about: str = ""
    stays: bool = False


# So many pages stand in one row; with more than one beyond them, the last ones are folded under "More".
IN_A_ROW = 5


@dataclass(frozen=True, slots=True)
class Navigation:
    """The pages in sight, and those folded under *More*, with what waits on these together."""

    shown: list[NavItem]
    more: list[NavItem]

    @property
    def waiting(self) -> int:
        return sum(item.count or 0 for item in self.more)

    @property
    def with_something_waiting(self) -> list[NavItem]:
        return [item for item in (*self.shown, *self.more) if item.count]

    @property
    def others(self) -> list[NavItem]:
        """All but these, and but the first page, which lists them."""
        return [item for item in (*self.shown, *self.more) if not item.count and item.href != "/"]

    @property
    def here(self) -> bool:
        return any(item.current or item.within for item in self.more)


def folded(items: list[NavItem]) -> Navigation:
    """A long list of pages in two: the first and those that stay, then the rest. A short list is not folded."""
    if len(items) <= IN_A_ROW + 1:
        return Navigation(items, [])
    room = IN_A_ROW - sum(item.stays for item in items)
    first = [item for item in items if not item.stays][:room]
    shown = [item for item in items if item.stays or item in first]
    return Navigation(shown, [item for item in items if item not in shown])


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor for `ui/page.html`.

    The navigation (which may count what waits) is worked out only when a template asks for it, so a page that leaves the
    `nav` block empty asks the database nothing.
    """
    actor = getattr(request, "actor", None)
    nav = lru_cache(maxsize=1)(lambda: nav_for(request, actor))
    return {
        "area": area_of(request),
        "reader": reader_of(actor),
        "nav": nav,
        "pages": lambda: folded(nav()),
        "page_at": getattr(request, "at", None),
        "fictional_data": getattr(settings, "PLAIT_DATA", "") == "fictional",
    }


def area_of(request: HttpRequest) -> Area:
    """The area's facts from the pack in force, or from settings where no pack could be read."""
    known = getattr(getattr(request, "pack", None), "area", None)
    slug = str(getattr(settings, "PLAIT_AREA", "")).rsplit("/", 1)[-1]
    return Area(
        name=str(
            getattr(known, "name", "")
            or getattr(settings, "PLAIT_AREA_NAME", "")
            or slug.replace("-", " ").title()
        ),
        hub_phone=str(getattr(known, "hub_phone", "") or getattr(settings, "PLAIT_HUB_PHONE", "")),
        edt_phone=str(getattr(known, "edt_phone", "") or getattr(settings, "PLAIT_EDT_PHONE", "")),
    )


def reader_of(actor: Actor | None) -> Reader | None:
    """Name, job and agency of whoever reads, or None where nobody is signed in."""
    if actor is None:
        return None
    roles = ", ".join(sorted(role.replace("_", " ").replace("-", " ") for role in actor.roles))
    role = actor.job or roles
    return Reader(name=actor.name, role=role[:1].upper() + role[1:], agency=actor.agency_name)


@lru_cache(maxsize=200)
def _address(url_name: str, _prefix: str) -> str:
    """Worked out once for each place that Plait may stand under: every page shows some twenty of them."""
    return reverse(url_name)


def nav_for(request: HttpRequest, actor: Actor | None) -> list[NavItem]:
    """The pages this actor may open, in order, with the one they are on marked."""
    if actor is None:
        return []
    items = []
    counts: list[Later | int | None] = []
    for entry in SLOTS.nav:
        if not entry.lets_in(actor).allowed:
            continue
        href = _address(entry.url_name, get_script_prefix())
        here = request.path == href
        below = not here and href != "/" and request.path.startswith(href)
        counts.append(entry.count(request) if entry.count else None)
        items.append(
            NavItem(
                label=entry.label,
                href=href,
                current=here,
                within=below,
                count=None,
                about=entry.about,
                stays=entry.stays,
            )
        )
    # One page may stand below two of them (/feedback/ and /feedback/to-settle/): only the nearest is where the reader is.
    nearest = max((len(item.href) for item in items if item.current or item.within), default=0)
    return [
        replace(item, within=item.within and len(item.href) == nearest, count=count)
        for item, count in zip(items, numbers_of(counts), strict=True)
    ]
