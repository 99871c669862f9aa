"""Shield a place, or a person's whereabouts. From the next answer on, nothing shows it."""

from datetime import date, datetime

from plait.base.access.deeds import deed
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.timers import set_timer
from plait.people.access import open_person
from plait.people.events import PlaceShielded
from plait.people.models import Person
from plait.people.places import household_of
from plait.people.rules.hiding import REVIEW_AFTER, review_moment
from plait.people.store.filing import file_again
from plait.people.store.hiding import MAY_BE_THEM, hide_with, who_may_be
from plait.people.store.identity import cover_holds
from plait.people.store.reaching import stop_family_messages


@deed
def shield_whereabouts(
    *, person_id: str, because: str, review_on: date | None, by: Actor, at: datetime
) -> Person:
    """Hide where the person is, shield every place they live at, and hide everybody who lives there with them (the mother's
    address is the child's) and whoever may be one of them under another name. Every letter, message and call to them that waits
    is stopped in the same transaction.

    Without `review_on` it is looked at again after half a year. It stays hidden until two people end it, whatever the day.
    """
    person = open_person(by, person_id, at=at, act="person:shield")
    day = review_on or at.date() + REVIEW_AFTER
    _hide(person, because, day, by, at)
    for other in household_of(person):
        _hide(other, because, day, by, at)
        record(act="place:shielded", about=f"person:{other.pk}", by=by, at=at, fields=("location",))
    hidden = [person, *household_of(person)]
    hide_with(who_may_be(one.pk for one in hidden), because=MAY_BE_THEM, by=by, at=at)
    stop_family_messages((str(one.pk) for one in hidden), because="hidden", by=by, at=at)
    set_timer(
        key=f"person:{person.pk}:shield-review:{day}",
        kind="shield-review",
        subject=f"person:{person.pk}",
        due_at=review_moment(day),
        at=at,
    )
    record(act="place:shielded", about=f"person:{person_id}", by=by, at=at, fields=("location",))
    person.refresh_from_db()
    return person


def _hide(person: Person, because: str, review_on: date, by: Actor, at: datetime) -> None:
    person.address_hidden, person.address_hidden_because = True, because[:300]
    person.hidden_by, person.hidden_review_on = by.id, review_on
    cover_holds(person, at=at)
    person.save(
        update_fields=[
            "address_hidden", "address_hidden_because", "hidden_by", "hidden_review_on", "covered_at",
        ]
    )  # fmt: skip
    for period in person.addresses.select_related("place").filter(to_on__isnull=True):
        place = period.place
        place.shielded, place.shielded_because, place.shielded_by = True, because[:300], by.id
        place.shielded_at, place.review_on = at, review_on
        place.save()
        announce(PlaceShielded(place.pk, by.id, at))
    file_again([person.pk])
