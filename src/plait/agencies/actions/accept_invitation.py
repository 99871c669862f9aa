"""Accept an invitation: set a password, and the account begins."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password

from plait.agencies import queries
from plait.agencies.access import may_join
from plait.agencies.events import BeforeInviting
from plait.agencies.models import Invitation, User
from plait.base.access.deeds import deed
from plait.base.announce import ask
from plait.base.audit.actor import Actor
from plait.base.audit.record import record


@deed
def accept_invitation(*, token: str, password: str, by: Actor, at: datetime) -> User:
    """Make the user for the invited practitioner. The link works once: two people sending it together get one account.

    Raises Refused for a link that is over, ValidationError for a password that is too short or too common.
    """
    found = queries.invitation_of(token)
    may_join(found, at=at).insist()
    assert found is not None
    for answered in ask(BeforeInviting(found.email)):
        answered.insist(about=f"practitioner:{found.practitioner_id}")
    taken = Invitation.objects.filter(pk=found.pk, accepted_at__isnull=True).update(accepted_at=at)
    if not taken:
        may_join(None, at=at).insist()
    validate_password(password, user=User(email=found.email))
    user = User.objects.create_user(found.email, password)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    person = found.practitioner
    person.user = user
    person.save(update_fields=["user"])
    actor = queries.actor_for(person, at=at)
    record(act="practitioner:joined", about=f"practitioner:{person.pk}", by=actor, at=at)
    return user
