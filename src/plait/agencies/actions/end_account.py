"""End somebody's account: they leave, and every session of theirs ends at once."""

from datetime import datetime

from plait.agencies.access import may_manage
from plait.agencies.events import AccountEnded
from plait.agencies.models import HeldForm, Invitation, Membership, Practitioner, RoleGrant
from plait.agencies.store import end_sessions_of
from plait.base.access.deeds import deed
from plait.base.access.verdict import no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record


@deed
def end_account(*, practitioner_id: str, by: Actor, at: datetime) -> None:
    """Mark the practitioner as gone, end their roles, teams, invitations, sessions and what was held of their forms; what
    was theirs by name ends with it (`events.AccountEnded`).

    Raises Refused when `by` may not, or is the person themselves (an agency must not lose its last way in by a slip).
    """
    person = Practitioner.objects.select_related("user", "agency").get(pk=practitioner_id)
    may_manage(by, str(person.agency_id)).insist()
    if by.id == str(person.pk):
        no(
            "own-account",
            say="You cannot end your own account.",
            next_step="Ask another administrator of your agency",
        ).insist()
    person.left_at = at
    person.save(update_fields=["left_at"])
    RoleGrant.objects.filter(practitioner=person, to_at__isnull=True).update(to_at=at)
    Membership.objects.filter(practitioner=person, to_at__isnull=True).update(to_at=at)
    Invitation.objects.filter(practitioner=person, accepted_at__isnull=True, expires_at__gt=at).update(
        expires_at=at
    )
    if person.user is not None:
        person.user.is_active = False
        person.user.save(update_fields=["is_active"])
        end_sessions_of(person.user)
        HeldForm.objects.filter(user=person.user).delete()
    record(act="practitioner:ended", about=f"practitioner:{person.pk}", by=by, at=at)
    announce(AccountEnded(person.pk, by.id, at))
