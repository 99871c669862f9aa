"""Promises of time out of what a reader may see: read in the order of their due time, each record once.

A window of clocks is read by index, and where the reader may not see enough of it, the next and larger one: so a list
and its count tell of nothing that they may not know of, and miss nothing that they may.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet

from plait.base.clock.models import RunningClock
from plait.referrals.models import Contact, ContactPerson, PartnerCheck, Referral

WINDOW = 60
GROWS = 4
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
    """Rows in order, and whether the reader may see more of them than are shown."""

    rows: list[Promise] = field(default_factory=list)
    more: bool = False


def running() -> QuerySet[RunningClock]:
    """Clocks of concerns, referrals and checks. Feedback that waits for a person, step downs and disagreements have lists of
    their own: here they would fill the window, the oldest first, and hide what is late."""
    clocks = RunningClock.objects.filter(state=RunningClock.State.RUNNING)
    for elsewhere in ("feedback:", "disagreement:", "stepdown:", "escalation:", "challenge:"):
        clocks = clocks.exclude(subject__startswith=elsewhere)
    return clocks


@dataclass(slots=True)
class Window:
    """Clocks in their order, of which some were read. `besides` are records that stand elsewhere on the page."""

    clocks: QuerySet[RunningClock]
    besides: frozenset[str] = frozenset()
    read: list[RunningClock] = field(default_factory=list)
    whole: bool = False

    def go_on(self) -> list[RunningClock]:
        """Read the next ones: as many as the first window, then each time `GROWS` times as many as before."""
        size = len(self.read) * (GROWS - 1) or WINDOW
        found = list(self.clocks[len(self.read) : len(self.read) + size])
        self.read += found
        self.whole = len(found) < size
        return found


def read_through(windows: Sequence[Window], visible: QuerySet[Contact]) -> dict[str, Promise]:
    """Read each window until it holds more than can be shown of what the reader may see, or there is no more. One round
    for all of them, and others only where records that the reader may not see stand among the first."""
    known = promises_of([clock for window in windows for clock in window.go_on()], visible)
    for window in windows:
        while (
            not window.whole
            and len(section_of(window.read, known, besides=window.besides, most=SHOWN + 1).rows) <= SHOWN
        ):
            known |= promises_of(window.go_on(), visible)
    return known


def with_children(contacts: QuerySet[Contact]) -> QuerySet[Contact]:
    children = ContactPerson.objects.select_related("description").order_by("order", "pk")
    return contacts.prefetch_related(Prefetch("people", queryset=children))


def promises_of(clocks: Sequence[RunningClock], visible: QuerySet[Contact]) -> dict[str, Promise]:
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
    contacts = {str(one.pk): one for one in with_children(visible.filter(pk__in=wanted))}
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


def section_of(
    clocks: Iterable[RunningClock],
    by_subject: dict[str, Promise],
    *,
    besides: Iterable[str] = (),
    most: int = SHOWN,
) -> Section:
    """The first promise of each subject, in the order of the clocks; what stands elsewhere on the page is left out."""
    section = Section()
    seen = set(besides)
    for clock in clocks:
        promise = by_subject.get(clock.subject)
        if (
            promise is None
            or clock.subject in seen
            or (promise.check is None and str(promise.contact.pk) in seen)
        ):
            continue
        seen |= {clock.subject} | (set() if promise.check else {str(promise.contact.pk)})
        section.rows.append(Promise(clock, promise.contact, promise.referral, promise.check))
    section.more = len(section.rows) > most
    section.rows = section.rows[:most]
    return section
