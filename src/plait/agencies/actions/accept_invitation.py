"""Accept an invitation: set a password, and the account begins."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password

from plait.agencies import queries
from plait.agencies.models import Invitation, User
from plait.base.access.deeds import deed
from plait.base.access.verdict import Verdict, no, yes
from plait.base.audit.actor import Actor
from plait.base.audit.record import record


def standing(invitation: Invitation | None, *, at: datetime) -> Verdict:
    """Can this invitation be accepted now? Used, expired and unknown links are answered in the same words."""
    if (
        invitation is None
        or invitation.accepted_at is not None
        or invitation.expires_at <= at
        or invitation.practitioner.left_at is not None
    ):
        return no(
            "invitation-over",
            say="This link does not work. It may have been used already, or its seven days are over.",
            next_step="Ask whoever invited you for a new one",
        )
    return yes("invitation-open")


@deed
def accept_invitation(*, token: str, password: str, by: Actor, at: datetime) -> User:
    """Make the user for the invited practitioner. The link works once: two people sending it together get one account.

    Raises Refused for a link that is over, ValidationError for a password that is too short or too common.
    """
    found = queries.invitation_of(token)
    standing(found, at=at).insist()
    assert found is not None
    taken = Invitation.objects.filter(pk=found.pk, accepted_at__isnull=True).update(accepted_at=at)
    if not taken:
        standing(None, at=at).insist()
    validate_password(password, user=User(email=found.email))
    user = User.objects.create_user(found.email, password)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    person = found.practitioner
    person.user = user
    person.save(update_fields=["user"])
    actor = queries.actor_for(person, at=at)
    record(act="practitioner:joined", about=f"practitioner:{person.pk}", by=actor, at=at)
    return user
