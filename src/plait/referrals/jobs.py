"""Short work that the worker does in every round (wired in site/wiring.py)."""

from datetime import datetime

from django.db import transaction

from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.outbox import post
from plait.base.packs import current
from plait.referrals.actions.expire_drafts import expire_drafts
from plait.referrals.models import Referral
from plait.referrals.queries.leading import without_a_lead
from plait.referrals.queries.raising import any_expired_draft

WORKER = Actor.process("worker")


def let_drafts_expire(at: datetime) -> None:
    """Remove drafts whose time is over. Says nothing, and writes nothing, when there are none."""
    if any_expired_draft(at=at):
        expire_drafts(by=WORKER, at=at)


def tell_that_nobody_leads(at: datetime) -> None:
    """A lead left, is suspended, or declared that they know the family: the hub that owns the concern hears that something
    waits, and so does the lead's team. Once for each lead, and never why. Says and writes nothing when nobody is missing."""
    for referral in without_a_lead().select_related("contact", "lead_team__agency").order_by("pk"):
        since = referral.lead_accepted_at.strftime("%Y%m%d%H%M%S") if referral.lead_accepted_at else ""
        with transaction.atomic():
            told = [
                post(
                    key=f"{referral.ref}:nobody-leads:{referral.lead_id}:{since}:{team}"[:200],
                    kind="nobody-leads",
                    to=f"team:{team}",
                    body_ref="due",
                    context={"phone": current(at=at).area.hub_phone, "link_path": "/"},
                    at=at,
                )
                for team in dict.fromkeys([referral.contact.team_id, referral.lead_team_id])
                if team and (team != referral.lead_team_id or not _has_ended(referral))
            ]
            if any(told):
                record(act="ring:nobody-leads", about=referral.ref, by=WORKER, at=at)


def _has_ended(referral: Referral) -> bool:
    return referral.lead_team is not None and referral.lead_team.agency.ended_at is not None
