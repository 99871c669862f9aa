"""What teams owe about referrals: answers to the hub, families to accept, and what a decision promised."""

from collections.abc import Iterable
from uuid import UUID

from plait.base.clock.models import RunningClock
from plait.referrals.models import Contact, PartnerCheck, Referral


def owed_by(team_ids: Iterable[str]) -> list[tuple[RunningClock, Contact]]:
    """Clocks of checks and referrals that these teams own and that have not stopped, each with its concern; those of the
    concern's own team are its own already."""
    owners = [f"team:{one}" for one in team_ids]
    clocks = RunningClock.objects.filter(owner__in=owners).exclude(state=RunningClock.State.STOPPED)
    rows = list(clocks.order_by("due_at", "key"))
    contacts = _behind([one.subject for one in rows])
    found = [(one, contacts[one.subject]) for one in rows if one.subject in contacts]
    return [(one, contact) for one, contact in found if one.owner != f"team:{contact.team_id}"]


def _behind(subjects: list[str]) -> dict[str, Contact]:
    ids: dict[str, list[UUID]] = {"check": [], "referral": []}
    for kind, _, key in (one.partition(":") for one in subjects):
        if kind in ids:
            ids[kind].append(UUID(key))
    checks = PartnerCheck.objects.filter(pk__in=ids["check"]).select_related("referral__contact")
    referrals = Referral.objects.filter(pk__in=ids["referral"]).select_related("contact")
    return {one.ref: one.referral.contact for one in checks} | {one.ref: one.contact for one in referrals}
