"""Regular work about people: custodians hear that somebody tried to reach a restricted record."""

from datetime import datetime

from plait.base.announce import ask
from plait.base.audit.actor import Actor
from plait.base.audit.pseudonyms import pseudonym
from plait.base.audit.queries import refusals_since
from plait.people.actions.tell_custodians import tell_custodians
from plait.people.events import RecordsAbout
from plait.people.models import Person
from plait.people.queries import refusals_read_upto, restricted_people

WORKER = Actor.process("worker")
LOOK_BACK = 200


def alert_custodians(at: datetime) -> int:
    """Look through the refusals since the last round. Costs two light queries while nothing was refused."""
    upto = refusals_read_upto()
    # A row with a lower number may have been committed after one with a higher: look back a little. Telling twice is one message.
    fresh = refusals_since(max(0, upto - LOOK_BACK))
    if not fresh or fresh[-1].pk <= upto:
        return 0
    restricted = records_of_restricted()
    hits = [entry for entry in fresh if entry.subject in restricted]
    return tell_custodians(refusals=hits, restricted=restricted, upto=fresh[-1].pk, by=WORKER, at=at)


def records_of_restricted() -> dict[str, Person]:
    """The audit's pseudonym of every restricted person and of every record about one, with the person."""
    found: dict[str, Person] = {}
    for person in restricted_people():
        refs = [f"person:{person.pk}", *(ref for refs in ask(RecordsAbout(person.pk)) for ref in refs)]
        found |= {pseudonym(ref): person for ref in refs}
    return found
