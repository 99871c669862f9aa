"""The page: each measure with its sentence, its chart and its table, its lines that tell nothing put together in a sentence."""

from dataclasses import dataclass, field, replace

from django.utils.safestring import SafeString

from plait.base.audit.actor import Actor
from plait.insights.access import BEHIND, may_look_behind
from plait.insights.presenters.charts import Bar, Whisker, bars, whiskers
from plait.insights.queries import Report
from plait.insights.rules import measures
from plait.insights.rules.comparing import Characteristic, Group, Ratio, Within
from plait.insights.rules.measures import Measure
from plait.insights.rules.tables import Line, Table

NOT_TOLD = None
ROOM_FOR_A_TIME = 120  # in a chart, for “under an hour”


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table on the page: its cells as they are shown, None where a figure is not told."""

    label: str
    cells: tuple[str | None, ...]
    total: bool = False
    heads: tuple[str, ...] = ()

    @property
    def under(self) -> list[tuple[str, str | None]]:
        """Each cell with its column, for a phone, where a line is a card."""
        return list(zip(self.heads, self.cells, strict=True))


@dataclass(slots=True)
class Part:
    """One table, with its chart and what is said of the lines that are not in it."""

    head: str
    columns: tuple[str, ...]
    rows: list[Row]
    caption: str
    chart: SafeString | None = None
    nothing: list[str] = field(default_factory=list)  # lines where nothing was counted
    few: list[str] = field(default_factory=list)  # lines of which nothing can be told
    note: str = ""

    def __post_init__(self) -> None:
        self.rows = [replace(row, heads=self.columns) for row in self.rows]


@dataclass(slots=True)
class Section:
    """One measure on the page."""

    measure: Measure
    parts: list[Part]
    behind: bool


def sections(report: Report, *, by: Actor) -> list[Section]:
    """Every measure that this reader is told, in its order."""
    opens = bool(may_look_behind(by))
    made = {code: [table_part(table)] for code, table in report.tables.items()}
    made[measures.ACTED.id] = [_times(report)]
    made[measures.HEARD.id] = [_heard(report)]
    made[measures.RIGHT_TO_ASK.id] = [_right(report)]
    if report.characteristics:
        made[measures.GROUPS.id] = [part for one in report.characteristics for part in _group_parts(one)]
    return [
        Section(one, made[one.id], opens and one.id in BEHIND) for one in measures.MEASURES if one.id in made
    ]


def heads(measure: Measure) -> tuple[str, ...]:
    """The columns of a measure’s table: its own, all, and the share where it has one."""
    return (*(column.label for column in measure.columns), "All", *(("In 100",) if measure.good else ()))


def table_part(table: Table) -> Part:
    """A table of counts. Lines of noughts, and lines that tell nothing, are named in a sentence each."""
    measure = table.measure
    shown = [one for one in table.lines if not one.noughts and not one.nothing]
    rows = [_row(measure, one) for one in shown]
    if table.total is not None and not table.total.noughts and not table.total.nothing:
        rows.append(_row(measure, table.total, total=True))
    drawn = [one for one in (*shown, *([table.total] if table.total else [])) if one.share is not None]
    return Part(
        measure.by, heads(measure), rows, measure.name,
        bars(f"chart-{measure.id}", f"{measure.name}: of each hundred", [_bar(one) for one in drawn]),
        [one.label for one in table.lines if one.noughts],
        [one.label for one in table.lines if one.nothing],
        note=measure.undrawn,
    )  # fmt: skip


def _bar(line: Line) -> Bar:
    share = line.share or 0
    return Bar(line.label, share / 100, f"{share} in 100")


def _row(measure: Measure, line: Line, *, total: bool = False) -> Row:
    cells = [NOT_TOLD if one is None else f"{one:,}" for one in line.cells]
    if measure.good:
        cells.append(NOT_TOLD if line.share is None else str(line.share))
    return Row(line.label, tuple(cells), total)


def _times(report: Report) -> Part:
    told = [one for one in report.times if one.median is not None and one.ninety is not None]
    longest = max([one.ninety.hours for one in told if one.ninety], default=0) or 1
    drawn = [
        bar
        for one in told
        for bar in (
            _time(f"{one.label}: half", one.median, longest),
            _time(f"{one.label}: nine in ten", one.ninety, longest, striped=True),
        )
    ]
    return Part(
        measures.ACTED.by, ("Half within", "Nine in ten within"),
        [Row(one.label, (str(one.median), str(one.ninety)), not one.key) for one in told], measures.ACTED.name,
        bars("chart-acted", "Within what time somebody acted, beside the longest of them", drawn, room=ROOM_FOR_A_TIME),
        few=[one.label for one in report.times if one.median is None and one.key],
    )  # fmt: skip


def _time(label: str, took: Within | None, longest: int, *, striped: bool = False) -> Bar:
    return Bar(label, (took.hours if took else 0) / longest, str(took), striped)


def _heard(report: Report) -> Part:
    told = [one for one in report.heard if one.after is not None and one.before is not None]
    drawn = [
        bar
        for one in told
        for bar in (
            Bar(f"{one.label}, had not heard", (one.before or 0) / 100, f"{one.before} in 100", striped=True),
            Bar(f"{one.label}, had heard", (one.after or 0) / 100, f"{one.after} in 100"),
        )
    ]
    return Part(
        measures.HEARD.by, ("Had not heard, in 100", "Had heard, in 100"),
        [Row(one.label, (str(one.before), str(one.after))) for one in told], measures.HEARD.name,
        bars("chart-heard", "Answered in time, where the agency had heard what came of it and where it had not", drawn),
        few=[one.label for one in report.heard if one.after is None],
    )  # fmt: skip


def _right(report: Report) -> Part:
    told = [one for one in report.right_to_ask if one[2].low]
    return Part(
        measures.RIGHT_TO_ASK.by, ("It was right to ask",), [Row(label, (str(span),)) for _, label, span in told],
        measures.RIGHT_TO_ASK.name, few=[one[1] for one in report.right_to_ask if not one[2].low],
        note=measures.RIGHT_TO_ASK.undrawn,
    )  # fmt: skip


def _group_parts(one: Characteristic) -> list[Part]:
    """Who got which answer; and, where it can be told, how often beside the largest group. A group of which nothing is known but
    that it is small is named in a sentence."""
    columns, name = tuple(column.label for column in measures.GROUPS.columns), one.name.lower()
    drawn = [
        Whisker(f"{group.label}, {what}", found.ratio, found.low, found.high)
        for what, of in (("protection", "protection"), ("no more", "no_more"))
        for group in one.groups
        if (found := getattr(group, of)) is not None
    ]
    answers = Part(
        one.name, ("Children", *columns), [_group(group) for group in one.groups if group.children.low], f"By {name}",
        few=[group.label for group in one.groups if not group.children.low],
        note="" if drawn else "No ratio can be told: one of the two groups had fewer than five.",
    )  # fmt: skip
    if not drawn:
        return [answers]
    beside = [_beside(group) for group in one.groups if group.protection or group.no_more]
    title = f"By {name}: how often, beside the largest group"
    heads = ("Protection", "No more than advice")
    return [answers, Part(one.name, heads, beside, title, whiskers(f"chart-{one.code}", title, drawn))]


def _group(group: Group) -> Row:
    label = f"{group.label} (the largest group)" if group.largest else group.label
    return Row(label, (str(group.children), *(str(span) for span in group.outcomes)))


def _beside(group: Group) -> Row:
    return Row(group.label, tuple(_ratio(found) for found in (group.protection, group.no_more)))


def _ratio(found: Ratio | None) -> str | None:
    if found is None:
        return NOT_TOLD
    chance = ", may be chance" if found.may_be_chance else ""
    return f"{found.ratio:g} ({found.low:g} to {found.high:g}{chance})"
