"""What follows from signing in and out, and from what went wrong at the border. `connect()` is called once, when Plait starts."""

from datetime import datetime
from typing import Any

from allauth.mfa.signals import authenticator_removed
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.http import HttpRequest

from plait.agencies import queries, sessions
from plait.agencies.actions.climb_incident import WHERE_TO_RING, climb_incident
from plait.agencies.models import User
from plait.agencies.queries.border import who_rings
from plait.agencies.queries.held import held_paths
from plait.agencies.rules import INCIDENT_LATE, incident_climbs_at
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.federation.events import IncidentRaised
from plait.base.federation.rules.incidents import KINDS
from plait.base.outbox import post
from plait.base.timers import Due, set_timer

WORKER = Actor.process("worker")


def tell_of_border_incident(event: IncidentRaised) -> None:
    """Those who ring; again each day until somebody has settled it. An area that nobody pinned has nobody to ring: it stands on
    the page."""
    if not KINDS[event.kind].rings:
        return
    _climbs(event.incident_id, step=1, due=incident_climbs_at(0, event.at))
    for reader in who_rings(at=event.at):
        post(
            key=f"border-incident:{event.incident_id}:{reader}",
            kind="border-incident",
            to=reader,
            context={"link_path": WHERE_TO_RING},
            at=event.at,
        )


def border_incident_is_late(due: Due) -> None:
    """A day, or later a week, has gone since people were told."""
    step, incident_id = int(due.key.rpartition("+")[2]), due.subject.partition(":")[2]
    if climb_incident(incident_id=incident_id, step=step, by=WORKER, at=due.at):
        _climbs(incident_id, step=step + 1, due=incident_climbs_at(step, due.at))


def _climbs(incident_id: str, *, step: int, due: datetime) -> None:
    ref = f"border-incident:{incident_id}"
    set_timer(key=f"{INCIDENT_LATE}:{incident_id}+{step}", kind=INCIDENT_LATE, subject=ref, due_at=due)


def _actor(request: HttpRequest, user: User) -> Actor:
    person = queries.practitioner_of(user)
    if person is None:
        return sessions.NOBODY
    return queries.actor_for(person, at=request.at)  # type: ignore[attr-defined]


def _keep(request: HttpRequest, *, act: str, by: Actor, reason: str = "", verdict: str = "allowed") -> None:
    with transaction.atomic():
        record(act=act, about="page:sign-in", by=by, at=request.at, verdict=verdict, reason=reason)  # type: ignore[attr-defined]


def signed_in(*, request: HttpRequest, user: User, **_: Any) -> None:
    """Record it, stamp the session, list it among the person's sessions, and note what was kept for them."""
    if not hasattr(request, "at"):
        return  # a test's client signs in without a request
    how = getattr(request, "plait_signed_in_how", "")
    _keep(request, act="sign-in:done", by=_actor(request, user), reason=how)
    held = held_paths(str(user.pk), at=request.at)
    sessions.begin(request, **{sessions.HELD: held})
    request.session.pop(sessions.MAILBOX, None)
    UserSession.objects.create_from_request(request)


def signed_out(*, request: HttpRequest, user: User | None, **_: Any) -> None:
    """Record a person's own sign-out (`sessions.end_session` records every other ending itself)."""
    if user is None or not hasattr(request, "at") or hasattr(request, "plait_ended"):
        return
    _keep(request, act="sign-in:ended", by=_actor(request, user), reason="own")


def refused(*, request: HttpRequest | None = None, **_: Any) -> None:
    """A wrong password, an unknown address: the audit says that somebody was refused, not which of the two."""
    if request is not None and hasattr(request, "at"):
        _keep(
            request, act="sign-in:refused", by=sessions.NOBODY, verdict="refused", reason="wrong-credentials"
        )


def second_step_removed(*, request: HttpRequest, **_: Any) -> None:
    """Look again, at the next request, whether a second step is left."""
    request.session.pop(sessions.SECOND_STEP, None)


def connect() -> None:
    """Follow Django's and allauth's signals. Calling it again changes nothing."""
    user_logged_in.connect(signed_in, dispatch_uid="plait-signed-in")
    user_logged_out.connect(signed_out, dispatch_uid="plait-signed-out")
    user_login_failed.connect(refused, dispatch_uid="plait-sign-in-refused")
    authenticator_removed.connect(second_step_removed, dispatch_uid="plait-second-step-removed")
