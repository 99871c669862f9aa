"""The one way a place leaves: on a page, in print, in a log, in mail and in search. A shielded place leaves as words.

Every screen and every disclosure asks here; a test crawls them for the raw address. What is derived from a shielded
place (the school, the telephone number there, the postcode's area) is shielded with it.
"""

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


def say_school(description: Description, person: Person) -> str:
    """The school, which would lead to a shielded home and is shielded with it."""
    return SHIELDED if description.school and is_shielded(person) else description.school


def say_phone(description: Description, person: Person) -> str:
    """The telephone number, shielded with the place it may ring in."""
    return SHIELDED if description.phone and is_shielded(person) else description.phone
