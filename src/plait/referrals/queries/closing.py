"""Who objects to closing, and what closing touches."""

from datetime import datetime
from uuid import UUID

from plait.base.access.verdict import Verdict, no
from plait.base.announce import ask
from plait.referrals.events import BeforeClosing
from plait.referrals.models import PartnerCheck, Referral
from plait.referrals.queries.deciding import WAITING, last_decision


def objections_to_closing(referral: Referral, *, at: datetime) -> list[Verdict]:
    """Every refusal, our own first: nothing decided, a team that has not accepted, checks still out; then what others
    hold back (feedback not given)."""
    asked = ask(BeforeClosing(referral.pk, referral.contact_id, at))
    return _own(referral) + [verdict for answer in asked for verdict in answer if not verdict.allowed]


def _own(referral: Referral) -> list[Verdict]:
    found = []
    decision = last_decision(referral.pk)
    if decision is None:
        found.append(
            no("nothing-decided", say="Nothing has been decided yet.", next_step="Decide what happens next")
        )
    elif decision.next_team is not None and referral.lead_team_id != decision.next_team_id:
        found.append(
            no(
                "no-accepting-lead",
                say=f"{decision.next_team.name} ({decision.next_team.agency.name}) has not accepted yet.",
                next_step="Ring them, or decide again",
            )
        )
    out = PartnerCheck.objects.filter(referral=referral, status__in=WAITING).select_related("agency")
    if names := ", ".join(sorted(check.agency.name for check in out)):
        found.append(
            no(
                "checks-out",
                say=f"These checks are still out: {names}.",
                next_step="Ring them, or withdraw the check",
            )
        )
    return found


def check_ids(referral_id: UUID, *, waiting: bool = False) -> list[UUID]:
    """Every check of a referral, or only those whose answer is still out."""
    found = PartnerCheck.objects.filter(referral_id=referral_id)
    if waiting:
        found = found.filter(status__in=WAITING)
    return list(found.order_by("asked_at", "pk").values_list("pk", flat=True))


def clock_subjects(referral: Referral) -> list[str]:
    """Everything about this referral that a clock may run for."""
    checks = [f"check:{check_id}" for check_id in check_ids(referral.pk)]
    return [referral.ref, f"contact:{referral.contact_id}", *checks]
