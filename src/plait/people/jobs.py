"""Regular work about people: custodians hear that somebody tried to reach a restricted record, privacy officers that they owe
a look."""

from datetime import datetime, timedelta

from plait.agencies.queries import teams_of_kind
from plait.base.audit.actor import Actor
from plait.base.audit.queries import refusals_since
from plait.base.audit.record import record
from plait.base.outbox import post
from plait.base.packs import NoPack, current
from plait.base.timers import Due, set_timer
from plait.people.access import records_of_restricted
from plait.people.actions.dispose_unlinked import dispose_unlinked
from plait.people.actions.link_record import link_record
from plait.people.actions.tell_custodians import tell_custodians
from plait.people.actions.use_emergency_access import tell_officers
from plait.people.models import AccessReview, Person
from plait.people.queries import refusals_read_upto, standing_id
from plait.people.queries.finding import candidates_of, model_in_use, new_records
from plait.people.rules.hiding import AGAIN_AFTER

WORKER = Actor.process("worker")
LOOK_BACK = 200
AT_ONCE = 100  # new records looked for in one round


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


def look_for_new_records(at: datetime) -> int:
    """Whose is what agencies sent since? A record that stands alone joins somebody over the line; doubt becomes a question."""
    waiting = new_records(AT_ONCE)
    for kept in waiting:
        link_record(
            record_id=str(kept.pk), candidates=candidates_of(kept), model=model_in_use(), by=WORKER, at=at
        )
    return len(waiting)


def let_unlinked_go(due: Due) -> None:
    """The time of an import has come: whoever it brought and nobody linked is disposed of, a thousand at a time."""
    try:
        pack = current(at=due.at).hash
    except NoPack:
        pack = ""
    if dispose_unlinked(pack=pack, by=WORKER, at=due.at):
        again, _, count = due.key.partition("+")
        set_timer(
            key=f"{again}+{int(count or 0) + 1}",
            kind=due.kind,
            subject=due.subject,
            due_at=due.at + timedelta(seconds=10),
        )


def remind_of_review(due: Due) -> None:
    """Nobody has looked at an emergency access in its time: the privacy officers hear it again."""
    found = AccessReview.objects.filter(pk=due.subject.partition(":")[2], reviewed_at__isnull=True).first()
    if found is not None:
        tell_officers(
            key=f"{found.ref}:late", kind="access-review-late", pack=current(at=due.at),
            person_id=str(found.person_id), by=WORKER, at=due.at,
        )  # fmt: skip


def remind_of_shield_review(due: Due) -> None:
    """Whoever hid where somebody is, and the hub, are told that the day to look at it again has come; and again every four
    weeks until somebody has. Nothing is shown by itself."""
    person = Person.objects.filter(pk=standing_id(due.subject.partition(":")[2]), address_hidden=True).first()
    if person is None or (person.hidden_review_on and person.hidden_review_on > due.at.date()):
        return
    readers = [f"team:{team.pk}" for team in teams_of_kind("hub")]
    if person.hidden_by:
        readers.insert(0, f"practitioner:{person.hidden_by}")
    for one in readers:
        post(
            key=f"{due.key}:{one}"[:200], kind=due.kind, to=one, about=f"person:{person.pk}",
            context={"link_path": f"/people/{person.pk}/shield/"}, at=due.at,
        )  # fmt: skip
    record(act="ring:shield-review", about=f"person:{person.pk}", by=WORKER, at=due.at)
    again, _, count = due.key.partition("+")
    set_timer(
        key=f"{again}+{int(count or 0) + 1}", kind=due.kind, subject=due.subject, due_at=due.at + AGAIN_AFTER
    )
