"""What several deeds about accounts write in the same way. Only actions call these."""

from allauth.usersessions.models import UserSession

from plait.agencies.models import User


def end_sessions_of(user: User) -> None:
    """Every session of this user ends on the server: a browser that still shows a page can fetch no other."""
    for session in UserSession.objects.filter(user=user):
        session.end()
