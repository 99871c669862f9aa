"""The one way a place leaves: on a page, in print, in a log, in mail and in search. A shielded place leaves as words.

Every screen and every disclosure asks here; a test crawls them for the raw address. What is derived from a shielded
place (the school, the telephone number there, the postcode's area) is shielded with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from plait.people.models import AddressPeriod, Description, Person

SHIELDED = "Address protected. Ring the hub if you need to reach this family safely."
NOT_KNOWN = "Address not known"


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """What may be said of where somebody lives."""

    words: str
    shielded: bool
    since: date | None = None


def is_shielded(person: Person) -> bool:
    """Is anything about where this person is protected? One shielded address protects them all: the strictest wins."""
    return person.address_hidden or person.addresses.filter(place__shielded=True).exists()


def say_place(person: Person) -> ShownPlace:
    """Where the person lives, in words that may be shown to anyone who may open the person."""
    if is_shielded(person):
        return ShownPlace(SHIELDED, shielded=True)
    period: AddressPeriod | None = (
        person.addresses.select_related("place").filter(to_on__isnull=True).order_by("-from_on", "pk").first()
    )
    if period is None:
        return ShownPlace(NOT_KNOWN, shielded=False)
    place = period.place
    words = ", ".join(part for part in (place.line, place.town, place.postcode) if part)
    return ShownPlace(words or NOT_KNOWN, shielded=False, since=period.from_on)


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
        words = (
            ", ".join(part for part in (now.place.line, now.place.town, now.place.postcode) if part)
            if now
            else ""
        )
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
