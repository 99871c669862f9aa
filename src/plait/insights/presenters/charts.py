"""Charts as SVG, drawn here: no script, a title and a description that say what is seen, and every bar with its figure in
words. A chart never draws what its table does not tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, LINE, BAR = 360, 46, 14
ROOM = 68  # for the figure beside a bar
LEAST, MOST = 0.25, 4.0  # a ratio beyond these is drawn at the edge; its words say what it is


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it is, how long (0 to 1), the figure in words, and how it is drawn: solid, or striped for comparison."""

    label: str
    length: float
    words: str
    striped: bool = False


@dataclass(frozen=True, slots=True)
class Whisker:
    """One ratio with its interval."""

    label: str
    ratio: float
    low: float
    high: float

    @property
    def words(self) -> str:
        """As people read it."""
        return f"{self.ratio:g} ({self.low:g} to {self.high:g})"


def bars(ident: str, title: str, rows: Sequence[Bar], *, room: int = ROOM) -> SafeString | None:
    """Horizontal bars, each under its name, with `room` for the figure beside it. None where there is nothing to draw."""
    if not rows:
        return None
    wide = WIDTH - room
    inside = format_html_join(
        "",
        '<text class="chart__label" x="0" y="{}">{}</text><rect class="chart__ground" x="0" y="{}" width="{}" height="{}"/>'
        '<rect {} x="0" y="{}" width="{}" height="{}"/><text class="chart__figure" x="{}" y="{}">{}</text>',
        (
            (
                top + 16, _short(row.label), top + 23, wide, BAR, _filled(ident, row),
                top + 23, round(wide * min(1.0, max(0.0, row.length))), BAR, wide + 8, top + 35, row.words,
            )
            for top, row in ((at * LINE, row) for at, row in enumerate(rows))
        ),
    )  # fmt: skip
    return _svg(
        ident, title, "; ".join(f"{row.label}: {row.words}" for row in rows), len(rows) * LINE, inside
    )


def whiskers(ident: str, title: str, rows: Sequence[Whisker]) -> SafeString | None:
    """Ratios beside a line at 1, each with its interval, on a scale where twice and half are as far away."""
    if not rows:
        return None
    height = len(rows) * LINE + 24
    inside = format_html(
        '<line class="chart__one" x1="{0}" x2="{0}" y1="0" y2="{1}"/><text class="chart__figure" x="{0}" y="{2}" '
        'text-anchor="middle">1, as often</text>',
        _place(1), height - 20, height - 4,
    ) + format_html_join(
        "",
        '<text class="chart__label" x="0" y="{}">{}: {}</text><line class="chart__range" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<circle class="chart__dot" cx="{}" cy="{}" r="6"/>',
        (
            (
                top + 16, _short(row.label, 24), row.words, _place(row.low), _place(row.high), top + 30, top + 30,
                _place(row.ratio), top + 30,
            )
            for top, row in ((at * LINE, row) for at, row in enumerate(rows))
        ),
    )  # fmt: skip
    return _svg(ident, title, "; ".join(f"{row.label}: {row.words}" for row in rows), height, inside)


def _filled(ident: str, row: Bar) -> SafeString:
    if row.striped:
        return format_html('class="chart__striped" fill="url(#{}-stripes)"', ident)
    return format_html('class="{}"', "chart__bar")


def _place(ratio: float) -> int:
    inside = min(MOST, max(LEAST, ratio))
    return round(8 + (WIDTH - 16) * log(inside / LEAST) / log(MOST / LEAST))


def _short(label: str, most: int = 44) -> str:
    return label if len(label) <= most else f"{label[: most - 1]}…"


def _svg(ident: str, title: str, description: str, height: int, inside: SafeString) -> SafeString:
    return format_html(
        '<svg class="chart" role="img" aria-labelledby="{0}-title {0}-desc" viewBox="0 0 {1} {2}" width="{1}" height="{2}">'
        '<title id="{0}-title">{3}</title><desc id="{0}-desc">{4}</desc><defs><pattern id="{0}-stripes" width="6" height="6" '
        'patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="3" height="6" class="chart__stripe"/></pattern>'
        "</defs>{5}</svg>",
        ident, WIDTH, height, title, description, inside,
    )  # fmt: skip
