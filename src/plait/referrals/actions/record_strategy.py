"""Keep the one-page record of a strategy discussion."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, Verdict, no, yes
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import current
from plait.referrals.access import open_referral
from plait.referrals.models import Referral, StrategyAction, StrategyAttendance, StrategyRecord
from plait.referrals.store.agreed import promise_action
from plait.referrals.store.clocks import stop_at_strategy


@dataclass(frozen=True, slots=True)
class Agreed:
    """Who does what by which day, and by which time of it where that was said. Local."""

    who: str
    what: str
    due_on: date
    due_time: time | None = None

    @property
    def by_when(self) -> str:
        """In words: `Tue 24 Nov 2026, 20:00`."""
        day = f"{self.due_on:%a} {self.due_on.day} {self.due_on:%b %Y}"
        return f"{day}, {self.due_time:%H:%M}" if self.due_time else day


ENQUIRIES = frozenset({"single", "joint", "none"})
MEDICALS = frozenset({"yes", "no", "not_known"})


@deed
def record_strategy(
    *,
    referral_id: str,
    held_at: datetime,
    attended: Sequence[tuple[str, str]],
    shared: str,
    decided: str,
    enquiry: str,
    medical: str,
    medical_because: str = "",
    safety_tonight: str,
    actions: Sequence[Agreed] = (),
    record_id: str | None = None,
    by: Actor,
    at: datetime,
) -> StrategyRecord:
    """Who was there `(name, agency)`, what was shared, what was decided, medical, safety tonight, and who does what by when:
    each of those has a clock, from when the discussion was held. In whatever state the referral is: a strategy discussion waits
    for nothing.

    `held_at` may be earlier (later entry keeps its true time), never later than `at`. `record_id` names the record
    beforehand, so that a form posted twice keeps one.
    """
    referral = open_referral(by, referral_id, at=at, act="referral:strategy")
    if done := _kept(record_id, referral, by):
        return done
    verdict = _may_record(by, held_at=held_at, attended=attended, enquiry=enquiry, medical=medical, at=at)
    if not verdict:
        raise Refused(verdict, about=referral.ref)
    kept = StrategyRecord(
        id=uuid.UUID(record_id) if record_id else uuid.uuid4(),
        referral=referral,
        held_at=held_at,
        shared=shared,
        decided=decided,
        enquiry=enquiry,
        medical=medical,
        medical_because=medical_because,
        safety_tonight=safety_tonight,
        by=by.id,
        by_name=by.name,
        at=at,
    )
    try:
        with transaction.atomic():
            kept.save(force_insert=True)
    except IntegrityError:  # sent twice in one moment: the other was first, and its record stands
        if done := _kept(record_id, referral, by):
            return done
        raise
    StrategyAttendance.objects.bulk_create(
        StrategyAttendance(record=kept, name=name.strip()[:120], agency_name=agency.strip()[:120])
        for name, agency in attended
        if name.strip()
    )
    pack, since = current(at=at), min(held_at, at)
    agreed = StrategyAction.objects.bulk_create(
        StrategyAction(
            record=kept,
            who=one.who.strip()[:160],
            what=one.what.strip(),
            by_when=one.by_when,
            due_on=one.due_on,
            due_time=one.due_time,
        )
        for one in actions
        if one.what.strip()
    )
    for action in agreed:
        promise_action(referral, action, since=since, pack=pack, by=by, at=at)
    stop_at_strategy(referral, held_at=held_at, by=by, at=at)
    record(
        act="strategy:recorded",
        about=[referral.ref, f"strategy:{kept.pk}"],
        by=by,
        at=at,
        fields=("content",),
        reason=verdict.reason,
    )
    return kept


def _kept(record_id: str | None, referral: Referral, by: Actor) -> StrategyRecord | None:
    found = StrategyRecord.objects.filter(pk=record_id, referral=referral, by=by.id) if record_id else None
    return found.first() if found is not None else None


def _may_record(
    by: Actor,
    *,
    held_at: datetime,
    attended: Sequence[tuple[str, str]],
    enquiry: str,
    medical: str,
    at: datetime,
) -> Verdict:
    if not (may(by, "decision:make") or may(by, "lead:accept")):
        return may(by, "decision:make")
    if held_at > at + timedelta(minutes=1):
        return no(
            "held-in-future", say="That time has not come yet.", next_step="Write down when it was held"
        )
    if not any(name.strip() for name, _ in attended):
        return no("nobody-there", say="Say who was there.", next_step="Add at least one name and agency")
    if enquiry not in ENQUIRIES or medical not in MEDICALS:
        return no("not-a-choice", say="Choose one of the answers shown.", next_step="Look at the form again")
    return yes("works-on-it")
