"""May this reader open a leg, and say something of it? Whoever may open the handover; and of a family whose whereabouts are not
protected, the team here that passes it on or takes it."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from plait.agencies.roles import may, works_with_children
from plait.base.access.verdict import Refused, hidden, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.handover.access.handing import DECIDES, may_list, protected_people, speaks, visible_handovers
from plait.handover.models import Handover, Leg
from plait.people.access import is_unreachable
from plait.referrals.access import people_refs
from plait.referrals.models import ContactPerson


def visible_legs(by: Actor, *, at: datetime) -> QuerySet[Leg]:
    """Those of handovers that the reader may open, and those of their own team. A team sees none of a family of which anything
    about where they are is protected: the hub rings it."""
    opens = Q(Exists(visible_handovers(by, at=at).filter(pk=OuterRef("handover_id"))))
    return Leg.objects.filter(opens | _own(by, at=at) if works_with_children(by) else opens)


def _own(by: Actor, *, at: datetime) -> Q:
    people = ContactPerson.objects.filter(contact_id=OuterRef("handover__contact_id"))
    unreachable = people.filter(is_unreachable(by, at=at, through="description__person"))
    hidden_home = protected_people("handover__contact_id")
    return (
        Q(team_id__in=by.teams)
        & ~Q(Exists(unreachable))
        & ~Q(Exists(hidden_home))
        & Q(handover__custodian_at=None)
    )


def open_leg(by: Actor, leg_id: str, *, at: datetime, act: str = "handover:leg-read") -> Leg:
    """One leg, audited with the people of its handover; or Refused in the words that are true of none."""
    rows = visible_legs(by, at=at).select_related(
        "handover__peer", "handover__contact__team__agency", "team__agency"
    )
    found = rows.filter(pk=leg_id).first()
    if found is None:
        raise Refused(hidden("no-such-leg"), about=f"leg:{leg_id}")
    people = people_refs(found.handover.contact)
    record(
        act=act,
        about=[found.ref, found.handover.ref, *people],
        by=by,
        at=at,
        fields=("identity", "content"),
    )
    return found


def held_leg(by: Actor, leg_id: str, *, at: datetime, act: str) -> Leg:
    """The same, with its handover locked for a deed."""
    seen = open_leg(by, leg_id, at=at, act=act)
    held = Handover.objects.select_for_update(of=("self",)).select_related("peer", "contact__team__agency")
    handover = held.get(pk=seen.handover_id)
    leg = Leg.objects.get(pk=seen.pk)
    leg.handover = handover
    return leg


def notes(leg: Leg, by: Actor) -> bool:
    """May they say what became of it? The team whose leg it is, whoever offered the family, and those who lead or decide."""
    if leg.team_id is not None and str(leg.team_id) in by.teams:
        return True
    if leg.handover.side == Handover.Side.OUT:
        return speaks(leg.handover, by)
    return bool(may(by, DECIDES)) or bool(may_list(by))


def insist_notes(leg: Leg, by: Actor) -> None:
    """Raises Refused for whoever only reads it."""
    if not notes(leg, by):
        no(
            "reads-only",
            say="Whoever offered the family says it, those who decide, and the service itself.",
            next_step="Ring them",
        ).insist(about=leg.ref)


def opens_handover(leg: Leg, by: Actor, *, at: datetime) -> bool:
    """May they go on to the whole handover?"""
    return visible_handovers(by, at=at).filter(pk=leg.handover_id).exists()
