"""The clock of each thing that a strategy discussion agreed."""

from datetime import datetime, timedelta

from django.utils import timezone

from plait.base.audit.actor import Actor
from plait.base.clock.targets import MOST, Target
from plait.base.packs import Pack
from plait.referrals.models import Referral, StrategyAction
from plait.referrals.store.promises import start, stop_if_running

AGREED = "agreed_action"


def promise_action(
    referral: Referral, action: StrategyAction, *, since: datetime, pack: Pack, by: Actor, at: datetime
) -> None:
    """It is owed from when it was agreed (`since`) by its day and time: by the team that leads, else by the hub, who see to it
    that whoever was named does it."""
    due = action.due_at
    if due is None:
        return
    start(
        key=_key(referral, action),
        rule=AGREED,
        subject=referral.ref,
        start_event="agreed in a strategy discussion",
        started_at=since,
        target=_target(due, action, since=since),
        owner=f"team:{referral.lead_team_id or referral.contact.team_id}",
        pack=pack,
        by=by.id,
        at=at,
    )


def end_action(referral: Referral, action: StrategyAction, *, how: str, by: Actor, at: datetime) -> None:
    """Somebody has said what became of it."""
    stop_if_running(_key(referral, action), end_event=how, by=by.id, at=at)


def _key(referral: Referral, action: StrategyAction) -> str:
    return f"{referral.ref}:agreed-{action.pk}"


def _target(due: datetime, action: StrategyAction, *, since: datetime) -> Target:
    """A day counts to its time, or its last minute; what is due on the very day, in minutes from when it was agreed."""
    days = (timezone.localtime(due).date() - timezone.localtime(since).date()).days
    if days > 0:
        return Target("calendar_days", min(days, MOST["calendar_days"]), by=action.due_time)
    return Target("minutes", max((due - since) // timedelta(minutes=1), 1))
