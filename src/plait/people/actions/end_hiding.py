"""Show somebody's whereabouts again: one person asks, another agrees, or a custodian decides, with a reason."""

from datetime import datetime

from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.timers import cancel_timer
from plait.people.access import open_person
from plait.people.models import EndOfHiding, Person, Place, SafetyNote
from plait.people.places import household_of, is_shielded
from plait.people.queries.reaching import protections_of
from plait.people.rules.hiding import Ending, may_end_hiding, may_leave_hidden
from plait.people.store.filing import file_again


@deed
def end_hiding(*, person_id: str, because: str, agrees: bool = True, by: Actor, at: datetime) -> EndOfHiding:
    """The first call asks, and shows nothing. The second, by somebody else, agrees. `agrees=False` answers that it stays hidden,
    and is open to whoever asked as well. A custodian of restricted records decides alone.

    Shown again are the person and everybody hidden with them because they live there. Refused while anybody at home is
    protected from somebody: that has to be ended first (`end_protection`).
    """
    about = f"person:{person_id}"
    person = open_person(by, person_id, at=at, act="person:unshield")
    waiting = EndOfHiding.objects.select_for_update().filter(
        person_id=person_id, state=EndOfHiding.State.ASKED
    ).first()  # fmt: skip
    home = [person, *household_of(person)]
    known = Ending(
        hidden=is_shielded(person),
        protections=protections_of(str(one.pk) for one in home).count(),
        because=because,
        asked_by=waiting.asked_by if waiting else "",
        by=by.id,
        decides=bool(may(by, "decision:make")),
        custodian=bool(may(by, "restricted:keep")),
    )
    verdict = may_end_hiding(known) if agrees else may_leave_hidden(known)
    if verdict.reason == "needs-second-person":
        asked = EndOfHiding.objects.create(
            person=person, because=because.strip()[:300], asked_by=by.id, asked_at=at
        )
        record(act="place:unshield-asked", about=about, by=by, at=at, fields=("location",))
        return asked
    verdict.insist(about=about)
    settled = waiting or EndOfHiding(person=person, because="", asked_by=by.id, asked_at=at)
    settled.state = EndOfHiding.State.AGREED if agrees else EndOfHiding.State.REFUSED
    settled.because = settled.because or because.strip()[:300]
    settled.settled_by, settled.settled_at, settled.settled_because = by.id, at, because.strip()[:300]
    settled.save()
    if agrees:
        for one in home:
            _show(one, by, at)
    act = "place:unshielded" if agrees else "place:unshield-refused"
    record(act=act, about=about, by=by, at=at, fields=("location",), reason=verdict.reason)
    return settled


def _show(person: Person, by: Actor, at: datetime) -> None:
    if person.hidden_review_on:
        cancel_timer(key=f"person:{person.pk}:shield-review:{person.hidden_review_on}")
    Place.objects.filter(residents__person=person, shielded=True).update(shielded=False)
    notes = SafetyNote.objects.filter(person=person, kind=SafetyNote.Kind.WHERE, ended_at__isnull=True)
    notes.update(ended_at=at)
    person.address_hidden, person.address_hidden_because = False, ""
    person.hidden_by, person.hidden_review_on = "", None
    if person.own_cover:
        person.own_cover["own"]["address_hidden"] = False
        person.own_cover["shown"]["address_hidden"] = False
        person.own_cover["own"]["address_hidden_because"] = person.own_cover["shown"][
            "address_hidden_because"
        ] = ""
    person.save()
    record(act="place:unshielded", about=f"person:{person.pk}", by=by, at=at, fields=("location",))
    file_again([person.pk])
