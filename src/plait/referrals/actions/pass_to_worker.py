"""The child is open already: give the concern to the allocated worker's team. The hub owns it until they accept."""

from datetime import datetime

from plait.agencies import queries as agencies
from plait.agencies.models import Team
from plait.agencies.roles import may
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.outbox import post
from plait.base.packs import current
from plait.base.timers import set_timer
from plait.people.actions.involve import involve
from plait.referrals.access import open_contact
from plait.referrals.actions.note_opened import note_opened
from plait.referrals.events import PassedToWorker
from plait.referrals.life import CONTACT
from plait.referrals.models import Contact
from plait.referrals.queries.deciding import told_by
from plait.referrals.rules import may_decide
from plait.referrals.store.clocks import next_passed_key
from plait.referrals.store.promises import start, stop_if_running
from plait.referrals.store.rerating import NOT_ACCEPTED, PASSED_ON


@deed
def pass_to_worker(*, contact_id: str, team_id: str, by: Actor, at: datetime) -> Contact:
    """Involve that team, tell it that something waits, and start the time in which it must accept.

    An unrated concern gets the time of the most urgent rating. Passing it twice to the same team is done once.
    """
    about = f"contact:{contact_id}"
    may(by, "referral:accept").insist(about=about)
    note_opened(contact_id=contact_id, by=by, at=at)
    contact = Contact.objects.select_for_update().get(
        pk=open_contact(by, contact_id, at=at, act="contact:pass-on").pk
    )
    may_decide(actor=by, told_by=told_by(contact.pk)).insist(about=about)
    team = _casework_team(team_id, about)
    people = [str(person) for person in contact.people.values_list("description__person_id", flat=True)]
    if contact.status == Contact.Status.WITH_WORKER and contact.passed_to_id == team.pk:
        return contact
    CONTACT.may("pass on", now=contact.status).insist(about=about)
    contact.status = CONTACT.after("pass on", now=contact.status)
    contact.passed_to = team
    contact.save(update_fields=["status", "passed_to"])
    involve(
        person_ids=people,
        kind="allocated",
        source_kind="contact",
        source_id=contact.pk,
        team_id=str(team.pk),
        role_label="Passed on by the hub",
        by=by,
        at=at,
    )
    pack = current(at=at)
    rating = next((one for one in pack.ratings if one.code == contact.rating), pack.ratings[0])
    clock = start(
        key=next_passed_key(contact.ref),
        rule="worker_accepts",
        subject=contact.ref,
        start_event="passed to the allocated worker",
        started_at=at,
        target=rating.accept_target,
        owner=f"team:{contact.team_id}",
        pack=pack,
        by=by.id,
        at=at,
    )
    set_timer(key=clock.key, kind=NOT_ACCEPTED, subject=contact.ref, due_at=clock.due_at, at=at)
    for ended in ("decision", "rating"):
        stop_if_running(f"{contact.ref}:{ended}", end_event=PASSED_ON, by=by.id, at=at)
    post(
        key=f"{clock.key}:passed:{team.pk}",
        kind="passed-on",
        to=f"team:{team.pk}",
        about=contact.ref,
        context={"link_path": "/hub/passed/", "phone": pack.area.hub_phone},
        at=at,
    )
    record(act="contact:passed-on", about=contact.ref, by=by, at=at, pack=pack.release_id)
    announce(PassedToWorker(contact.pk, team.pk, by.id, at))
    return contact


def _casework_team(team_id: str, about: str) -> Team:
    fits = [*agencies.teams_of_kind("casework"), *agencies.teams_of_kind("edt")]
    found = next((team for team in fits if str(team.pk) == team_id), None)
    if found is None:
        raise Refused(
            no("not-a-casework-team", say="That team does not hold cases.", next_step="Choose another team"),
            about=about,
        )
    return found
