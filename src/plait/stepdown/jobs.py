"""Short work that the worker does in every round (wired in site/wiring.py)."""

from datetime import datetime

from django.db import transaction

from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.outbox import post
from plait.base.packs import current
from plait.stepdown.actions.pass_on_promises import pass_on_promises
from plait.stepdown.queries.holding import of_empty_teams, without_a_holder

WORKER = Actor.process("worker")


def pass_on_from_empty_teams(at: datetime) -> None:
    """Everybody of a team has left or is suspended: what it promised is owed by whoever is next, who is told. Says and writes
    nothing while somebody is there."""
    teams = {team for one in of_empty_teams(at=at) for team in (one.to_team_id, one.from_team_id)}
    if teams:
        pass_on_promises(team_ids=sorted(str(one) for one in teams), by=WORKER, at=at)


def tell_that_nobody_holds(at: datetime) -> None:
    """A lead left, is suspended, or declared that they know the family: their team and the hub hear that something waits. Once
    for each lead, and never why. Says and writes nothing when nobody is missing."""
    for stepdown in without_a_holder().order_by("pk"):
        since = f"{stepdown.accepted_at:%Y%m%d%H%M%S}" if stepdown.accepted_at else ""
        with transaction.atomic():
            told = [
                post(
                    key=f"{stepdown.ref}:nobody-holds:{stepdown.lead_id}:{since}:{team}"[:200],
                    kind="nobody-holds",
                    to=f"team:{team}",
                    body_ref="due",
                    context={"phone": current(at=at).area.hub_phone, "link_path": "/step-down/"},
                    at=at,
                )
                for team in dict.fromkeys([stepdown.to_team_id, stepdown.referral.contact.team_id])
                if team != stepdown.to_team_id or stepdown.to_team.agency.ended_at is None
            ]
            if any(told):
                record(act="ring:nobody-holds", about=stepdown.ref, by=WORKER, at=at)
