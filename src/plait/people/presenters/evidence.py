"""Why two records may be of one person, in words and as a picture: what each comparison added, and what forbids it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from plait.matching.explain import Explanation, Part
from plait.matching.guards import Guard
from plait.matching.model import Lines, current

# From how many bits on which words are used. The numbers never stand on the screen.
_AMOUNTS = ((8.0, "very much"), (4.0, "much"), (1.5, "some"), (0.25, "a little"))
_GUARDED = {
    Guard.NUMBERS_DISAGREE: "Each has a number of their own: not this person.",
    Guard.FIRST_NAMES_UNLIKE: "Possible twin, sister or brother: same family, not this person.",
    Guard.ONLY_THE_HOUSEHOLD: "Only the home or the surname agrees: perhaps the family; nothing shows that it is this person.",
    Guard.DATES_DIFFER: "Possible parent and child, or relatives of one name: same family, not this person.",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the sum, in words: `name` is what was compared, `what` how it stood, `much` what it did."""

    name: str
    what: str
    much: str
    start: float
    end: float

    @property
    def weight(self) -> float:
        """What it added, in bits."""
        return self.end - self.start

    @property
    def sentence(self) -> str:
        """The row read aloud."""
        return f"{self.name}: {self.what}, {self.much}"


@dataclass(frozen=True, slots=True)
class Shown:
    """A sum ready for the page."""

    steps: tuple[Step, ...]
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]
    guard: str
    level: str
    sign: str
    colour: str
    picture: SafeString


def amount(weight: float) -> str:
    """How much that adds or takes away, in words."""
    for least, words in _AMOUNTS:
        if abs(weight) >= least:
            return f"adds {words}" if weight > 0 else f"takes away {words}"
    return "changes nothing"


def shown(explanation: Explanation, *, score: float) -> Shown:
    """The whole sum: each comparison once, with how common the name is; what was not known on both sides says nothing."""
    lines = current().lines
    steps = _steps(explanation.parts)
    told = [one for one in steps[1:] if one.much != "changes nothing" and one.name != "Together"]
    level, sign, colour = _level(explanation.guard, score, lines)
    return Shown(
        steps=steps,
        speaks_for=tuple(one.sentence for one in told if one.weight > 0),
        speaks_against=tuple(
            one.sentence for one in sorted(told, key=lambda one: one.weight) if one.weight < 0 and one.name != "Guard"
        ),
        guard=_GUARDED.get(explanation.guard, ""),
        level=level,
        sign=sign,
        colour=colour,
        picture=waterfall(steps, lines),
    )  # fmt: skip


def _level(guard: Guard, score: float, lines: Lines) -> tuple[str, str, str]:
    if guard:
        return "Same family, not this person", "person", "purple"
    if score >= lines.known:
        return "Very likely", "tick", "green"
    if score >= lines.possible:
        return "Possible", "question", "blue"
    return "Little speaks for it", "ring", "grey"


def _steps(parts: Sequence[Part]) -> tuple[Step, ...]:
    rows: list[tuple[str, str, float]] = []
    for part in parts:
        if part.kind == "prior":
            rows.append(("To begin with", "two people taken at random are hardly ever one", part.weight))
        elif part.kind == "guard":
            rows.append(("Guard", part.words.rstrip("."), part.weight))
        elif part.kind == "commonness" and rows:
            name, what, weight = rows[-1]
            how = "a rare one" if part.weight > 0 else "a common one"
            rows[-1] = (name, f"{what}, {how}", weight + part.weight)
        elif part.level:
            rows.append((part.subject[:1].upper() + part.subject[1:], part.words, part.weight))
    steps, at = [], 0.0
    for name, what, weight in rows:
        steps.append(Step(name, what, amount(weight), at, at + weight))
        at += weight
    return tuple(steps)


WIDE, ROW, TOP, FOOT, EDGE = 340.0, 38.0, 26.0, 8.0, 6.0


def waterfall(steps: Sequence[Step], lines: Lines) -> SafeString:
    """The sum as bars that begin where the last one ended, with the lines from which it is possible and very likely.

    Words stand above each bar, so that it can be read on a phone; a table beside it says the same (`people/sum.html`).
    """
    ends = [0.0, lines.known, *(one.end for one in steps), *(one.start for one in steps)]
    low, high = min(ends), max(ends)
    scale = (WIDE - 2 * EDGE) / ((high - low) or 1.0)

    def across(value: float) -> str:
        return f"{EDGE + (value - low) * scale:.1f}"

    height = TOP + ROW * len(steps) + FOOT
    room = (high - lines.known) * scale
    said = [
        (lines.possible, "possible", "3 3", "end"),
        (lines.known, "very likely", "6 2", "start" if room > 62 else "end"),
    ]
    if room <= 62 and (lines.known - lines.possible) * scale < 62:
        said[0] = (lines.possible, "", "3 3", "end")  # the two words would stand on each other
    marks = format_html_join(
        "",
        '<line x1="{x}" y1="18" x2="{x}" y2="{y}" stroke="#484d52" stroke-width="1" stroke-dasharray="{dash}"></line>'
        '<text x="{x}" y="12" font-size="11" fill="#484d52" text-anchor="{anchor}">{words}</text>',
        (
            {"x": across(value), "y": f"{height - 2:.0f}", "dash": dash, "words": words, "anchor": anchor}
            for value, words, dash, anchor in said
        ),
    )
    bars = format_html_join(
        "",
        '<text x="{x0}" y="{label}" font-size="13" fill="#0b0c0c">{words}</text>'
        '<rect x="{x}" y="{y}" width="{width}" height="14" fill="{fill}"{stroke}></rect>',
        (
            {
                "x0": f"{EDGE:.0f}",
                "label": f"{TOP + ROW * place + 12:.0f}",
                "words": f"{'+' if one.weight > 0 else '−' if one.weight < 0 else '='} {one.name}, {one.much}",
                "x": across(min(one.start, one.end)),
                "y": f"{TOP + ROW * place + 18:.0f}",
                "width": f"{max(2.0, abs(one.weight) * scale):.1f}",
                "fill": "#17474f" if one.weight > 0 else "#e4e8ea",
                "stroke": format_html(' stroke="{}" stroke-width="1.5"', "#17474f" if one.weight > 0 else "#a8200d"),
            }
            for place, one in enumerate(steps)
        ),
    )  # fmt: skip
    return format_html(
        '<svg class="plait-waterfall" viewBox="0 0 {} {}" aria-hidden="true" focusable="false" '
        'font-family="Arial, Helvetica, sans-serif">{}{}</svg>',
        f"{WIDE:.0f}", f"{height:.0f}", marks, bars,
    )  # fmt: skip
