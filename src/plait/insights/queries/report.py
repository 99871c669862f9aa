"""The whole report, for one reader: the one question that the page, the file and the benchmark ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from plait.agencies.roles import may
from plait.base.audit.actor import Actor
from plait.base.packs import current
from plait.insights.queries import afterwards, spine
from plait.insights.queries.counting import NO_AGENCY, agencies, counted
from plait.insights.rules.comparing import TIMES_FROM, Characteristic, Heard, Times, Within, shares, within
from plait.insights.rules.measures import ANSWERS, CHALLENGES, DECISION, FEEDBACK, OF_USE
from plait.insights.rules.periods import Period
from plait.insights.rules.tables import Line, Span, Table, in_fives, told

AREA = "insights:area"


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that this reader may be told of these months. `wide`: the whole area; else their own agency alone."""

    period: Period
    wide: bool
    tables: Mapping[str, Table]
    times: tuple[Times, ...]
    heard: tuple[Heard, ...]
    right_to_ask: tuple[tuple[str, str, Span], ...]
    characteristics: tuple[Characteristic, ...]


def report(by: Actor, period: Period, at: datetime) -> Report:
    """Count, take out what is small and what would give it away, then give the reader their part of just that: an agency's own
    figures are its line of the area's tables, so two readers together know no more than one."""
    pack = current(at=at)
    named = agencies()
    figures, by_day = spine.answers(period, at=at)
    everybody = (*named, NO_AGENCY)
    decision = told(counted(DECISION, everybody, spine.decisions(period, at=at)))
    answers = told(counted(ANSWERS, named, figures))
    tables = [
        decision,
        answers,
        told(counted(FEEDBACK, everybody, afterwards.feedback(period, at=at))),
        told(counted(OF_USE, named, afterwards.of_use(period))),
        told(afterwards.escalations(period, pack)),
        told(counted(CHALLENGES, named, afterwards.challenges(period, at=at))),
        told(afterwards.held(period, pack)),
        told(afterwards.prompts(period, pack)),
    ]
    right = afterwards.right_to_ask(period)
    whole = Report(
        period,
        True,
        {one.measure.id: one for one in tables},
        _times(decision, spine.hours_to_act(period)),
        _heard(answers, by_day, {key: frozenset(days) for key, days in spine.days_told(period).items()}),
        tuple((key, label, in_fives(right.get(key, 0))) for key, label in named),
        tuple(spine.characteristics(period, pack)),
    )
    return whole if may(by, AREA) else _own(whole, by.agency)


def _own(whole: Report, agency: str) -> Report:
    keys = frozenset({agency})
    return Report(
        whole.period,
        False,
        {code: table.only(keys) for code, table in whole.tables.items() if table.measure.own},
        tuple(one for one in whole.times if one.key == agency),
        tuple(one for one in whole.heard if one.key == agency),
        tuple(one for one in whole.right_to_ask if one[0] == agency),
        (),
    )


def _times(decision: Table, hours: Mapping[str, Mapping[int, int]]) -> tuple[Times, ...]:
    """Where every figure of the line is told, so that a time told says of none that is not how large it is."""
    together: dict[int, int] = {}
    for row in hours.values():
        for hour, n in row.items():
            together[hour] = together.get(hour, 0) + n
    lines = [(line, hours.get(line.key, {})) for line in decision.lines]
    if decision.total is not None:
        lines.append((decision.total, together))
    return tuple(_time(line, row) for line, row in lines)


def _time(line: Line, hours: Mapping[int, int]) -> Times:
    n = sum(hours.values())
    if None in line.cells or n < TIMES_FROM:
        return Times(line.key, line.label, None, None)
    return Times(line.key, line.label, _within(hours, -(-n // 2)), _within(hours, -(-9 * n // 10)))


def _within(hours: Mapping[int, int], of: int) -> Within:
    """The hours within which so many were acted on."""
    so_far = 0
    for hour in sorted(hours):
        so_far += hours[hour]
        if so_far >= of:
            return within(hour)
    raise AssertionError("more were asked for than there are")


def _heard(answers: Table, by_day: spine.ByDay, told_on: Mapping[str, frozenset[date]]) -> tuple[Heard, ...]:
    found = []
    for line in answers.lines:
        whole = None not in line.cells
        after, before = (
            shares(by_day.get(line.key, {}), told_on.get(line.key, frozenset())) if whole else (None, None)
        )
        found.append(Heard(line.key, line.label, after, before))
    return tuple(found)
