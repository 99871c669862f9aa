"""The hub's desk and its 08:30 board, read in a fixed number of queries however much has been recorded.

Each section reads a window of clocks in order of their due time by index and keeps what the reader may see: a list
and its details go by the same rule, and a count never tells of a record that the reader may not know of. Where more
lies beyond the window, the page says "more than".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from plait.agencies.models import Membership, Team
from plait.base.audit.actor import Actor
from plait.base.clock.models import RunningClock
from plait.base.clock.queries import clocks_for
from plait.desk.queries.hub_protected import Protected, Protecting
from plait.people.models import SafetyNote
from plait.referrals.access import visible_contacts
from plait.referrals.models import Contact, ContactPerson, PartnerCheck, Referral
from plait.referrals.queries.hub import rings_due

WINDOW = 60
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Promise:
    """One clock with what it is about. `check` is set for an agency's answer; `contact` always is."""

    clock: RunningClock
    contact: Contact
    referral: Referral | None = None
    check: PartnerCheck | None = None


@dataclass(slots=True)
class Section:
    """Rows in order, and whether more lie beyond what was read."""

    rows: list[Promise] = field(default_factory=list)
    more: bool = False


@dataclass(frozen=True, slots=True)
class DeskFacts:
    """What the desk shows: new concerns, promises of the hub, and what partners have been asked."""

    new: list[Contact]
    new_clocks: dict[str, RunningClock]
    more_new: bool
    protected: list[Protected]
    was_protected: frozenset[str]
    late: Section
    coming: Section
    out: Section
    rings: frozenset[str]
    warned: frozenset[str]


def desk_facts(by: Actor, *, at: datetime, mine: bool = False) -> DeskFacts:
    """The reader's teams' desk; `mine` keeps only what the reader opened first."""
    visible = visible_contacts(by, at=at)
    if mine:
        visible = visible.filter(opened_by=by.id)
    teams = list(by.teams)
    new = list(
        _with_children(visible.filter(team_id__in=teams, status=Contact.Status.RECEIVED)).order_by(
            "received_at", "pk"
        )[: SHOWN + 1]
    )
    owners = [f"team:{team}" for team in teams]
    running = _running()
    own = running.filter(owner__in=owners)
    late = list(own.filter(due_at__lt=at).order_by("due_at")[: WINDOW + 1])
    coming = list(own.filter(due_at__gte=at).order_by("due_at")[: WINDOW + 1])
    asked = list(running.filter(rule="partner_return").order_by("due_at")[: WINDOW + 1])
    by_subject = _promises([*late, *coming, *asked], visible)
    seen = {str(one.pk) for one in new}
    # A new concern that is late stands under both: it must not hide among the new ones.
    protecting = Protecting.now(visible, at=at)
    kept = {str(one.contact.pk) for one in protecting.waiting}
    # A question to a partner that is late is late like any promise of the hub's own, and is counted among them.
    overdue = [clock for clock in asked if clock.due_at < at]
    missed = sorted([*late, *overdue], key=lambda clock: clock.due_at)
    sections = [
        _section(missed, by_subject, more=len(late) > WINDOW or len(overdue) > WINDOW),
        _section(coming, by_subject, besides=seen | kept),
    ]
    _show_nearest(
        sections, [Promise(one.clock, one.contact, one.referral) for one in protecting.waiting], at=at
    )
    # What is late stands above with its agency: once on a page is enough.
    out = _section([clock for clock in asked if clock.due_at >= at], by_subject, more=len(asked) > WINDOW)
    contacts = {one.pk: one for one in [*new, *(one.contact for one in protecting.waiting)]} | {
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
        protected=protecting.waiting,
        was_protected=protecting.ever(contacts),
        late=sections[0],
        coming=sections[1],
        out=out,
        rings=rings_due(subjects, at=at),
        warned=_warned(contacts.values()),
    )


@dataclass(frozen=True, slots=True)
class BoardFacts:
    """What is red, what turns red by then, what was not opened in its time, and who can be rung about each."""

    protected: list[Protected]
    red: Section
    turning: Section
    unopened: list[Contact]
    due: dict[str, RunningClock]
    unopened_checks: list[PartnerCheck]
    people: dict[str, list[Membership]]
    teams: dict[str, Team]


def board_facts(by: Actor, *, at: datetime, until: datetime) -> BoardFacts:
    """Every promise about the reader's concerns that is broken now or will be by `until`, whoever owns it."""
    visible = visible_contacts(by, at=at)
    running = _running()
    red = list(running.filter(due_at__lt=at).order_by("-due_at")[: WINDOW + 1])
    turning = list(running.filter(due_at__gte=at, due_at__lte=until).order_by("due_at")[: WINDOW + 1])
    asked = list(running.filter(rule="partner_return").order_by("due_at")[: WINDOW + 1])
    by_subject = _promises([*red, *turning, *asked], visible)
    new = list(
        visible.filter(
            team_id__in=list(by.teams), status=Contact.Status.RECEIVED, opened_at__isnull=True
        ).order_by("received_at")[:SHOWN]
    )
    checks = [
        promise.check
        for clock in asked
        if (promise := by_subject.get(clock.subject)) and promise.check and promise.check.status == "asked"
    ]
    rings = rings_due([*(one.ref for one in new), *(one.ref for one in checks)], at=at)
    protected = Protecting.now(visible, at=at).waiting
    # What stands on top, as not opened or as protected, is not said a second time below.
    told = rings | {one.referral.ref for one in protected}
    sections = [
        _section(
            [clock for clock in clocks if clock.subject not in told], by_subject, more=len(clocks) > WINDOW
        )
        for clocks in (red, turning)
    ]
    owners = {one.clock.owner.removeprefix("team:") for one in protected}
    owners |= {row.clock.owner.removeprefix("team:") for section in sections for row in section.rows}
    owners |= {str(contact.team_id) for contact in new} | {str(check.team_id) for check in checks}
    teams = {str(team.pk): team for team in Team.objects.filter(pk__in=_ids(owners)).select_related("agency")}
    return BoardFacts(
        protected=protected,
        red=sections[0],
        turning=sections[1],
        unopened=[one for one in new if one.ref in rings],
        due={clock.subject: clock for clock in reversed([*reversed(red), *turning])},
        unopened_checks=[one for one in checks if one.ref in rings],
        people=_people_in(list(teams), at=at),
        teams=teams,
    )


def _running() -> QuerySet[RunningClock]:
    """Clocks of concerns, referrals and checks. Those of feedback that waits for a person have a list of their own: here
    they would fill the window, the oldest first, and hide what is late."""
    running = RunningClock.objects.filter(state=RunningClock.State.RUNNING)
    return running.exclude(subject__startswith="feedback:")


def _ids(owners: Iterable[str]) -> list[str]:
    return [one for one in owners if ":" not in one]


def _people_in(team_ids: Sequence[str], *, at: datetime) -> dict[str, list[Membership]]:
    rows = (
        Membership.objects.filter(team_id__in=team_ids, from_at__lte=at, practitioner__left_at__isnull=True)
        .exclude(to_at__lte=at)
        .select_related("practitioner__deputy")
        .order_by("practitioner__name")
    )
    found: dict[str, list[Membership]] = {}
    for row in rows:
        found.setdefault(str(row.team_id), []).append(row)
    return found


def _with_children(contacts: QuerySet[Contact]) -> QuerySet[Contact]:
    children = ContactPerson.objects.select_related("description").order_by("order", "pk")
    return contacts.prefetch_related(Prefetch("people", queryset=children))


def _promises(clocks: Sequence[RunningClock], visible: QuerySet[Contact]) -> dict[str, Promise]:
    """By subject, what each clock is about, for those that the reader may see; three queries and their children."""
    ids: dict[str, list[str]] = {"contact": [], "referral": [], "check": []}
    for clock in clocks:
        kind, _, subject_id = clock.subject.partition(":")
        if kind in ids:
            ids[kind].append(subject_id)
    checks = list(
        PartnerCheck.objects.filter(pk__in=ids["check"]).select_related("agency", "team", "referral")
        if ids["check"]
        else PartnerCheck.objects.none()
    )
    referrals = {str(one.pk): one for one in Referral.objects.filter(pk__in=ids["referral"])} | {
        str(check.referral_id): check.referral for check in checks
    }
    wanted = {*ids["contact"], *(str(one.contact_id) for one in referrals.values())}
    contacts = {str(one.pk): one for one in _with_children(visible.filter(pk__in=wanted))}
    found: dict[str, Promise] = {}
    by_check = {str(check.pk): check for check in checks}
    for clock in clocks:
        kind, _, subject_id = clock.subject.partition(":")
        check = by_check.get(subject_id) if kind == "check" else None
        referral = check.referral if check else referrals.get(subject_id) if kind == "referral" else None
        contact = contacts.get(str(referral.contact_id) if referral else subject_id)
        if contact is not None:
            found.setdefault(clock.subject, Promise(clock, contact, referral, check))
    return found


def _section(
    clocks: Sequence[RunningClock],
    by_subject: dict[str, Promise],
    *,
    besides: Iterable[str] = (),
    more: bool | None = None,
) -> Section:
    """The first promise of each subject, in the order of the clocks; what stands elsewhere on the page is left out."""
    section = Section(more=len(clocks) > WINDOW if more is None else more)
    seen = set(besides)
    for clock in clocks[: WINDOW if more is None else None]:
        promise = by_subject.get(clock.subject)
        if (
            promise is None
            or clock.subject in seen
            or (promise.check is None and str(promise.contact.pk) in seen)
        ):
            continue
        seen |= {clock.subject} | (set() if promise.check else {str(promise.contact.pk)})
        section.rows.append(Promise(clock, promise.contact, promise.referral, promise.check))
    section.more = section.more or len(section.rows) > SHOWN
    section.rows = section.rows[:SHOWN]
    return section


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
        SafetyNote.objects.filter(person_id__in=list(of_person))
        .exclude(kind=SafetyNote.Kind.SAFE_CONTACT)
        .values_list("person_id", flat=True)
        .distinct()
    )
    return frozenset(contact for person in notes for contact in of_person[str(person)])
