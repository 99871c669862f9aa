"""What the ticked indicators point to, and what an agency's view of the level must say. Pure. Nobody is scored."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from plait.base.access.verdict import Verdict, no, yes


@dataclass(frozen=True, slots=True)
class Framework:
    """The area's levels by number, and the level that each indicator speaks for. From the pack in force."""

    levels: Mapping[int, str]
    indicators: Mapping[str, int]


def points_to(framework: Framework, ticked: Iterable[str]) -> tuple[int, ...]:
    """The levels that the ticked indicators speak for, highest first, each once.

    Not a score: ten indicators of level 2 point to level 2, not to level 3. Unknown codes point nowhere.
    """
    return tuple(
        sorted({framework.indicators[code] for code in ticked if code in framework.indicators}, reverse=True)
    )


def may_record_view(
    *, framework: Framework, level: int, indicators: Collection[str], because: str
) -> Verdict:
    """The level exists, the indicators belong to the area's framework, and a view that differs from the highest level
    they point to says why. A person decides; the indicators never do."""
    if level not in framework.levels:
        return no(
            "no-such-level",
            say="That is not a level of this area.",
            next_step="Choose one of the levels shown",
        )
    strange = [code for code in indicators if code not in framework.indicators]
    if strange:
        return no(
            "no-such-indicator",
            say="One of the indicators does not belong to this area’s levels any more.",
            next_step="Look through the indicators again and tick those that fit",
        )
    pointed = points_to(framework, indicators)
    if pointed and level != pointed[0] and not because.strip():
        return no(
            "differs-without-reason",
            say=f"What you ticked points to level {pointed[0]}, and you chose level {level}. You may differ: say why.",
            next_step="Say why you see it differently",
        )
    return yes("as-the-indicators-point" if not pointed or level == pointed[0] else "differs-with-reason")


def agree(levels: Iterable[int]) -> bool:
    """Do all agencies that gave a view see the same level?"""
    return len(set(levels)) <= 1
