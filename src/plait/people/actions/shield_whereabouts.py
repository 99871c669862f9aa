"""Shield a place, or a person's whereabouts. From the next answer on, nothing shows it."""

from datetime import date, datetime

from plait.base.access.deeds import deed
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.access import open_person
from plait.people.events import PlaceShielded
from plait.people.models import Person
from plait.people.places import household_of
from plait.people.store.filing import file_again
from plait.people.store.identity import cover_holds


@deed
def shield_whereabouts(
    *, person_id: str, because: str, review_on: date | None, by: Actor, at: datetime
) -> Person:
    """Hide where the person is, shield every place they live at, and hide everybody who lives there with them: the
    mother's address is the child's."""
    person = open_person(by, person_id, at=at, act="person:shield")
    _hide(person, because, review_on, by, at)
    for other in household_of(person):
        _hide(other, because, review_on, by, at)
        record(act="place:shielded", about=f"person:{other.pk}", by=by, at=at, fields=("location",))
    record(act="place:shielded", about=f"person:{person_id}", by=by, at=at, fields=("location",))
    person.refresh_from_db()
    return person


def _hide(person: Person, because: str, review_on: date | None, by: Actor, at: datetime) -> None:
    person.address_hidden, person.address_hidden_because = True, because[:300]
    cover_holds(person, at=at)
    person.save(update_fields=["address_hidden", "address_hidden_because", "covered_at"])
    for period in person.addresses.select_related("place").filter(to_on__isnull=True):
        place = period.place
        place.shielded, place.shielded_because, place.shielded_by = True, because[:300], by.id
        place.shielded_at, place.review_on = at, review_on
        place.save()
        announce(PlaceShielded(place.pk, by.id, at))
    file_again([person.pk])
