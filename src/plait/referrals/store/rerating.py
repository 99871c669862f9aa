"""What another rating moves: every promise of time that was counted by it, with its timers."""

from collections.abc import Iterator
from datetime import datetime

from plait.base.audit.actor import Actor
from plait.base.clock.actions.rerate_clock import rerate_clock
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import clock as clock_of
from plait.base.clock.targets import Target
from plait.base.packs import Pack
from plait.base.packs.schema.ratings import Rating
from plait.base.timers import move_timer, set_timer
from plait.base.timers.queries import timers_under
from plait.referrals.models import Contact, PartnerCheck, Referral
from plait.referrals.store.clocks import LEAD_NOT_ACCEPTED, lead_accepts_key, passed_clock
from plait.referrals.store.promises import CHECK_NOT_OPENED, start, stop_if_running, stop_watching, watch
from plait.referrals.store.words_owed import CHECK_LATE

NOT_ACCEPTED = "contact-not-accepted"
PASSED_ON = "passed to the allocated worker"


def count_again(
    key: str, target: Target, *, because: str, pack: Pack, by: Actor, at: datetime
) -> RunningClock | None:
    """Counted from its first start by the new rating; None for one that does not run, or keeps its time."""
    found = clock_of(key)
    if found is None or found.state == RunningClock.State.STOPPED or str(found.target) == str(target):
        return None
    return rerate_clock(
        key=key, target=target, calendar=pack.calendar(), because=because, by=by.id, at=at, pack_release=pack.release_id
    )  # fmt: skip


def promise_decision(
    contact: Contact, rating: Rating, *, because: str, pack: Pack, by: Actor, at: datetime
) -> None:
    """The hub decides within the rating's time, from when the concern was received. While it waits at a team that time stands
    still: it is kept for when it is taken back."""
    key = f"{contact.ref}:rating"
    if clock_of(key) is not None:
        count_again(key, rating.decision_target, because=because, pack=pack, by=by, at=at)
        return
    start(
        key=key,
        rule="rating_decision",
        subject=contact.ref,
        start_event="concern received",
        started_at=contact.received_at,
        target=rating.decision_target,
        owner=f"team:{contact.team_id}",
        pack=pack,
        by=by.id,
        at=at,
    )
    if contact.status == Contact.Status.WITH_WORKER:
        stop_if_running(key, end_event=PASSED_ON, by=by.id, at=at)


def move_promises(
    contact: Contact, rating: Rating, *, turn: int, because: str, pack: Pack, by: Actor, at: datetime
) -> Iterator[tuple[str, str, str]]:
    """Each team that owes something about it has another time now: whom to tell, about which record, and on which page it is.

    A question that nobody there has opened is watched anew from `at` by timers of its own `turn`."""

    def anew(key: str, target: Target, kind: str, *, to: str = "") -> bool:
        again = count_again(key, target, because=because, pack=pack, by=by, at=at)
        if again is None:
            return False
        moved = [move_timer(key=timer, due_at=again.due_at) for timer in timers_under(again.subject, key)]
        if not any(moved) and again.state == RunningClock.State.RUNNING:
            # Somebody has heard already that it was late by the old rating, and hears again if it is late by this one.
            set_timer(
                key=f"{key}:rated-{turn}{to}", kind=kind, subject=again.subject, due_at=max(again.due_at, at), at=at
            )  # fmt: skip
        return True

    for check in PartnerCheck.objects.filter(referral__contact=contact, status__in=("asked", "opened")):
        if check.opened_at is None:
            stop_watching(check.ref)
            watch(
                check.ref, CHECK_NOT_OPENED, from_=at, rating=rating, pack=pack, at=at, turn=f":rated-{turn}"
            )
        if anew(f"{check.ref}:answer", rating.partner_return_target, CHECK_LATE):
            yield f"team:{check.team_id}", check.ref, f"/checks/{check.pk}/"
    passing = passed_clock(contact.ref)
    if passing is not None and anew(passing.key, rating.accept_target, NOT_ACCEPTED):
        yield f"team:{contact.passed_to_id}", contact.ref, "/hub/passed/"
    for referral in Referral.objects.filter(contact=contact):
        asked = clock_of(lead_accepts_key(referral.pk))
        if asked is None:
            continue
        team = asked.owner.removeprefix("team:")
        if anew(asked.key, rating.accept_target, LEAD_NOT_ACCEPTED, to=f":{team}"):
            yield asked.owner, referral.ref, f"/lead/{referral.pk}/accept/"
