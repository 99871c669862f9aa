"""The reference pages that the code writes about itself: lives, events, roles, addresses. CI refuses stale ones."""

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.module_loading import module_has_submodule

from plait.agencies.roles import ROLES
from plait.base.announce import Event, listeners
from plait.base.prompts import life as prompts
from plait.escalation.life import LIVES as DISAGREEMENTS
from plait.handover.life import HANDOVER, LEG
from plait.referrals.life import LIVES, Life, Move
from plait.sharing import life as agreements
from plait.site.environment import ROOT
from plait.site.third_party import door_of
from plait.stepdown.life import STEPDOWN
from plait.thresholds import life as moderation

FOLDER = ROOT / "docs" / "reference"
WRITTEN = "<!-- Written by `plait docs` from the code. Change the code, not this page. -->\n\n"

_AGREEMENT = Life(
    name="agreement between agencies",
    first="draft",
    moves=tuple(Move(verb, start, end) for (verb, start), end in agreements.MOVES.items()),
    owners=agreements.OWNERS,
)
_MODERATION = Life(
    name="moderation session",
    first="draft",
    moves=tuple(Move(verb, start, end) for (verb, start), end in moderation.MOVES.items()),
    owners=moderation.OWNERS,
)


_PROMPT = Life(
    name="question to a person",
    first="asked",
    moves=tuple(Move(verb, start, end) for (verb, start), end in prompts.MOVES.items()),
    owners=prompts.OWNERS,
)


def lives() -> str:
    """State diagrams of everything that has a life, with who owns it in each state."""
    return "# Lives\n\n" + "\n".join(
        _life(life)
        for life in (*LIVES, *DISAGREEMENTS, STEPDOWN, HANDOVER, LEG, _AGREEMENT, _MODERATION, _PROMPT)
    )


def _life(life: Life) -> str:
    moves = "\n".join(f"    {move.start} --> {move.end}: {move.verb}" for move in life.moves)
    owners = "\n".join(f"| {state.replace('_', ' ')} | {life.owners[state]} |" for state in life.states())
    return (
        f"## A {life.name}\n\n```mermaid\nstateDiagram-v2\n    [*] --> {life.first}\n{moves}\n```\n\n"
        f"| while it is | it is owned by |\n| --- | --- |\n{owners}\n"
    )


def events() -> str:
    """Every event with its sentence and who follows it."""
    for app in apps.get_app_configs():
        if app.name.startswith("plait.") and module_has_submodule(app.module, "events"):
            import_module(f"{app.name}.events")  # an event that nobody follows yet is imported by nobody else
    following = listeners()
    rows = []
    for event in sorted(_below(Event), key=lambda one: (one.__module__, one.__name__)):
        who = ", ".join(
            f"`{handler.__module__.removeprefix('plait.')}.{handler.__name__}`"
            for handler in following.get(event, [])
            if handler.__module__.startswith("plait.")
        )
        rows.append(f"| `{event.__name__}` | {_first_line(event)} | {who or 'nobody yet'} |")
    head = (
        "# Events\n\nWhat the apps announce, and who follows in the same transaction (`site/wiring.py`).\n\n"
    )
    return (
        head + "| event | what has happened | followed by |\n| --- | --- | --- |\n" + "\n".join(rows) + "\n"
    )


def roles() -> str:
    """Roles as prose."""
    head = "# Roles\n\nA role opens no child’s record by itself: an involvement does.\n\n"
    return head + "\n".join(
        f"## {role.label}\n\n`{role.code}`. {role.prose}\n\n"
        f"May: {', '.join(f'`{one}`' for one in sorted(role.may))}.\n"
        for role in ROLES.values()
    )


def addresses() -> str:
    """Every address with its door."""
    rows = []
    for address, view in sorted(_addresses(get_resolver()), key=lambda pair: pair[0]):
        the_door = door_of(view)
        assert the_door is not None, address
        recorded = "nothing: open to all" if the_door.open_to_all else f"`{the_door.act}`"
        rows.append(f"| `/{address}` | {', '.join(the_door.methods)} | {the_door.sentence} | {recorded} |")
    head = "# Addresses and their doors\n\nAn address without a door is not reachable.\n\n"
    return (
        head
        + "| address | takes | who may come in | recorded as |\n| --- | --- | --- | --- |\n"
        + "\n".join(rows)
        + "\n"
    )


def _addresses(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    for part in resolver.url_patterns:
        if isinstance(part, URLResolver):
            yield from _addresses(part, before + str(part.pattern))
        elif isinstance(part, URLPattern):
            yield before + str(part.pattern).replace("|", "\\|"), part.callback


def _below(parent: type[Event]) -> list[type[Event]]:
    ours = [child for child in parent.__subclasses__() if child.__module__.startswith("plait.")]
    # A dataclass with slots is made twice; the one that its module holds is the one that is announced.
    held = [
        child for child in ours if getattr(import_module(child.__module__), child.__name__, None) is child
    ]
    return [event for child in held for event in (child, *_below(child))]


def _first_line(thing: type) -> str:
    return (thing.__doc__ or "").strip().splitlines()[0]


PAGES: dict[str, Callable[[], str]] = {
    "lives.md": lives,
    "events.md": events,
    "roles.md": roles,
    "addresses.md": addresses,
}


def write() -> list[Path]:
    """Write every page; returns their paths."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (FOLDER / name).write_text(WRITTEN + page(), encoding="utf-8")
    return [FOLDER / name for name in PAGES]


def stale() -> list[Path]:
    """Pages that do not say what the code says, or are missing."""
    return [
        FOLDER / name
        for name, page in PAGES.items()
        if not (FOLDER / name).exists() or (FOLDER / name).read_text(encoding="utf-8") != WRITTEN + page()
    ]
