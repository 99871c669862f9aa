"""Agencies' views of the level, side by side, and the area's levels with what speaks for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from plait.base.packs import Pack
from plait.thresholds.models import LevelView
from plait.thresholds.rules import agree


@dataclass(frozen=True, slots=True)
class ShownView:
    """One agency's view, in the words of the level and of each indicator it ticked."""

    agency_id: str
    agency: str
    level: int
    label: str
    ticked: tuple[str, ...]
    because: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Every agency's view. `differ` when they do not all see the same level."""

    views: tuple[ShownView, ...]
    differ: bool
    spread: str


def side_by_side(views: Sequence[LevelView], pack: Pack) -> SideBySide:
    """The views that stand, highest level first. An indicator that left the framework since is shown by its code."""
    texts = {one.code: one.text for one in pack.indicators()}
    labels = {level.n: level.label for level in pack.levels}
    shown = tuple(
        ShownView(
            agency_id=view.agency_id,
            agency=view.agency_name,
            level=view.level,
            label=labels.get(view.level, ""),
            ticked=tuple(texts.get(code, code) for code in view.indicators),
            because=view.because,
            by=view.by_name,
            at=view.at,
        )
        for view in sorted(views, key=lambda one: (-one.level, one.agency_name))
    )
    seen = sorted({one.level for one in shown})
    spread = f"from level {seen[0]} to level {seen[-1]}" if len(seen) > 1 else ""
    return SideBySide(shown, differ=not agree(one.level for one in shown), spread=spread)


@dataclass(frozen=True, slots=True)
class ShownDomain:
    """A side of a child's life, with the indicators of one level."""

    label: str
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownLevel:
    """One level of the area's framework."""

    n: int
    label: str
    means: str
    front_door: str
    agreement_needed: bool
    domains: tuple[ShownDomain, ...]


def framework(pack: Pack) -> list[ShownLevel]:
    """The area's levels, lowest first, each with its indicators by domain."""
    domains = {one.code: one.label for one in pack.level_scheme.domains}
    shown = []
    for level in pack.levels:
        groups: dict[str, list[str]] = {code: [] for code in domains}
        for one in pack.indicators(level.n):
            groups.setdefault(one.domain, []).append(one.text)
        shown.append(
            ShownLevel(
                n=level.n,
                label=level.label,
                means=level.means,
                front_door=level.front_door,
                agreement_needed=level.agreement_needed,
                domains=tuple(
                    ShownDomain(domains.get(code, code), tuple(texts))
                    for code, texts in groups.items()
                    if texts
                ),
            )
        )
    return shown
