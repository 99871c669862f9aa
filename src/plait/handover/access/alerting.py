"""Who raises word of a missing family, who signs it, and who reads it while it lives.

Of another area's word the hub, and the custodians alone where it may be about somebody kept here.
"""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from plait.agencies.roles import may
from plait.base.access.verdict import Refused, Verdict, hidden, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import NoPack, NotInPack
from plait.handover.models import AlertCopy, AlertOf, MissingAlert
from plait.handover.queries import alerting as queries
from plait.people.access import family_known_to

RAISES = "involvement:claim"
_READS = ("check:answer", "hub:desk", "lead:accept", "restricted:keep")


def may_raise(by: Actor) -> Verdict:
    """Whoever works with children; of which child, the record says."""
    return may(by, RAISES)


def may_list(by: Actor) -> Verdict:
    """Whoever may be told, and whoever raises."""
    for permission in _READS:
        if verdict := may(by, permission):
            return verdict
    return no("no-role-alerts", say="Your role does not include this.", next_step="Ring the hub")


def signs(by: Actor, *, at: datetime) -> bool:
    """Does one of their roles sign, by the pack?"""
    try:
        return bool(by.roles & set(queries.process(at).signed_by))
    except (NoPack, NotInPack):
        return False


def speaks(by: Actor, alert: MissingAlert, *, at: datetime) -> bool:
    """Who says that they are found, or still missing: whoever raised it, who owes the word since, and those who sign."""
    return alert.side == "out" and (by.id == alert.by or alert.owner in _refs(by) or signs(by, at=at))


def _refs(by: Actor) -> set[str]:
    return {f"practitioner:{by.id}", *(f"team:{one}" for one in by.teams)}


def visible_alerts(by: Actor, *, at: datetime) -> QuerySet[MissingAlert]:
    """What this reader may read. Whoever knows one of them as family reads nothing of it, and nobody but whoever speaks for it
    while one of them hides, or once it ended: were other ended ones there still, one that is not would say why it is not."""
    out, sent = Q(side=MissingAlert.Side.OUT), ~Q(state=MissingAlert.State.WAITING)
    told = Q(pk__in=[])
    if may(by, "check:answer") and by.agency:
        told |= Q(Exists(AlertCopy.objects.filter(alert=OuterRef("pk"), agency=by.agency)))
    if may(by, "hub:desk"):
        told |= Q(pk__isnull=False)
    found = out & sent & told & ~queries.hides_now() & ~Q(state=MissingAlert.State.ENDED)
    found |= out & (Q(by=by.id) | Q(owner=f"practitioner:{by.id}"))
    if signs(by, at=at):
        found |= out
    if may(by, "hub:desk"):
        found |= Q(side=MissingAlert.Side.IN, quiet=False)
    if may(by, "restricted:keep"):
        found |= Q(side=MissingAlert.Side.IN, quiet=True)
    known = AlertOf.objects.filter(alert=OuterRef("pk"), person__in=family_known_to(by))
    return MissingAlert.objects.filter(found).exclude(Exists(known)).select_related("peer")


def listed(by: Actor, *, at: datetime) -> QuerySet[MissingAlert]:
    """The newest first. Audited as a list."""
    record(act="missing:list", about="page:missing-families", by=by, at=at, fields=("identity",))
    return visible_alerts(by, at=at).order_by("-at", "pk")


def open_alert(
    by: Actor, alert_id: str, *, at: datetime, act: str = "missing:read", hold: bool = False
) -> MissingAlert:
    """One of them, audited with whom it is about; or Refused in the words that are true of none."""
    found = visible_alerts(by, at=at).filter(pk=alert_id).first()
    if found is None:
        raise Refused(hidden("no-such-alert"), about=f"missing:{alert_id}")
    people = [f"person:{one}" for one in queries.people_of(found)]
    record(act=act, about=[found.ref, *people], by=by, at=at, fields=("identity",))
    if hold:
        return MissingAlert.objects.select_for_update(of=("self",)).select_related("peer").get(pk=found.pk)
    return found


def insist_speaks(by: Actor, alert: MissingAlert, *, at: datetime) -> None:
    """Raises Refused for whoever only reads it."""
    if not speaks(by, alert, at=at):
        no(
            "no-role-speaks",
            say="Whoever raised it says so, or who owes the word now, and those who sign.",
            next_step="Ring the number on it, if you have seen them",
        ).insist(about=alert.ref)
