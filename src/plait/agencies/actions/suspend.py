"""Suspend somebody, and let them in again: from the very next request nothing opens; nothing is lost."""

from datetime import datetime

from plait.agencies.access import may_manage
from plait.agencies.models import Practitioner
from plait.agencies.store import end_sessions_of
from plait.base.access.deeds import deed
from plait.base.access.verdict import no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record

LEAST = 10


@deed
def suspend_practitioner(*, practitioner_id: str, because: str, by: Actor, at: datetime) -> Practitioner:
    """Every session ends now and nobody signs in as them, until it is lifted. Roles, teams and involvements stand as they
    stood. Raises Refused for another agency's people, for oneself and without a reason; doing it twice is once."""
    person = _managed(practitioner_id, by)
    about = f"practitioner:{person.pk}"
    if len(because.strip()) < LEAST:
        no(
            "no-reason",
            say=f"Say why, in at least {LEAST} characters.",
            next_step="Write the reason",
        ).insist(about=about)
    if person.suspended_at is None:
        person.suspended_at, person.suspended_because = at, because.strip()[:300]
        person.save(update_fields=["suspended_at", "suspended_because"])
    if person.user is not None:
        person.user.is_active = False
        person.user.save(update_fields=["is_active"])
        end_sessions_of(person.user)
    record(act="practitioner:suspended", about=about, by=by, at=at)
    return person


@deed
def lift_suspension(*, practitioner_id: str, by: Actor, at: datetime) -> Practitioner:
    """They may sign in again. What ended meanwhile by itself stays ended."""
    person = _managed(practitioner_id, by)
    person.suspended_at, person.suspended_because = None, ""
    person.save(update_fields=["suspended_at", "suspended_because"])
    if person.user is not None and person.left_at is None:
        person.user.is_active = True
        person.user.save(update_fields=["is_active"])
    record(act="practitioner:suspension-lifted", about=f"practitioner:{person.pk}", by=by, at=at)
    return person


def _managed(practitioner_id: str, by: Actor) -> Practitioner:
    person = (
        Practitioner.objects.select_for_update(of=("self",))
        .select_related("user", "agency")
        .get(pk=practitioner_id)
    )
    about = f"practitioner:{person.pk}"
    may_manage(by, str(person.agency_id)).insist(about=about)
    if by.id == str(person.pk):
        no(
            "own-account",
            say="Nobody suspends themselves, or lifts it.",
            next_step="Ask another administrator of your agency",
        ).insist(about=about)
    return person
