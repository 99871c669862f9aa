"""Why two records may be of one person, drawn: the sum as a picture, and as a table that says the same.

Picture and table are made here and not in a template: a page of ten candidates has some eighty bars and rows, and a template
took a tenth of the whole answer for them.
"""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from plait.matching.model import current
from plait.people.rules.evidence import Shown

register = template.Library()

WIDE, ROW, TOP, FOOT, EDGE = 340.0, 38.0, 26.0, 8.0, 6.0
NARROW = 62.0  # two words need as much room beside each other
ADDS, TAKES = ("#17474f", "#17474f"), ("#ffffff", "#a8200d")  # a bar's inside and its edge


@register.simple_tag
def sum_rows(said: Shown) -> SafeString:
    """The rows of the table: what was compared, how it stands, what it does."""
    return format_html_join(
        "",
        '<tr class="govuk-table__row"><th scope="row" class="govuk-table__header">{}</th>'
        '<td class="govuk-table__cell">{}</td><td class="govuk-table__cell">{}</td></tr>',
        ((one.name, one.what, one.much) for one in said.steps),
    )


@register.simple_tag
def waterfall(said: Shown) -> SafeString:
    """The sum as bars that begin where the last one ended, with a line across from which the answer has another word. Words stand
    above each bar, so that it can be read on a phone."""
    steps, lines = said.steps, current().lines
    ends = [0.0, lines.known, *(one.end for one in steps), *(one.start for one in steps)]
    low, high = min(ends), max(ends)
    scale = (WIDE - 2 * EDGE) / ((high - low) or 1.0)

    def across(value: float) -> str:
        return f"{EDGE + (value - low) * scale:.1f}"

    height = TOP + ROW * len(steps) + FOOT
    room = (high - lines.known) * scale
    crowded = room <= NARROW and (lines.known - lines.possible) * scale < NARROW
    marks = format_html_join(
        "",
        '<line x1="{0}" y1="18" x2="{0}" y2="{1}" stroke="#484d52" stroke-dasharray="3 3"></line>'
        '<text x="{0}" y="12" font-size="11" fill="#484d52" text-anchor="{2}">{3}</text>',
        (
            (across(lines.possible), f"{height - 2:.0f}", "end", "" if crowded else "possible"),
            (across(lines.known), f"{height - 2:.0f}", "start" if room > NARROW else "end", "very likely"),
        ),
    )
    bars = format_html_join(
        "",
        '<text x="6" y="{}" font-size="13" fill="#0b0c0c">{} {}, {}</text><rect x="{}" y="{}" width="{}" height="14" '
        'fill="{}" stroke="{}" stroke-width="1.5"></rect>',
        (
            (
                f"{TOP + ROW * place + 12:.0f}",
                "+" if one.weight > 0 else "−" if one.weight < 0 else "=",
                one.name,
                one.much,
                across(min(one.start, one.end)),
                f"{TOP + ROW * place + 18:.0f}",
                f"{max(2.0, abs(one.weight) * scale):.1f}",
                *(ADDS if one.weight > 0 else TAKES),
            )
            for place, one in enumerate(steps)
        ),
    )
    return format_html(
        '<svg class="plait-waterfall" viewBox="0 0 340 {}" aria-hidden="true" focusable="false" '
        'font-family="Arial, Helvetica, sans-serif">{}{}</svg>',
        f"{height:.0f}", marks, bars,
    )  # fmt: skip
