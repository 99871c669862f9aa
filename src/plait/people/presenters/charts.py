"""Pictures drawn as inline SVG, without script or style: lives over time, who belongs with whom. Each has a table beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import cos, pi, sin

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDE, ROW, TOP = 340.0, 42.0, 10.0
DEEP, WASH = "#17474f", "#e4e8ea"
SHORTEST = 30  # days; a shorter life here is no picture, and the table says it
_OPEN = format_html(
    '<svg class="plait-chart" viewBox="0 0 {} {{}}" aria-hidden="true" focusable="false" '
    'font-family="Arial, Helvetica, sans-serif">',
    f"{WIDE:.0f}",
)


@dataclass(frozen=True, slots=True)
class Span:
    """One bar: a name or an address, from a day until a day (None: until now), as somebody said."""

    label: str
    start: date
    end: date | None
    name: bool


def over_time(spans: Sequence[Span], *, today: date) -> SafeString:
    """Names and addresses as bars under each other, years below; words above each bar, so that a phone shows them."""
    first = min((one.start for one in spans), default=today)
    length = (today - first).days
    if length < SHORTEST:
        return SafeString("")

    def across(day: date) -> float:
        return 4 + (WIDE - 8) * min(1.0, max(0.0, (day - first).days / length))

    bars = format_html_join(
        "",
        '<text x="{x}" y="{text}" font-size="13" fill="#0b0c0c" text-anchor="{anchor}">{words}</text>'
        '<rect x="{left}" y="{top}" width="{width}" height="12" rx="2" fill="{fill}" stroke="#17474f"></rect>',
        (
            {
                "x": f"{across(one.start):.1f}" if across(one.start) < WIDE / 2 else f"{WIDE - 4:.0f}",
                "anchor": "start" if across(one.start) < WIDE / 2 else "end",
                "text": f"{TOP + ROW * place + 12:.0f}",
                "words": one.label if len(one.label) < 46 else f"{one.label[:44]}…",
                "left": f"{across(one.start):.1f}",
                "top": f"{TOP + ROW * place + 18:.0f}",
                "width": f"{max(3.0, across(one.end or today) - across(one.start)):.1f}",
                "fill": DEEP if one.name else WASH,
            }
            for place, one in enumerate(spans)
        ),
    )
    foot = TOP + ROW * len(spans) + 6
    years = [date(year, 1, 1) for year in range(first.year, today.year + 1) if date(year, 1, 1) >= first]
    every = max(1, len(years) // 5)
    ticks = format_html_join(
        "",
        '<line x1="{0}" y1="{1}" x2="{0}" y2="{2}" stroke="#484d52"></line>'
        '<text x="{0}" y="{3}" font-size="11" fill="#484d52" text-anchor="middle">{4}</text>',
        (
            (f"{across(day):.1f}", f"{foot:.0f}", f"{foot + 5:.0f}", f"{foot + 18:.0f}", day.year)
            for day in years[::every]
            if 16 < across(day) < WIDE - 16
        ),
    )
    line = format_html(
        '<line x1="4" y1="{0}" x2="{1}" y2="{0}" stroke="#484d52"></line>', f"{foot:.0f}", f"{WIDE - 4:.0f}"
    )
    return format_html("{}{}{}{}</svg>", format_html(_OPEN, f"{foot + 24:.0f}"), bars, line, ticks)


@dataclass(frozen=True, slots=True)
class Kin:
    """Somebody round the person in the middle; `together` says that they are said to live with each other."""

    name: str
    words: str
    together: bool


def household(name: str, kin: Sequence[Kin]) -> SafeString:
    """The person in the middle and those who belong to them around; a full line lives with them, a broken one does not (or nobody
    knows)."""
    if not kin:
        return SafeString("")
    most = kin[:8]
    middle_x, middle_y = WIDE / 2, 135.0
    places = [
        (
            middle_x + 108 * sin(2 * pi * place / len(most)),
            middle_y - 108 * cos(2 * pi * place / len(most)),
        )
        for place in range(len(most))
    ]
    high = max(middle_y + 30, *(y + 32 for _, y in places))  # no empty half where there are few
    lines = format_html_join(
        "",
        '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="#17474f" stroke-width="2"{}></line>',
        (
            (
                f"{middle_x:.0f}", f"{middle_y:.0f}", f"{x:.0f}", f"{y:.0f}",
                SafeString("") if one.together else SafeString(' stroke-dasharray="4 4"'),
            )
            for one, (x, y) in zip(most, places, strict=True)
        ),
    )  # fmt: skip
    round_them = format_html_join(
        "",
        '<rect x="{x}" y="{y}" width="104" height="40" rx="4" fill="#ffffff" stroke="#17474f"></rect>'
        '<text x="{mid}" y="{name_y}" font-size="12" font-weight="700" fill="#0b0c0c" text-anchor="middle">{name}</text>'
        '<text x="{mid}" y="{what_y}" font-size="11" fill="#484d52" text-anchor="middle">{what}</text>',
        (
            {
                "x": f"{x - 52:.0f}", "y": f"{y - 20:.0f}", "mid": f"{x:.0f}", "name_y": f"{y - 3:.0f}",
                "what_y": f"{y + 12:.0f}", "name": _short(one.name, 16), "what": _short(one.words, 18),
            }
            for one, (x, y) in zip(most, places, strict=True)
        ),
    )  # fmt: skip
    centre = format_html(
        '<rect x="{}" y="{}" width="120" height="36" rx="4" fill="#17474f"></rect>'
        '<text x="{}" y="{}" font-size="13" font-weight="700" fill="#ffffff" text-anchor="middle">{}</text>',
        f"{middle_x - 60:.0f}", f"{middle_y - 18:.0f}", f"{middle_x:.0f}", f"{middle_y + 5:.0f}", _short(name, 17),
    )  # fmt: skip
    return format_html("{}{}{}{}</svg>", format_html(_OPEN, f"{high:.0f}"), lines, round_them, centre)


def _short(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1]}…"
