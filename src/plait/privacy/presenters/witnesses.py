"""The sealed log as its page says it: the last head, who saw it, what must be looked at."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from plait.base.witness.models import Head, PeerHead, WitnessAlarm
from plait.base.witness.queries import Witnessed, alarms, late, newest_head, peers_heads, witnessed
from plait.base.witness.rules import ALARMS
from plait.privacy.rules.climbing import words_of

# A witness that was silent so long has perhaps been kept from seeing.
SILENT_AFTER = timedelta(days=2)
LATELY = 20
WHAT_TO_DO = {
    ("split-view", True): "A witness was shown another history of our log than the one kept here. Ring the other area and "
    "compare the two roots below. Until you know why, believe neither.",
    ("split-view", False): "The other area’s log shows two histories of the same length. Ring its privacy officer, not its "
    "technicians, and read both roots aloud.",
    ("rolled-back", True): "A witness has seen more of our log than there is. Was a copy of the database put back? Ask who did "
    "it, when and why, and look at what the missing hours held.",
    ("rolled-back", False): "The other area’s log is shorter than it was. Ring its privacy officer: was a copy put back?",
    ("broken-proof", False): "The other area could not show that its log only grew. Ring its privacy officer.",
    ("row-changed", True): "A row of our audit is not what was sealed. Somebody with rights over the database changed it. "
    "Keep the database as it is, and tell whoever investigates.",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """One alarm: what it is, about whose log, and what to do."""

    alarm: WitnessAlarm
    title: str
    whose: str
    what_to_do: str
    told: str
    faults: list[str]


@dataclass(frozen=True, slots=True)
class Page:
    """Everything on the page."""

    head: Head | None
    late_minutes: int
    seen_by: list[Witnessed]
    silent: frozenset[str]
    seen_of: list[PeerHead]
    open: list[AlarmRow]
    settled: list[AlarmRow]


def row_of(alarm: WitnessAlarm) -> AlarmRow:
    """An alarm with its words."""
    return AlarmRow(
        alarm=alarm,
        title=ALARMS.get(alarm.kind, alarm.kind),
        whose="Our own log" if alarm.own else f"The log of {alarm.peer}",
        what_to_do=WHAT_TO_DO.get((alarm.kind, alarm.own), "Ring the other area’s privacy officer."),
        told=words_of(alarm.climbed),
        faults=alarm.statement.splitlines() if alarm.kind == "row-changed" else [],
    )


def page(*, at: datetime) -> Page:
    """How the log stands at `at`."""
    rows = [row_of(one) for one in alarms()]
    waits = late(at=at)
    seen_by = witnessed()
    return Page(
        head=newest_head(),
        late_minutes=int(waits.total_seconds() // 60) if waits else 0,
        seen_by=seen_by,
        silent=frozenset(one.peer for one in seen_by if at - one.at > SILENT_AFTER),
        seen_of=peers_heads(),
        open=[one for one in rows if one.alarm.settled_at is None],
        settled=[one for one in rows if one.alarm.settled_at is not None][:LATELY],
    )
