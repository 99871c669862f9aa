"""May this reader open this handover? Whoever works on the concern behind it, and whoever holds the family and offered it.

Of a family whose whereabouts are protected only who offered it and those who decide, since the other area says where they are.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from plait.agencies.roles import may
from plait.base.access.verdict import Refused, Verdict, hidden, no
from plait.base.access.written import Written
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.handover.life import DECLINED, FAILED, QUERIED, RECEIVED
from plait.handover.models import Handover
from plait.handover.queries.hiding import kept
from plait.handover.queries.late import is_late
from plait.people.access import is_unreachable
from plait.referrals.access import people_refs, visible_contacts
from plait.referrals.models import ContactPerson
from plait.stepdown.life import HELD
from plait.stepdown.models import StepDown

DECIDES = "decision:make"
_WORKS = (DECIDES, "lead:accept")


def may_list(actor: Actor) -> Verdict:
    """Those who decide, and those who lead: each sees only what they work on."""
    for permission in _WORKS:
        if verdict := may(actor, permission):
            return verdict
    return no("no-role-hands-over", say="Your role does not include this.", next_step="Ring the hub")


def visible_handovers(by: Actor, *, at: datetime) -> QuerySet[Handover]:
    """Those of concerns that the reader works on. A family of which anything about where they are is protected was handed to an
    area that would tell where: that they see who offered it, and those who decide."""
    if not may_list(by):
        return Handover.objects.none()
    works = Q(Exists(visible_contacts(by, at=at).filter(pk=OuterRef("contact_id"))))
    rows = Handover.objects.filter(works | _offered_by_holder(by, at=at))
    if may(by, DECIDES):
        return rows
    protected = Q(Exists(protected_people("contact_id"))) | Q(custodian_at__isnull=False)
    return rows.exclude(protected & ~Q(by=by.id) & Q(side=Handover.Side.OUT))


def _offered_by_holder(by: Actor, *, at: datetime) -> Q:
    """Whoever holds the family after a step down reads what they offered themselves; also once the other area's acceptance has
    ended that, since they see its legs through."""
    ended_by_it = Q(status=StepDown.Status.ENDED, ended_at=OuterRef("accepted_at"))
    holds = StepDown.objects.filter(
        Q(status=HELD) | ended_by_it, referral__contact_id=OuterRef("contact_id"), lead_id=UUID(by.id)
    )
    people = ContactPerson.objects.filter(contact_id=OuterRef("contact_id"))
    unreachable = people.filter(is_unreachable(by, at=at, through="description__person"))
    return Q(by=by.id, side=Handover.Side.OUT) & Q(Exists(holds)) & ~Q(Exists(unreachable))


def protected_people(through: str) -> QuerySet[ContactPerson]:
    """Of the concern that an outer query names so: those of whom nothing may lead to where they are, by now
    (`queries.hiding.kept`)."""
    return ContactPerson.objects.filter(kept("description__person__"), contact_id=OuterRef(through))


def open_handover(by: Actor, handover_id: str, *, at: datetime, act: str = "handover:read") -> Handover:
    """One handover, for somebody who works on it. Its people are audited with it."""
    found: Handover | None = _one.first(by, handover_id, at=at)
    about = f"handover:{handover_id}"
    if found is None:  # not theirs, restricted or not there: one query, one answer
        raise Refused(hidden("not-involved"), about=about)
    record(
        act=act,
        about=[about, found.contact.ref, *people_refs(found.contact)],
        by=by,
        at=at,
        fields=("identity", "content"),
    )
    return found


@Written
def _one(by: Actor, handover_id: str, *, at: datetime) -> QuerySet[Handover]:
    rows = visible_handovers(by, at=at).select_related("peer", "contact__team__agency", "decision", "crossed")
    return rows.filter(pk=handover_id)


@Written
def last_of_concern(by: Actor, contact_id: UUID, *, at: datetime) -> QuerySet[Handover]:
    """The five newest handovers of one concern that the reader may open."""
    rows = visible_handovers(by, at=at).filter(contact_id=contact_id)
    return rows.select_related("peer").order_by("-at", "pk")[:5]


def held_handover(by: Actor, handover_id: str, *, side: str, at: datetime, act: str) -> Handover:
    """The same, locked for a deed of that side."""
    seen = open_handover(by, handover_id, at=at, act=act)
    if seen.side != side:
        raise Refused(hidden("other-side"), about=seen.ref)
    row = Handover.objects.select_for_update(of=("self",)).select_related("peer", "contact__team__agency")
    return row.get(pk=seen.pk)


@Written
def waiting_handovers(by: Actor, *, at: datetime) -> QuerySet[Handover]:
    """What waits for us: nobody has looked, a question to us, an answer of no, it did not arrive, something of theirs that nobody
    has read, or a leg is late."""
    ours = Q(side="in", status=RECEIVED) | Q(side="out", status__in=(QUERIED, DECLINED, FAILED))
    return visible_handovers(by, at=at).filter(ours | Q(unread_at__isnull=False) | is_late(at))


def speaks(handover: Handover, by: Actor) -> bool:
    """May they tell the other area something on a handover of ours? Whoever offered it, and those who decide."""
    return handover.by == by.id or bool(may(by, DECIDES))


def insist_speaks(handover: Handover, by: Actor) -> None:
    """Raises Refused for whoever only reads it."""
    if not speaks(handover, by):
        no(
            "reads-only",
            say="Whoever offered it speaks with the other area, and those who decide.",
            next_step="Ring them",
        ).insist(about=handover.ref)
