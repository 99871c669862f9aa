"""Who is in a moderation session: whoever runs them for the area, and the agencies that sit in it once it is open."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from plait.agencies.roles import may
from plait.base.access.verdict import Refused, Verdict, hidden
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.thresholds.models import ModerationSession, Vignette


def may_run(actor: Actor) -> Verdict:
    """Whoever leads the partnership's work on the levels."""
    return may(actor, "moderation:run")


def may_take_part(actor: Actor) -> Verdict:
    """Whoever runs sessions, or speaks for an agency on the level of need."""
    return may_run(actor) or may(actor, "moderation:score")


def visible_sessions(by: Actor) -> QuerySet[ModerationSession]:
    """All of the area's for whoever runs them; else those that are open or over and in which the agency sits."""
    if may_run(by):
        return ModerationSession.objects.all()
    if not may_take_part(by) or not by.agency:
        return ModerationSession.objects.none()
    return ModerationSession.objects.filter(~Q(status="draft"), seats__agency_id=by.agency)


def open_session(by: Actor, session_id: str, *, at: datetime, act: str) -> ModerationSession:
    """The session, if it is theirs to see; the look is recorded. One that is not answers as one that is not there."""
    try:
        found = visible_sessions(by).filter(pk=session_id).first()
    except (ValidationError, ValueError):
        found = None
    if found is None:
        raise Refused(hidden("absent"), about=f"moderation:{session_id}")
    record(act=act, about=found.ref, by=by, at=at)
    return found


def open_vignette(by: Actor, vignette_id: str, *, at: datetime, act: str) -> Vignette:
    """The vignette, if its session is theirs to see and it was not taken out."""
    found = (
        Vignette.objects.select_related("session")
        .filter(pk=vignette_id, session__in=visible_sessions(by).values("pk"), recognised_at=None)
        .first()
    )
    if found is None:
        raise Refused(hidden("absent"), about=f"vignette:{vignette_id}")
    record(act=act, about=found.session.ref, by=by, at=at)
    return found


def sits_in(by: Actor, session: ModerationSession) -> bool:
    """Does their agency score in this session, and may they speak for it?"""
    return bool(may(by, "moderation:score")) and session.seats.filter(agency_id=by.agency).exists()
