"""Indicators found by the words of a worried person."""

from dataclasses import dataclass

from plait.base.packs import Pack
from plait.base.packs.said import find
from plait.thresholds.queries.shown import ages_of


@dataclass(frozen=True, slots=True)
class FoundIndicator:
    """One indicator of the area, the level that it speaks for, and the words of the person that found it."""

    text: str
    level: int
    label: str
    domain: str
    ages: str
    front_door: str
    by: tuple[str, ...]


def indicators_for(said: str, *, age: str, pack: Pack) -> list[FoundIndicator]:
    """What of the area's indicators holds these words, or words that mean the same; `age` is a band's code, or empty.

    Those that most words find come first, of these the highest level. It finds texts; it says nothing of any child.
    """
    levels = {level.n: level for level in pack.levels}
    domains = {one.code: one.label for one in pack.level_scheme.domains}
    meant = sorted(
        (one for one in pack.indicators() if not age or age in one.ages), key=lambda one: -one.level
    )
    found = []
    for fit in find(said, [one.text for one in meant], pack.synonyms):
        one = meant[fit.place]
        level = levels[one.level]
        found.append(
            FoundIndicator(
                text=one.text,
                level=one.level,
                label=level.label,
                domain=domains.get(one.domain, one.domain),
                ages=ages_of(one, pack),
                front_door=level.front_door,
                by=fit.by,
            )
        )
    return found
