"""Keep the one-page record of a strategy discussion."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, Verdict, no, yes
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.referrals.access import open_referral
from plait.referrals.models import Referral, StrategyAction, StrategyAttendance, StrategyRecord
from plait.referrals.store.clocks import stop_at_strategy

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
    actions: Sequence[tuple[str, str, str] | tuple[str, str, str, date | None]] = (),
    record_id: str | None = None,
    by: Actor,
    at: datetime,
) -> StrategyRecord:
    """Who was there `(name, agency)`, what was shared, what was decided, medical, safety tonight, and who does what by
    when `(who, what, by_when)`, with its last day as a fourth where one was named. In whatever state the referral is: a
    strategy discussion waits for nothing.

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
    StrategyAction.objects.bulk_create(
        StrategyAction(
            record=kept,
            who=who.strip()[:160],
            what=what.strip(),
            by_when=by_when.strip()[:120] or (_day(last[0]) if last and last[0] else ""),
            due_on=last[0] if last else None,
        )
        for who, what, by_when, *last in actions
        if what.strip()
    )
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


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b %Y}"


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
