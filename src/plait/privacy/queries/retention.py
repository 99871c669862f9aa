"""What an agency keeps, until when, and what holds it."""

from collections.abc import Iterable
from datetime import date, datetime

from plait.agencies.models import Practitioner
from plait.base.packs.schema.retention import RetentionClass, RetentionFile
from plait.people.models import Description
from plait.people.queries import ids_of
from plait.privacy.models import Disposal, LegalHold, RetentionChoice
from plait.privacy.queries.viewers import closed_on
from plait.privacy.rules.retaining import Kept, due_on
from plait.referrals.models import CallNote, Contact, ContactPerson, Referral
from plait.sharing.models import InformationItem

MOST = 500
KINDS = ("item", "contact", "call", "referral")  # what can be disposed of


def schedule_of(agency_id: str, *, file: RetentionFile) -> list[Kept]:
    """Everything this agency wrote that can be disposed of, with its class and its day; what is held is not among it."""
    kept = _kept(agency_id)
    chosen = _chosen(ref for ref, *_ in kept)
    held = held_people()
    waiting = _waiting(agency_id)
    told = []
    for ref, people, kind, written, closed in kept:
        code = chosen.get(ref)
        which = file.named(code) if code else file.class_of(kind)
        if which is None or ref in waiting or held & set(people):
            continue
        since = _since(which, people, written, closed)
        told.append(Kept(ref, people, which.code, since, due_on(since, years=which.years, days=which.days)))
    return told


def kept_refs(agency_id: str) -> frozenset[str]:
    """Everything this agency wrote that can be disposed of, also what is held or waits to go."""
    return frozenset(ref for ref, *_ in _kept(agency_id))


def fits(ref: str, which: RetentionClass) -> bool:
    """Can a record of this kind be kept in that class? One that names no kinds is there to be chosen."""
    return not which.records or ref.partition(":")[0] in which.records


def choosable(file: RetentionFile) -> list[RetentionClass]:
    """The classes in which some record that can be disposed of may be kept."""
    return [one for one in file.classes if not one.records or set(one.records) & set(KINDS)]


def due_now(agency_id: str, *, file: RetentionFile, on: date, class_code: str = "") -> list[Kept]:
    """What of it has come to its day, the oldest first; of one class, where one is given."""
    rows = [one for one in schedule_of(agency_id, file=file) if one.due is not None and one.due <= on]
    rows = [one for one in rows if not class_code or one.class_code == class_code]
    return sorted(rows, key=lambda one: (one.due or on, one.ref))[:MOST]


def held_people() -> frozenset[str]:
    """Everybody about whom nothing may be disposed of, under every id that ever stood for them."""
    held = LegalHold.objects.filter(lifted_at__isnull=True).values_list("person_id", flat=True)
    return frozenset(ids_of(held))


Row = tuple[str, tuple[str, ...], str, date, date | None]


def _kept(agency_id: str) -> list[Row]:
    return [*_items(agency_id), *_contacts(agency_id), *_calls(agency_id), *_referrals(agency_id)]


def _items(agency_id: str) -> list[Row]:
    rows = InformationItem.objects.filter(agency_id=agency_id).exclude(text="")
    return [(f"item:{one.pk}", (one.person_id,), "item", one.written_at.date(), None) for one in rows]


def _contacts(agency_id: str) -> list[Row]:
    rows = Contact.objects.filter(
        team__agency_id=agency_id, status=Contact.Status.ANSWERED, route=Contact.Route.STANDARD, referral__isnull=True,
    ).exclude(observed="", reported="", child_words="", opinion="", wanted="", answered_because="")  # fmt: skip
    told: list[Row] = []
    for one in rows.prefetch_related("people__description"):
        people = tuple(str(row.description.person_id) for row in one.people.all())
        closed = one.answered_at.date() if one.answered_at else None
        told.append((one.ref, people, "contact", one.received_at.date(), closed))
    return told


def _calls(agency_id: str) -> list[Row]:
    mine = [str(one) for one in Practitioner.objects.filter(agency_id=agency_id).values_list("pk", flat=True)]
    rows = CallNote.objects.filter(by__in=mine).exclude(spoke_with="")
    told: list[Row] = []
    for one in rows:
        kind, _, record_id = one.about.partition(":")
        about = (
            ContactPerson.objects.filter(contact_id=record_id)
            if kind == "contact"
            else ContactPerson.objects.none()
        )
        people = tuple(str(pk) for pk in about.values_list("description__person_id", flat=True))
        told.append((f"call:{one.pk}", people, "call", one.rang_at.date(), None))
    return told


def _referrals(agency_id: str) -> list[Row]:
    """Closed referrals on which nothing rests any more: no agency keeps words of an item that was answered to one of its checks.
    Without a day of their own: they count from the last closing about everybody they speak of, and not while one is open."""
    rows = Referral.objects.filter(
        contact__team__agency_id=agency_id,
        status=Referral.Status.CLOSED,
        contact__route=Contact.Route.STANDARD,
    ).exclude(
        accepted_because="",
        closed_because="",
        contact__observed="",
        contact__opinion="",
        contact__reported="",
    )
    told: list[Row] = []
    for one in rows.prefetch_related("contact__people__description", "checks"):
        refs = [check.ref for check in one.checks.all()]
        if InformationItem.objects.filter(source_ref__in=refs).exclude(text="").exists():
            continue
        people = tuple(str(row.description.person_id) for row in one.contact.people.all())
        told.append((one.ref, people, "referral", one.accepted_at.date(), None))
    return told


def _since(which: RetentionClass, people: tuple[str, ...], written: date, closed: date | None) -> date | None:
    if which.trigger == "written":
        return written
    if which.trigger == "born":
        born = Description.objects.filter(person_id__in=people, born_on__isnull=False)
        return max(born.values_list("born_on", flat=True), default=None)  # type: ignore[type-var]
    if closed is None:
        ends = closed_on({one: one for one in people})
        closed = (
            max((one.date() for one in ends.values()), default=None)
            if len(ends) == len(set(people))
            else None
        )
    if which.trigger == "last_work" and closed is not None:
        return max(closed, written)
    return closed


def _chosen(refs: Iterable[str]) -> dict[str, str]:
    rows = RetentionChoice.objects.filter(ref__in=list(refs)).order_by("at", "pk")
    return {one.ref: one.class_code for one in rows}


def _waiting(agency_id: str) -> frozenset[str]:
    rows = Disposal.objects.filter(agency_id=agency_id, state__in=["proposed", "agreed"])
    return frozenset(one["ref"] for manifest in rows.values_list("manifest", flat=True) for one in manifest)


def still_due(disposal: Disposal, *, file: RetentionFile, on: date) -> list[str]:
    """Of its manifest, what may still go: neither held, nor kept in another class, nor gone since."""
    manifest = {one["ref"] for one in disposal.manifest}
    chosen, held, told = _chosen(manifest), held_people(), []
    for ref, people, kind, written, closed in _kept(str(disposal.agency_id)):
        if ref not in manifest or held & set(people):
            continue
        default = file.class_of(kind)
        which = file.named(chosen[ref]) if ref in chosen else default
        due = (
            due_on(_since(which, people, written, closed), years=which.years, days=which.days)
            if which
            else None
        )
        if which is not None and which.code == disposal.class_code and due is not None and due <= on:
            told.append(ref)
    return sorted(told)


def disposals_ready(*, at: datetime) -> list[Disposal]:
    """Agreed by two people, and the delay is over."""
    return list(
        Disposal.objects.filter(state=Disposal.State.AGREED, not_before__lte=at).order_by("not_before")
    )
