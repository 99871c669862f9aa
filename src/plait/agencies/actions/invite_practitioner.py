"""Invite a named person into one agency, with stated roles."""

from collections.abc import Iterable
from datetime import datetime
from secrets import token_urlsafe
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone

from plait.agencies import queries
from plait.agencies.access import may_grant, may_manage
from plait.agencies.events import BeforeInviting
from plait.agencies.models import Agency, Invitation, Membership, Practitioner, RoleGrant, Team, User
from plait.agencies.roles import ROLES, mixes_cases
from plait.agencies.rules import INVITATION_LASTS
from plait.base.access.deeds import deed
from plait.base.access.verdict import no
from plait.base.announce import ask
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.outbox import post


class Invited(NamedTuple):
    """The invitation and its link. The link is shown once: only its hash is kept."""

    invitation: Invitation
    link: str


@deed
def invite_practitioner(
    *,
    email: str,
    name: str,
    job: str,
    agency_id: str,
    roles: Iterable[str],
    by: Actor,
    at: datetime,
    team_id: str | None = None,
) -> Invited:
    """Make the practitioner, their roles and team, and a link that works once within seven days.

    Somebody invited before who has not accepted is invited again: the older link stops working. Raises Refused when
    `by` may not, when the address already signs in, or when a role or team is not one that can be given here.
    """
    wanted = frozenset(roles)
    address = email.strip().lower()
    may_manage(by, agency_id).insist()
    _can_be_given(wanted, team_id=team_id, agency_id=agency_id)
    if User.objects.filter(email__iexact=address).exists():
        no(
            "address-in-use",
            say="Somebody already signs in with this address.",
            next_step="End that account first, or use another address",
        ).insist()
    for answered in ask(BeforeInviting(address)):
        answered.insist(about=f"agency:{agency_id}")
    agency = Agency.objects.get(pk=agency_id)
    waiting = Invitation.objects.filter(email=address, accepted_at__isnull=True, practitioner__agency=agency)
    earlier = waiting.select_related("practitioner").first()
    if earlier is None:
        person = Practitioner.objects.create(agency=agency, name=name.strip(), job=job.strip())
    else:
        person = earlier.practitioner
        waiting.filter(expires_at__gt=at).update(expires_at=at)
    may_grant(by, wanted, agency_id=agency_id, to=str(person.pk)).insist()
    mixes_cases(wanted | frozenset(queries.roles_of(str(person.pk), at=at))).insist()
    for role in sorted(wanted - set(queries.roles_of(str(person.pk), at=at))):
        RoleGrant.objects.create(practitioner=person, role=role, from_at=at, granted_by=by.id)
    if team_id:
        Membership.objects.get_or_create(
            practitioner=person, team_id=team_id, to_at=None, defaults={"from_at": at}
        )
    token = token_urlsafe(32)
    invitation = Invitation.objects.create(
        practitioner=person,
        email=address,
        token_hash=queries.hash_of(token),
        invited_by=by.id,
        invited_at=at,
        expires_at=at + INVITATION_LASTS,
    )
    record(
        act="practitioner:invited",
        about=f"practitioner:{person.pk}",
        by=by,
        at=at,
        reason=",".join(sorted(wanted)),
    )
    until = timezone.localtime(invitation.expires_at)
    post(
        key=f"invitation:{invitation.pk}",
        kind="invitation",
        to=f"invitation:{invitation.pk}",
        body_ref="invitation",
        context={"link_path": f"/invitation/{token}/", "due": f"{until.day} {until:%B %Y, %H:%M}"},
        at=at,
    )
    return Invited(invitation, f"{settings.PLAIT_PUBLIC_URL.rstrip('/')}/invitation/{token}/")


def _can_be_given(roles: frozenset[str], *, team_id: str | None, agency_id: str) -> None:
    if unknown := sorted(roles - (ROLES.keys() - {"mailbox_referrer"})):
        no(
            "unknown-role",
            say=f"There is no role called {', '.join(unknown)}.",
            next_step="Choose from the list of roles",
        ).insist()
    if not roles:
        no("no-role", say="Choose at least one role.", next_step="Choose from the list of roles").insist()
    if team_id and not Team.objects.filter(pk=team_id, agency_id=agency_id).exists():
        no(
            "other-team",
            say="That team is not one of this agency’s.",
            next_step="Choose from the list of teams",
        ).insist()
