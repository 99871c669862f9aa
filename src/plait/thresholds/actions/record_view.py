"""Keep one agency's view of the level of need, on the framework in force."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from plait.base import packs
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, hidden
from plait.base.announce import ask
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.thresholds.events import MayGiveView
from plait.thresholds.models import LevelView
from plait.thresholds.queries import framework_of, own_view
from plait.thresholds.rules import may_record_view

SENT_TWICE = timedelta(minutes=10)


@deed
def record_view(
    *, subject: str, level: int, indicators: Sequence[str], because: str, by: Actor, at: datetime
) -> LevelView:
    """The view of `by`'s agency; the newest of each agency stands, earlier ones are kept.

    Whoever knows the subject says whether `by` may speak on it; a subject that nobody knows is refused.
    """
    _insist_on_speaking(subject=subject, by=by, at=at)
    pack = packs.current(at=at)
    verdict = may_record_view(
        framework=framework_of(pack), level=level, indicators=indicators, because=because
    )
    if not verdict:
        raise Refused(verdict, about=subject)
    release = str(pack.release_id)
    said: dict[str, Any] = {
        "level": level,
        "indicators": list(dict.fromkeys(indicators)),
        "because": because.strip(),
        "by": by.id,
    }
    last = own_view(subject, by.agency)
    # The same form sent twice says nothing new; the same level said again on another day does.
    again = last is not None and at - last.at < SENT_TWICE and all(getattr(last, k) == said[k] for k in said)
    if last is not None and again:
        record(act="level:view", about=subject, by=by, at=at, reason="said-already", pack=release)
        return last
    view = LevelView.objects.create(
        subject=subject,
        agency_id=by.agency,
        agency_name=by.agency_name,
        **said,
        by_name=by.name,
        at=at,
        pack=release,
    )
    record(
        act="level:view",
        about=subject,
        by=by,
        at=at,
        fields=("concern",),
        reason=verdict.reason,
        pack=release,
    )
    return view


def _insist_on_speaking(*, subject: str, by: Actor, at: datetime) -> None:
    """Raises Refused unless somebody who knows the subject lets this person speak on it."""
    answers = [verdict for verdict in ask(MayGiveView(subject, by, at)) if verdict is not None]
    if not by.agency or not answers:
        raise Refused(hidden("subject-not-known"), about=subject)
    for verdict in answers:
        if not verdict:
            raise Refused(verdict, about=subject)
