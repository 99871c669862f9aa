"""Clocks counted by the pack in force, and timers that notice what nobody opens."""

from datetime import datetime, timedelta

from plait.base.clock.actions.start_clock import start_clock
from plait.base.clock.actions.stop_clock import stop_clock
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import clock as clock_of
from plait.base.clock.queries import not_before
from plait.base.clock.targets import Target
from plait.base.packs import Pack
from plait.base.packs.schema.ratings import Rating
from plait.base.timers import cancel_timer, set_timer
from plait.base.timers.queries import timers_under
from plait.referrals.models import Contact

CONTACT_NOT_OPENED = "contact-not-opened"
CHECK_NOT_OPENED = "check-not-opened"


def start(
    *,
    key: str,
    rule: str,
    subject: str,
    start_event: str,
    started_at: datetime,
    target: Target,
    owner: str,
    pack: Pack,
    by: str,
    at: datetime,
) -> RunningClock:
    """Start a clock on the area's calendar, with the pack release it was counted by."""
    known = pack.clocks.get(rule)
    return start_clock(
        key=key,
        rule=rule,
        subject=subject,
        start_event=start_event,
        started_at=started_at,
        target=target,
        calendar=pack.calendar(),
        owner=owner,
        by=by,
        at=at,
        pack_release=pack.release_id,
        at_risk_fraction=known.at_risk_fraction if known else 0.75,
    )


def stop_if_running(
    key: str, *, end_event: str, truly: datetime | None = None, by: str, at: datetime
) -> None:
    """Stop the clock of that key, if there is one that still runs or stands still; at the time when it `truly` ended, where that
    is written down later."""
    found = clock_of(key)
    if found is not None and found.state != RunningClock.State.STOPPED:
        moment = not_before(found, at)
        happened = min(max(truly, found.started_at), moment) if truly is not None else None
        stop_clock(key=key, end_event=end_event, by=by, at=moment, stopped_at=happened)


def watch_opening(contact: Contact, *, rating: Rating, pack: Pack, at: datetime) -> None:
    """Set, move or take back the timers of a concern that nobody has opened, counted from when it was received; of a child in
    danger now through the night, whatever hours its rating keeps."""
    if contact.opened_at is None:
        watch(
            contact.ref, CONTACT_NOT_OPENED, from_=contact.received_at, rating=rating,
            runs_on=contact.cannot_wait, pack=pack, at=at,
        )  # fmt: skip


def watch(
    ref: str,
    kind: str,
    *,
    from_: datetime,
    rating: Rating,
    runs_on: bool = False,
    pack: Pack,
    at: datetime,
    turn: str = "",
) -> None:
    """`kind` fires after the rating's minutes, `kind`-deputy some minutes later. A rating that does not run out of hours counts
    from the next opening, unless `runs_on`; one without minutes watches nothing. What is asked again is watched by timers of its
    own `turn`: those of the first asking may have fired."""
    key, deputy_key = f"{ref}:open{turn}", f"{ref}:open-deputy{turn}"
    if rating.open_within_minutes is None or rating.deputy_after_minutes is None:
        stop_watching(ref)
        return
    counts_from = from_ if runs_on or rating.runs_out_of_hours else pack.calendar().next_opening(from_)
    due = counts_from + timedelta(minutes=rating.open_within_minutes)
    set_timer(key=key, kind=kind, subject=ref, due_at=due, at=at)
    later = due + timedelta(minutes=rating.deputy_after_minutes)
    set_timer(key=deputy_key, kind=f"{kind}-deputy", subject=ref, due_at=later, at=at)


def stop_watching(ref: str) -> None:
    """Somebody has opened it, or it is not to be opened any more."""
    for key in timers_under(ref, f"{ref}:open"):
        cancel_timer(key=key)
