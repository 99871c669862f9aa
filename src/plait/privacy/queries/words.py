"""The words of a line that was gathered: of an item, of a concern that an agency raised, of a call, of what was told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from plait.agencies.models import Practitioner
from plait.base.announce import ask
from plait.base.clock import LONDON
from plait.feedback.models import FeedbackTask
from plait.feedback.queries.reading import refs_about
from plait.people.events import Held, KeptApart, WrittenAbout
from plait.people.queries import ids_of
from plait.privacy.models import RequestLine
from plait.referrals.models import CallNote, Contact, ContactPerson
from plait.referrals.queries.telling import told_openly

PARTS = (
    ("Seen or heard", "observed"),
    ("The child’s words", "child_words"),
    ("Said by others", "reported"),
    ("Opinion", "opinion"),
    ("What is going well", "strengths"),
    ("What they want to happen", "wanted"),
)


@dataclass(frozen=True, slots=True)
class Words:
    """What was written, by which agency, and of when it is."""

    ref: str
    agency_id: str
    kind: str
    text: str
    when: str


def words_to_gather(person_id: str) -> list[Words]:
    """Concerns, calls, what was told about this person, and what was written about them in disagreements, at steps down, to
    questions, of their moves and while they were missed. Nothing of the closed list, of whoever told us with their name
    protected or not by their work, nor of calls and feedback to them."""
    ids = list(ids_of([person_id]))
    about = ContactPerson.objects.filter(description__person_id__in=ids).values("contact_id")
    raised = sorted(told_openly(ids), key=lambda one: (one.contact.received_at, str(one.contact_id)))
    told = [_of_contact(one.contact, str(one.agency_id)) for one in raised]
    open_contacts = {one.contact_id for one in raised}
    shut = {f"contact:{pk}" for pk in about.values_list("contact_id", flat=True) if pk not in open_contacts}
    told += _calls(person_id, shut)
    tasks = FeedbackTask.objects.filter(
        contact_id__in=about, contact__route=Contact.Route.STANDARD, status__in=["sent", "told"]
    ).exclude(kind=FeedbackTask.Kind.PUBLIC)
    for task in tasks.select_related("contact__team").order_by("made_at", "pk"):
        if task.kind != FeedbackTask.Kind.REFERRER or task.contact_id in open_contacts:
            told.append(_of_feedback(task))
    told += _asked_of_others(ids).values()
    return [one for one in told if one.text.strip()]


def kept_apart(person_id: str, *, agency_id: str) -> list[str]:
    """What nobody opens for a request, and whom of this agency to ask for it: for its own privacy officer alone."""
    found = ask(KeptApart(tuple(ids_of([person_id])), agency_id)) if person_id and agency_id else []
    return [one for some in found for one in some]


def _asked_of_others(ids: Iterable[str]) -> dict[str, Words]:
    found: list[Held] = [one for some in ask(WrittenAbout(tuple(ids))) for one in some]
    return {
        one.ref: Words(one.ref, one.agency, one.kind, one.text, _day(one.at))
        for one in sorted(found, key=lambda row: (row.at, row.ref))
    }


def _calls(person_id: str, shut: set[str]) -> list[Words]:
    refs = set(refs_about(person_id)) - shut
    closed = Contact.objects.exclude(route=Contact.Route.STANDARD).values_list("pk", flat=True)
    refs -= {f"contact:{pk}" for pk in closed}
    rows = list(CallNote.objects.filter(about__in=refs).order_by("rang_at", "pk"))
    return [_of_call(one, agency) for one in rows if (agency := _agency_of(one.by))]


def _agency_of(practitioner_id: str) -> str:
    try:
        found = Practitioner.objects.filter(pk=UUID(practitioner_id)).values_list("agency_id", flat=True)
    except ValueError:
        return ""
    return str(found.first() or "")


def _day(at: datetime | None) -> str:
    return _date(at.astimezone(LONDON).date()) if at else ""


def _date(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _of_contact(contact: Contact, agency_id: str) -> Words:
    parts = [(label, getattr(contact, name).strip()) for label, name in PARTS]
    text = "\n\n".join(f"{label}: {said}" for label, said in parts if said)
    return Words(
        f"contact:{contact.pk}", agency_id, "The words of a concern", text, _day(contact.received_at)
    )


def _of_call(call: CallNote, agency_id: str) -> Words:
    return Words(f"call:{call.pk}", agency_id, "A note of a call", call.said, _day(call.rang_at))


def _of_feedback(task: FeedbackTask) -> Words:
    agency = str(task.contact.team.agency_id)
    return Words(f"feedback:{task.pk}", agency, "What an agency was told", task.text, _day(task.made_at))


def words_of(lines: Iterable[RequestLine]) -> dict[UUID, Words]:
    """The words of each line as they stand now. What was erased since it was gathered has none."""
    told, others = {}, []
    for line in lines:
        agency = str(line.agency_id)
        kind, _, record_id = line.source_ref.partition(":")
        if line.item is not None:
            item = line.item
            when = _date(item.happened_on) if item.happened_on else item.happened_said
            told[line.pk] = Words(
                f"item:{item.pk}", agency, item.get_assertion_kind_display(), item.text, when
            )
        elif kind == "contact":
            told[line.pk] = _of_contact(Contact.objects.get(pk=record_id), agency)
        elif kind == "call":
            told[line.pk] = _of_call(CallNote.objects.get(pk=record_id), agency)
        elif kind == "feedback":
            found = FeedbackTask.objects.select_related("contact__team").get(pk=record_id)
            told[line.pk] = _of_feedback(found)
        else:
            others.append(line)
    return told | _of_others(others)


def _of_others(lines: list[RequestLine]) -> dict[UUID, Words]:
    people = dict.fromkeys(line.request.person_id for line in lines)
    said = {one: _asked_of_others(ids_of([one])) for one in people}
    gone = "Erased since it was gathered, or not to be given any more"
    return {
        line.pk: said[line.request.person_id].get(
            line.source_ref, Words(line.source_ref, str(line.agency_id), gone, "", "")
        )
        for line in lines
    }
