"""An agency that was asked waits for the hub: its own time stands still where it cannot go on, and the hub's begins."""

from datetime import datetime

from django.db.models import QuerySet

from plait.base.audit.actor import Actor
from plait.base.clock.actions.pause_clock import pause_clock
from plait.base.clock.actions.reopen_clock import reopen_clock
from plait.base.clock.actions.resume_clock import resume_clock
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import clock as clock_of
from plait.base.clock.queries import not_before
from plait.base.packs import Pack
from plait.base.timers import cancel_timer, set_timer
from plait.base.timers.queries import timers_under
from plait.referrals.models import PartnerCheck
from plait.referrals.store.promises import start, stop_if_running

CHECK_LATE = "check-late"
WORD_OWED = "partner_waits"
NEEDS_MORE = "The agency cannot answer before the hub has told it more."


def hub_owes_word(
    check: PartnerCheck, *, stands_still: bool, pack: Pack, by: Actor, at: datetime
) -> RunningClock:
    """It needs more (`stands_still`) or wants to be rung: the hub has as long as it gave the agency, counted from now. What is
    owed already goes on. An answer that is late already stays late."""
    if stands_still:
        _stand_still(check, by=by, at=at)
    if owed := _owed(check).exclude(state=RunningClock.State.STOPPED).first():
        return owed
    contact = check.referral.contact
    rating = next((one for one in pack.ratings if one.code == contact.rating), pack.ratings[0])
    return start(
        key=f"{check.referral.ref}:word-{check.pk}-{_owed(check).count() + 1}",
        rule=WORD_OWED,
        subject=check.referral.ref,
        start_event="an agency waits for the hub’s word",
        started_at=at,
        target=rating.partner_return_target,
        owner=f"team:{contact.team_id}",
        pack=pack,
        by=by.id,
        at=at,
    )


def word_given(check: PartnerCheck, *, how: str, by: Actor, at: datetime) -> None:
    """The hub has told it more or rung it, or need not any more."""
    for one in _owed(check).exclude(state=RunningClock.State.STOPPED):
        stop_if_running(one.key, end_event=how, by=by.id, at=at)


def is_paused(check: PartnerCheck) -> bool:
    """Does the time of its answer stand still?"""
    clock = clock_of(f"{check.ref}:answer")
    return clock is not None and clock.state == RunningClock.State.PAUSED


def answer_is_awaited(
    check: PartnerCheck, *, turn: str, because: str, pack: Pack, by: Actor, at: datetime
) -> None:
    """The agency can go on: its clock runs on from where it stood still or ended, with a timer of its own for this `turn`."""
    clock = clock_of(f"{check.ref}:answer")
    if clock is None:
        return
    key, calendar, moment = clock.key, pack.calendar(), not_before(clock, at)
    if clock.state == RunningClock.State.STOPPED:
        clock = reopen_clock(key=key, calendar=calendar, because=because, by=by.id, at=moment)
    elif clock.state == RunningClock.State.PAUSED:
        clock = resume_clock(key=key, calendar=calendar, because=because, by=by.id, at=moment)
    set_timer(
        key=f"{clock.key}:{turn}", kind=CHECK_LATE, subject=check.ref, due_at=max(clock.due_at, at), at=at
    )


def _stand_still(check: PartnerCheck, *, by: Actor, at: datetime) -> None:
    clock = clock_of(f"{check.ref}:answer")
    if clock is None or clock.state != RunningClock.State.RUNNING:
        return
    moment = not_before(clock, at)
    if moment > clock.due_at:
        return
    pause_clock(key=clock.key, because=NEEDS_MORE, by=by.id, at=moment)
    for timer in timers_under(check.ref, clock.key):
        cancel_timer(key=timer)


def _owed(check: PartnerCheck) -> QuerySet[RunningClock]:
    found = RunningClock.objects.filter(subject=check.referral.ref, rule=WORD_OWED)
    return found.filter(key__startswith=f"{check.referral.ref}:word-{check.pk}-")
