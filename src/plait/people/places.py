"""The one way a place leaves: on a page, in print, in a log, in mail and in search. A shielded place leaves as words.

Every screen and every disclosure asks here; a test crawls them for the raw address. What is derived from a shielded
place (the school, the telephone number there, the postcode's area) is shielded with it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from plait.agencies.models import Agency
from plait.agencies.queries import agencies
from plait.agencies.roles import permissions
from plait.base.access.stand_ins import some_ids
from plait.base.access.written import Written
from plait.base.audit.actor import Actor
from plait.base.clock import LONDON
from plait.people.models import AddressPeriod, Description, LeadsThere, Person, Relationship, SafetyNote
from plait.people.queries import current_description, name_of
from plait.people.queries.reaching import safe_way_to_reach
from plait.people.queries.signs import signs_that_lead
from plait.people.rules import Whereabouts, address_key

SHIELDED = "Address protected. Ring the hub if you need to reach this family safely."
SHIELDED_TO_THE_HUB = "Address protected"
NOT_KNOWN = "Address not known"
AS_GIVEN = "As you wrote it. Plait keeps it and does not show it here again."


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """What may be said of where somebody lives."""

    words: str
    shielded: bool
    since: date | None = None

    def to(self, by: Actor) -> str:
        """The words as this reader is told them: somebody in the hub is not told to ring the hub."""
        return SHIELDED_TO_THE_HUB if self.shielded and "hub:desk" in permissions(by) else self.words


def is_shielded(person: Person) -> bool:
    """Is anything about where this person is protected? One shielded address protects them all: the strictest wins."""
    return person.address_hidden or _shielded_homes.count(person.pk) > 0


@Written
def _shielded_homes(person_id: UUID) -> QuerySet[AddressPeriod]:
    return AddressPeriod.objects.filter(person_id=person_id, place__shielded=True)


def shielded_among(people: Iterable[Person]) -> frozenset[str]:
    """The ids of those of these people who are protected; one query."""
    return shielded_of(person.pk for person in people)


def shielded_of(person_ids: Iterable[object]) -> frozenset[str]:
    """The same by their ids."""
    return frozenset(map(str, _shielded_of.rows(some_ids(person_ids))))


@Written
def _shielded_of(ids: tuple[UUID, ...]) -> QuerySet[Person, Any]:
    hidden = Q(address_hidden=True) | Q(addresses__place__shielded=True)
    return Person.objects.filter(hidden, pk__in=ids).values_list("pk", flat=True)


@dataclass(frozen=True, slots=True)
class Revealed:
    """Where somebody protected is, for the one page that may show it (`actions.reveal_whereabouts`)."""

    addresses: tuple[str, ...]
    schools: tuple[str, ...]
    phones: tuple[str, ...]


def revealed(person: Person) -> Revealed:
    """Where they live now as every source says it, and every school and telephone that was given, the newest first."""
    rows = person.addresses.select_related("place").filter(to_on__isnull=True).order_by("-from_on", "pk")
    lines = (_line(row) for row in rows)
    told = list(person.descriptions.order_by("-stated_at", "pk").values_list("school", "phone"))
    return Revealed(
        addresses=tuple(dict.fromkeys(line for line in lines if line)),
        schools=tuple(dict.fromkeys(school for school, _ in told if school)),
        phones=tuple(dict.fromkeys(phone for _, phone in told if phone)),
    )


def _line(period: AddressPeriod) -> str:
    place = period.place
    return ", ".join(part for part in (place.line, place.town, place.postcode) if part)


def say_place(person: Person) -> ShownPlace:
    """Where the person lives, in words that may be shown to anyone who may open the person."""
    if is_shielded(person):
        return ShownPlace(SHIELDED, shielded=True)
    period: AddressPeriod | None = _home_now.first(person.pk)
    if period is None:
        return ShownPlace(NOT_KNOWN, shielded=False)
    return ShownPlace(_line(period) or NOT_KNOWN, shielded=False, since=period.from_on)


@Written
def _home_now(person_id: UUID) -> QuerySet[AddressPeriod]:
    rows = AddressPeriod.objects.filter(person_id=person_id, to_on__isnull=True)
    return rows.select_related("place").order_by("-from_on", "pk")[:1]


def place_given(person: Person, *, source_ref: str) -> str:
    """The place as one source gave it; empty where it gave none. To know that there was one: it is not read back."""
    ids = [person.pk, *person.supersedes.values_list("pk", flat=True)]
    rows = AddressPeriod.objects.filter(person_id__in=ids, source_ref=source_ref).select_related("place")
    return next((_line(row) for row in rows.order_by("pk")), "")


def hidden_by(person: Person, *, source_ref: str) -> bool:
    """Did this very source say that somebody must not learn where they are? To no other is it told that they are hidden."""
    ids = [person.pk, *person.supersedes.values_list("pk", flat=True)]
    notes = SafetyNote.objects.filter(person_id__in=ids, source_ref=source_ref, kind=SafetyNote.Kind.WHERE)
    return person.address_hidden_because == f"Told by {source_ref}" or notes.exists()


def say_places(people: Sequence[Person]) -> dict[str, ShownPlace]:
    """The same for several people at once, by person id, in one query."""
    periods: dict[str, list[AddressPeriod]] = {str(person.pk): [] for person in people}
    rows = (
        AddressPeriod.objects.filter(person_id__in=list(periods))
        .select_related("place")
        .order_by("-from_on", "pk")
    )
    for row in rows:
        periods[str(row.person_id)].append(row)
    shown = {}
    for person in people:
        own = periods[str(person.pk)]
        if person.address_hidden or any(row.place.shielded for row in own):
            shown[str(person.pk)] = ShownPlace(SHIELDED, shielded=True)
            continue
        now = next((row for row in own if row.to_on is None), None)
        words = _line(now) if now else ""
        shown[str(person.pk)] = ShownPlace(
            words or NOT_KNOWN, shielded=False, since=now.from_on if now else None
        )
    return shown


def say_school(description: Description, person: Person) -> str:
    """The school, which would lead to a shielded home and is shielded with it."""
    return SHIELDED if description.school and is_shielded(person) else description.school


def say_phone(description: Description, person: Person) -> str:
    """The telephone number, shielded with the place it may ring in."""
    return SHIELDED if description.phone and is_shielded(person) else description.phone


@Written
def _shielded_behind(ids: tuple[UUID, ...]) -> QuerySet[Person, Any]:
    hidden = Q(address_hidden=True) | Q(addresses__place__shielded=True)
    # One after the other: with an "or" between them PostgreSQL reads through everybody there is.
    own = Person.objects.filter(pk__in=ids)
    heads = own.filter(superseded_by__isnull=False).values_list("superseded_by", flat=True)
    meant = own.values_list("pk", flat=True).union(heads)
    return Person.objects.filter(hidden, pk__in=meant).values_list("pk", flat=True)


def whereabouts_of(person_ids: Iterable[str], *, signs_of: Iterable[str] = ()) -> Whereabouts:
    """Everything written down that would lead to those of these people who are shielded, for `people.rules.veil`:
    every address they ever had, every school and telephone number that any source gave, and whatever else somebody noted that
    leads there. One query where nobody is. An id that redirects speaks of the person it redirects to as well.

    `signs_of`: of these people what tells only in which area they are goes too: the names and telephones of the agencies that
    know them, of the practitioners there, and their pupil numbers (`people.access.whereabouts_for` says of whom).
    """
    shielded = set(_shielded_behind.rows(some_ids(person_ids)))
    if not shielded:
        return Whereabouts()
    them = some_ids(shielded)
    places, told, leads = _homes_ever.rows(them), _told_of_them.rows(them), _noted_of_them.rows(them)
    own: dict[str, str] = {LeadsThere.Kind.SCHOOL: "schools", LeadsThere.Kind.PHONE: "phones"}
    signs, numbers = signs_that_lead({str(one) for one in shielded} & {str(one) for one in signs_of})
    return Whereabouts(
        lines=frozenset(line for line, _, _ in places if line),
        postcodes=frozenset(postcode for _, postcode, _ in places if postcode),
        towns=frozenset(town for _, _, town in places if town),
        schools=frozenset(school for school, _ in told if school)
        | {words for kind, words in leads if own.get(kind) == "schools"},
        phones=frozenset(phone for _, phone in told if phone)
        | {words for kind, words in leads if own.get(kind) == "phones"}
        | numbers,
        leads=frozenset(words for kind, words in leads if kind not in own),
        signs=signs,
        kept=frozenset(_agency_names.rows()),
    )


@Written
def _homes_ever(ids: tuple[UUID, ...]) -> QuerySet[AddressPeriod, Any]:
    rows = AddressPeriod.objects.filter(person_id__in=ids)
    return rows.values_list("place__line", "place__postcode", "place__town")


@Written
def _told_of_them(ids: tuple[UUID, ...]) -> QuerySet[Description, Any]:
    return Description.objects.filter(person_id__in=ids).values_list("school", "phone")


@Written
def _noted_of_them(ids: tuple[UUID, ...]) -> QuerySet[LeadsThere, Any]:
    return LeadsThere.objects.filter(person_id__in=ids).values_list("kind", "words")


@Written
def _agency_names() -> QuerySet[Agency, Any]:
    return agencies().values_list("name", flat=True)


@dataclass(frozen=True, slots=True)
class ShownMove:
    """One time at one place, in words that may be shown, and which record told of it."""

    words: str
    from_on: date | None
    to_on: date | None
    source_ref: str
    told_on: date | None = None


def say_moves(person: Person) -> list[ShownMove]:
    """Where the person has lived, the newest first; nothing at all, not even how often or when, once they are shielded. A home of
    which nobody said since when comes after, by when it was told."""
    if is_shielded(person):
        return []
    return [
        ShownMove(
            _line(row) or NOT_KNOWN,
            row.from_on,
            row.to_on,
            row.source_ref,
            row.record.first_seen_at.astimezone(LONDON).date() if row.record else None,
        )
        for row in person.addresses.select_related("place", "record").order_by(
            F("from_on").desc(nulls_last=True), "-record__first_seen_at", "pk"
        )
    ]


def living_at(line: str, postcode: str) -> list[Person]:
    """Everybody who is said to live at this address now, however it was spelled; nobody for an empty line or postcode.

    Each source writes its own Place, so one home is several rows: a shield on one of them must reach the others.
    """
    sought = address_key(line)
    if not (sought and postcode):
        return []
    rows = AddressPeriod.objects.filter(place__postcode=postcode.replace(" ", "").upper(), to_on__isnull=True)
    found = {
        row.person_id: row.person
        for row in rows.select_related("place", "person")
        if address_key(row.place.line) == sought
    }
    return list(found.values())


def household_of(person: Person) -> list[Person]:
    """Whoever lives at the same address by any source, and whoever was said to live with one of them; each once, without
    the person."""
    found: dict[UUID, Person] = {person.pk: person}
    for period in person.addresses.select_related("place").filter(to_on__isnull=True):
        found |= {one.pk: one for one in living_at(period.place.line, period.place.postcode)}
    here = list(found)
    together = Relationship.objects.filter(Q(person__in=here) | Q(other__in=here), lives_with="yes")
    for row in together.select_related("person", "other"):
        found |= {one.pk: one for one in (row.person, row.other)}
    del found[person.pk]
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Flag:
    """A word with its sign beside a person's name."""

    text: str
    sign: str
    colour: str


@dataclass(frozen=True, slots=True)
class Banner:
    """What `ui/components/person_banner.html` takes."""

    name: str
    also: str
    born: date | None
    expected: date | None
    age: str
    restricted: bool
    flags: tuple[Flag, ...]


def banner_of(person: Person) -> Banner:
    """The newest description of a person, and whether their whereabouts are hidden."""
    told: Description | None = current_description(str(person.pk))
    hidden: tuple[Flag, ...] = ()
    if is_shielded(person):
        hidden = (Flag("Whereabouts protected", "shield", "purple"),)
    way = safe_way_to_reach(str(person.pk))
    if "none" in way.methods:
        hidden += (Flag("Do not make contact: ring the hub", "triangle", "red"),)
    elif way.stated:
        hidden += (Flag("Only the safe way", "shield", "purple"),)
    return Banner(
        name=name_of(told),
        also=told.other_names if told else "",
        born=told.born_on if told else None,
        expected=told.expected_on if told and told.unborn else None,
        age=told.age_said if told and not told.born_on else "",
        restricted=person.restricted,
        flags=hidden,
    )
