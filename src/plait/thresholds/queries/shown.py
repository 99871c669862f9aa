"""Agencies' views of the level, side by side, and the area's levels with what speaks for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from plait.base.packs import Pack
from plait.base.packs.schema.levels import Indicator, Level
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
class Parted:
    """One indicator that some agencies ticked and others did not."""

    text: str
    level: int
    by: tuple[str, ...]
    not_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Every agency's view. `differ` when they do not all see the same level; `parted` is what only some of them saw."""

    views: tuple[ShownView, ...]
    differ: bool
    spread: str
    parted: tuple[Parted, ...] = ()


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
    parted = parting(pack, ticked={one.agency_name: one.indicators for one in views})
    return SideBySide(shown, differ=not agree(one.level for one in shown), spread=spread, parted=parted)


def parting(pack: Pack, *, ticked: Mapping[str, Sequence[str]]) -> tuple[Parted, ...]:
    """The indicators that one agency ticked and another did not, highest level first. Of one agency alone: none."""
    return tuple(
        Parted(
            text=one.text,
            level=one.level,
            by=tuple(sorted(name for name, codes in ticked.items() if one.code in codes)),
            not_by=tuple(sorted(name for name, codes in ticked.items() if one.code not in codes)),
        )
        for one in sorted(pack.indicators(), key=lambda one: -one.level)
        if 0 < sum(one.code in codes for codes in ticked.values()) < len(ticked)
    )


@dataclass(frozen=True, slots=True)
class ShownIndicator:
    """One indicator, with the ages it is meant for; no ages where it is meant for all."""

    text: str
    ages: str


@dataclass(frozen=True, slots=True)
class ShownDomain:
    """A side of a child's life, with the indicators of one level."""

    label: str
    indicators: tuple[ShownIndicator, ...]


@dataclass(frozen=True, slots=True)
class ShownLevel:
    """One level of the area's framework."""

    n: int
    label: str
    means: str
    front_door: str
    agreement_needed: bool
    law: str
    domains: tuple[ShownDomain, ...]


def framework(pack: Pack) -> list[ShownLevel]:
    """The area's levels, lowest first, each with its indicators by domain."""
    domains = {one.code: one.label for one in pack.level_scheme.domains}
    shown = []
    for level in pack.levels:
        groups: dict[str, list[ShownIndicator]] = {code: [] for code in domains}
        for one in pack.indicators(level.n):
            groups.setdefault(one.domain, []).append(ShownIndicator(one.text, ages_of(one, pack)))
        shown.append(
            ShownLevel(
                n=level.n,
                label=level.label,
                means=level.means,
                front_door=level.front_door,
                agreement_needed=level.agreement_needed,
                law=law_of(level, pack),
                domains=tuple(
                    ShownDomain(domains.get(code, code), tuple(texts))
                    for code, texts in groups.items()
                    if texts
                ),
            )
        )
    return shown


def ages_of(indicator: Indicator, pack: Pack) -> str:
    """The ages that an indicator is meant for, in words; empty where it is meant for every age from birth."""
    bands = [band for band in pack.level_scheme.age_bands if band.code in indicator.ages]
    born = {band.code for band in pack.level_scheme.age_bands if band.from_months >= 0}
    if born <= set(indicator.ages):
        return ""
    return ", ".join(band.label[0].lower() + band.label[1:] for band in bands)


def law_of(level: Level, pack: Pack) -> str:
    """The law on which help at this level stands, by its name; empty where it needs none."""
    if level.statutory_basis == "none":
        return ""
    gateway = pack.gateway(level.statutory_basis)
    return f"{gateway.title} ({gateway.statute})"
