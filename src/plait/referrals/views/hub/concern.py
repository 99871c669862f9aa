"""The page of one concern: who must not know first, what was said, who it is about, and what comes next."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.agencies.roles import needs
from plait.base.access.doors import door, practitioners_only
from plait.base.access.request import PlaitRequest
from plait.base.audit.record import record
from plait.base.clock.queries import clocks_for
from plait.base.packs import current
from plait.people.access import may_reveal_among
from plait.people.queries.unplaced import unplaced_among
from plait.referrals.access import is_own_file, open_contact, visible_contacts
from plait.referrals.actions.accept_passed import accept_passed
from plait.referrals.actions.note_opened import note_opened
from plait.referrals.presenters.hub import concern_page, names_in, ticking
from plait.referrals.queries.hub import concern_facts, passed_to, referrer_of, words_may_tell
from plait.referrals.queries.rated import rated
from plait.referrals.rules import may_print

INVOLVED = "Whoever works on this concern: the hub, or the team it was passed to"

OWN_FILE = "Whoever works on this concern in the agency whose hub keeps it; others print the child’s story"


@door(INVOLVED, lets_in=practitioners_only, act="contact:read")
def concern(request: PlaitRequest, contact_id: UUID) -> HttpResponse:
    """Everything that was said. Opening it for the first time is noted, so that nobody is rung about it."""
    by, at = request.actor, request.at
    contact = open_contact(by, str(contact_id), at=at)
    if contact.opened_at is None and str(contact.team_id) in by.teams:
        note_opened(contact_id=str(contact_id), by=by, at=at)
        contact.refresh_from_db(fields=["opened_at", "opened_by"])
    return _page(request, contact, paper=False)


@door(OWN_FILE, lets_in=practitioners_only, act="contact:print")
def concern_print(request: PlaitRequest, contact_id: UUID) -> HttpResponse:
    """The same for paper, as it will stand there, without who told us; that it was asked for is kept before it is shown."""
    contact = open_contact(request.actor, str(contact_id), at=request.at, act="contact:print")
    may_print(own_file=is_own_file(request.actor, contact)).insist(about=contact.ref)
    return _page(request, contact, paper=True)


def _page(request: PlaitRequest, contact: Any, *, paper: bool) -> HttpResponse:
    by, at = request.actor, request.at
    ours, told = str(contact.team_id) in by.teams, None
    if ours and not paper:
        told = referrer_of(contact)
        record(act="contact:referrer-read", about=contact.ref, by=by, at=at, fields=("source",))
    pack = current(at=at)
    facts = concern_facts(contact, at=at)
    people = [one.description.person for one in facts.people]
    reveals = may_reveal_among(by, people, at=at)
    # That a place is known is protected too: said on the screen of the team that owns it, of those it may be shown.
    unplaced = unplaced_among(reveals) if ours and not paper else frozenset()
    page = concern_page(facts, unplaced=unplaced, pack=pack, by=by, at=at)
    return render(
        request,
        "referrals/hub/concern.html",
        {
            "page": page,
            "contact": contact,
            "paper": paper,
            "own_file": is_own_file(by, contact),
            "referral": facts.referral,
            "told": told,
            "ours": ours,
            "reveals": reveals - unplaced,
            "words_may_tell": words_may_tell(contact),
        },
    )


@door("Teams that the hub passes concerns to", lets_in=needs("lead:accept"), act="contact:list-passed")
def passed(request: PlaitRequest) -> HttpResponse:
    """What the hub passed to the reader's teams: to be accepted, or accepted and not yet said what was done."""
    by, at = request.actor, request.at
    pack = current(at=at)
    waiting = passed_to(visible_contacts(by, at=at), by=by)
    clocks = {
        clock.subject: clock
        for clock in clocks_for(one.ref for one in waiting)
        if clock.key.endswith(("-accepts", ":done")) and clock.state == "running"
    }
    rows = [
        {
            "contact": one,
            "names": names_in(list(one.people.all())),
            "rating": rated(pack, one.rating),
            "ticking": ticking(clocks[one.ref], at) if one.ref in clocks else None,
        }
        for one in waiting
    ]
    people = [person for one in waiting for person in one.people.all() if person.role == "child"]
    if named := [f"person:{one.description.person_id}" for one in people]:
        record(act="contact:list-passed", about=named, by=by, at=at, fields=("identity",))
    return render(request, "referrals/hub/passed.html", {"rows": rows})


@door(
    "Teams that the hub passes concerns to",
    lets_in=needs("lead:accept"),
    act="contact:accept-passed",
    methods=("POST",),
)
def accept(request: PlaitRequest, contact_id: UUID) -> HttpResponse:
    """From now on it is theirs."""
    accept_passed(contact_id=str(contact_id), by=request.actor, at=request.at)
    messages.success(request, "Accepted. This is your team’s now, and the hub can see that it is.")
    return redirect("hub-concern", contact_id=contact_id)
