"""The figures as a file for a spreadsheet: the same figures, left out where the page leaves them out."""

import csv
from collections.abc import Iterator
from io import StringIO

from plait.insights.presenters.page import Part, Section
from plait.insights.rules.periods import Period

NOT_TOLD = "not told"


def figures_file(sections: list[Section], period: Period) -> str:
    """One line for each figure: which measure, months, line and column, and the figure or that it is not told."""
    out = StringIO()
    write = csv.writer(out, lineterminator="\r\n").writerow
    write(["measure", "months", "table", "line", "column", "figure"])
    for section in sections:
        for part in section.parts:
            for label, column, figure in _figures(part):
                named = (section.measure.name, period.label, part.caption, label, column, figure)
                write([_plain(text) for text in named])
    return out.getvalue()


def _figures(part: Part) -> Iterator[tuple[str, str, str]]:
    for row in part.rows:
        for column, cell in row.under:
            yield row.label, column, NOT_TOLD if cell is None else cell
    yield from ((label, "All", NOT_TOLD) for label in part.few)
    yield from ((label, "All", "0") for label in part.nothing)


def _plain(text: str) -> str:
    """A spreadsheet reads what begins so as a formula; an agency's name must not be one."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text
