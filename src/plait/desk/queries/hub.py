"""The hub's desk, read in a fixed number of queries however much has been recorded.

Each section reads a window of clocks in order of their due time by index and keeps what the reader may see: a list
and its details go by the same rule, and a count never tells of a record that the reader may not know of.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, QuerySet, Value, When

from plait.base.access.written import Written
from plait.base.audit.actor import Actor
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import clocks_for
from plait.desk.queries.hub_promises import (
    SHOWN,
    Promise,
    Section,
    Window,
    read_through,
    running,
    section_of,
    with_children,
)
from plait.desk.queries.hub_protected import Protected, Protecting
from plait.desk.queries.hub_reopened import Reopened, reopened_now
from plait.desk.queries.hub_unled import Unled, unled_now
from plait.people.models import SafetyNote
from plait.referrals.access import visible_contacts
from plait.referrals.models import Contact, StrategyAction
from plait.referrals.queries.agreed import overdue_actions
from plait.referrals.queries.hub import rings_due

# Whoever may be in danger now is read first, and never falls off the end of a long list.
DANGER_FIRST = Case(When(danger_now="yes", then=Value(0)), default=Value(1))


@dataclass(frozen=True, slots=True)
class DeskFacts:
    """What the desk shows: new concerns, promises of the hub, and what partners have been asked."""

    new: Sequence[Contact]
    new_clocks: dict[str, RunningClock]
    more_new: bool
    reopened: list[Reopened]
    unled: list[Unled]
    protected: list[Protected]
    was_protected: frozenset[str]
    late: Section
    coming: Section
    out: Section
    agreed: list[StrategyAction]
    rings: frozenset[str]
    warned: frozenset[str]


@Written
def new_concerns(by: Actor, *, at: datetime) -> QuerySet[Contact]:
    """What came to the reader's teams and nobody has rated yet."""
    return visible_contacts(by, at=at).filter(team_id__in=by.teams, status=Contact.Status.RECEIVED)


def desk_facts(by: Actor, *, at: datetime, mine: bool = False) -> DeskFacts:
    """The reader's teams' desk; `mine` keeps only what the reader opened first."""
    visible, not_rated = visible_contacts(by, at=at), new_concerns(by, at=at)
    if mine:
        visible, not_rated = visible.filter(opened_by=by.id), not_rated.filter(opened_by=by.id)
    teams = list(by.teams)
    new = list(
        with_children(not_rated)
        .annotate(calm=DANGER_FIRST)
        .order_by("calm", "received_at", "pk")[: SHOWN + 1]
    )
    seen = frozenset(str(one.pk) for one in new)
    # A new concern that is late stands under both: it must not hide among the new ones.
    protecting = Protecting.now(visible, at=at)
    reopened = reopened_now(visible)
    again = {one.contact.pk for one in reopened}
    unled = [one for one in unled_now(visible) if one.contact.pk not in again]
    alone = {one.contact.pk for one in unled}
    # Whom nobody leads has no lead to be protected with: it stands there, and its promises below.
    waiting = [one for one in protecting.waiting if one.contact.pk not in alone]
    protected = [one for one in waiting if one.contact.pk not in again]
    kept = {str(one.contact.pk) for one in waiting} | {str(one) for one in again}
    # What was agreed has a list of its own here; on the board it stands with what is red.
    own = running().exclude(rule="agreed_action").filter(owner__in=[f"team:{team}" for team in teams])
    asked = running().filter(rule="partner_return").order_by("due_at", "pk")
    late = Window(own.filter(due_at__lt=at).order_by("due_at", "pk"))
    coming = Window(own.filter(due_at__gte=at).order_by("due_at", "pk"), seen | kept)
    # A question to a partner that is late is late like any promise of the hub's own, and is counted among them.
    overdue, out_now = Window(asked.filter(due_at__lt=at)), Window(asked.filter(due_at__gte=at))
    by_subject = read_through([late, coming, overdue, out_now], visible)
    missed = sorted([*late.read, *overdue.read], key=lambda clock: clock.due_at)
    sections = [
        section_of(missed, by_subject),
        section_of(coming.read, by_subject, besides=seen | kept),
    ]
    above: list[Protected | Reopened] = [*protected, *reopened]
    _show_nearest(
        sections,
        [Promise(one.clock, one.contact, one.referral) for one in above if one.clock],
        at=at,
    )
    # What is late stands above with its agency: once on a page is enough.
    out = section_of(out_now.read, by_subject)
    agreed = list(
        overdue_actions(visible, at=at).prefetch_related("record__referral__contact__people__description")[
            : SHOWN + 1
        ]
    )
    contacts = {one.record.referral.contact_id: one.record.referral.contact for one in agreed}
    on_top = [one.contact for one in protected]
    on_top += [*(one.contact for one in reopened), *(one.contact for one in unled)]
    contacts |= {one.pk: one for one in [*new, *on_top]} | {
        row.contact.pk: row.contact for section in (*sections, out) for row in section.rows
    }
    subjects = [one.ref for one in contacts.values() if one.opened_at is None]
    subjects += [
        row.check.ref for row in (*out.rows, *sections[0].rows) if row.check and row.check.status == "asked"
    ]
    return DeskFacts(
        new=new[:SHOWN],
        new_clocks=_soonest(new[:SHOWN]),
        more_new=len(new) > SHOWN,
        reopened=reopened,
        unled=unled,
        protected=protected,
        was_protected=protecting.ever(contacts),
        late=sections[0],
        coming=sections[1],
        out=out,
        agreed=agreed,
        rings=rings_due(subjects, at=at),
        warned=_warned(contacts.values()),
    )


def _show_nearest(sections: list[Section], protected: Sequence[Promise], *, at: datetime) -> None:
    """Each row of a concern shows the clock that is due first, whoever owns it, and one whose is late stands with the late
    ones; each concern once. Late ones of what was protected are among them, so that their number is never too small."""
    late, coming = sections
    rows = [row for section in sections for row in section.rows if row.check is None]
    refs = {ref for row in rows for ref in (row.contact.ref, row.referral.ref if row.referral else "") if ref}
    first: dict[str, RunningClock] = {}
    for clock in clocks_for(refs):
        if clock.state == RunningClock.State.RUNNING:
            first.setdefault(clock.subject, clock)

    def nearest(row: Promise) -> Promise:
        known = [
            first[ref] for ref in (row.contact.ref, row.referral.ref if row.referral else "") if ref in first
        ]
        clock = min([row.clock, *known], key=lambda one: one.due_at)
        return row if row.check else Promise(clock, row.contact, row.referral, row.check)

    rows = [nearest(row) for row in late.rows]
    rows += [row for row in (*map(nearest, coming.rows), *protected) if row.clock.due_at < at]
    late.rows = sorted(_once(rows), key=lambda row: row.clock.due_at)
    told = {row.contact.pk for row in late.rows if row.check is None}
    coming.rows = sorted(
        (row for row in map(nearest, coming.rows) if row.contact.pk not in told),
        key=lambda row: row.clock.due_at,
    )


def _once(rows: Iterable[Promise]) -> list[Promise]:
    """Each question, and besides them each concern, once."""
    return list(
        {(row.check.ref if row.check else row.contact.ref): row for row in reversed([*rows])}.values()
    )


def _soonest(contacts: Sequence[Contact]) -> dict[str, RunningClock]:
    """By concern, the running clock that is due first."""
    found: dict[str, RunningClock] = {}
    for clock in clocks_for(one.ref for one in contacts):
        if clock.state == RunningClock.State.RUNNING:
            found.setdefault(clock.subject, clock)
    return found


def _warned(contacts: Iterable[Contact]) -> frozenset[str]:
    """Concerns about anybody for whom somebody must not know."""
    of_person: dict[str, set[str]] = {}
    for contact in contacts:
        for one in contact.people.all():
            of_person.setdefault(str(one.description.person_id), set()).add(str(contact.pk))
    notes = (
        SafetyNote.objects.filter(person_id__in=list(of_person), ended_at__isnull=True)
        .exclude(kind=SafetyNote.Kind.SAFE_CONTACT)
        .values_list("person_id", flat=True)
        .distinct()
    )
    return frozenset(contact for person in notes for contact in of_person[str(person)])
