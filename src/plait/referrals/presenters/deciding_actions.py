"""What was agreed in strategy discussions: who does what by when, and what came of it."""

from dataclasses import dataclass
from datetime import datetime

from plait.referrals.models import StrategyAction, StrategyRecord
from plait.referrals.queries.agreed import is_overdue
from plait.referrals.queries.picture import Picture


@dataclass(frozen=True, slots=True)
class NextAction:
    """Something that was agreed. `done` is empty until somebody has said; `not_done` says why in its note."""

    id: str
    record_id: str
    who: str
    what: str
    by_when: str
    overdue: bool
    done: bool | None
    note: str
    settled_by: str
    settled_at: datetime | None

    @property
    def not_done(self) -> bool:
        """Did somebody say that it was not done?"""
        return self.done is False


def agreed_in(record: StrategyRecord, *, at: datetime) -> list[NextAction]:
    """Everything that was agreed in one discussion."""
    return [_shown(action, at) for action in record.actions.all()]


def next_actions(picture: Picture, *, at: datetime) -> list[NextAction]:
    """What was agreed and is not done: what waits, the late first, then what somebody said was not done, with why."""
    found = [one for record in picture.strategies for one in agreed_in(record, at=at) if not one.done]
    return sorted(found, key=lambda one: (not one.overdue, one.not_done))


def _shown(action: StrategyAction, at: datetime) -> NextAction:
    return NextAction(
        id=str(action.pk),
        record_id=str(action.record_id),
        who=action.who,
        what=action.what,
        by_when=action.by_when,
        overdue=is_overdue(action, at=at),
        done=action.done,
        note=action.done_note,
        settled_by=action.done_by_name,
        settled_at=action.done_at,
    )
