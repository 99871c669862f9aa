"""Say where one lives and who is next of kin, so that Plait keeps one's own people from one; or that one knows nobody."""

from datetime import datetime

from plait.agencies.actions.note_declared import note_declared
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.models import HouseholdMark, OwnHousehold
from plait.people.rules.homes import Home
from plait.people.store.inferring import find_own_people, marks_of_home


@deed
def say_own_home(*, home: Home, by: Actor, at: datetime) -> OwnHousehold:
    """Keep hashes of what was said, in place of what was said before, and keep them from everybody who fits. Nothing that
    comes back says whether anybody did; what was found before stays until somebody has looked."""
    kept, _ = OwnHousehold.objects.update_or_create(practitioner_id=by.id, defaults={"said_at": at})
    HouseholdMark.objects.filter(household=kept).delete()
    HouseholdMark.objects.bulk_create(
        [HouseholdMark(household=kept, by=how, mark=mark) for how, mark in sorted(marks_of_home(home))]
    )
    find_own_people(kept, home, at=at)
    note_declared(practitioner_id=by.id, by=by, at=at)
    record(act="conflict:own-home-said", about=f"practitioner:{by.id}", by=by, at=at, fields=("sealed",))
    return kept
