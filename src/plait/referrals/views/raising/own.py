"""My concerns: what I, or my agency's safeguarding team, sent."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.audit.record import record
from plait.base.packs.queries import current
from plait.people.queries import name_of
from plait.referrals.access import earlier_contacts, open_own_contact, own_contacts
from plait.referrals.presenters.raising import own_words, standing_words
from plait.referrals.queries.raising import (
    children_by_contact,
    decided_contacts,
    decision_due,
    own_drafts,
    people_of,
)
from plait.referrals.views.raising.keeping import may_raise

NEWEST = 200


@door(
    "Everyone who may raise a concern, for what they or their team sent",
    lets_in=may_raise,
    act="contact:own-list",
)
def mine(request: PlaitRequest) -> HttpResponse:
    """What I sent, newest first, with where it stands as far as I may know; of what an earlier mailbox link sent, neither
    names nor words."""
    raised = own_contacts(request.actor, at=request.at).order_by("-received_at", "pk")
    opens = {one.pk: one for one in raised[:NEWEST]}
    earlier = earlier_contacts(request.actor).order_by("-received_at", "pk")[:NEWEST]
    sent = sorted([*opens.values(), *earlier], key=lambda one: one.received_at, reverse=True)[:NEWEST]
    children, decided = children_by_contact(list(opens.values())), decided_contacts(sent)
    rows = [
        {
            "contact": one,
            "opens": one.pk in opens,
            "names": ", ".join(name_of(child.description) for child in children.get(one.pk, [])),
            "standing": standing_words(one, decided=one.pk in decided),
        }
        for one in sent
    ]
    named = [f"person:{one.description.person_id}" for some in children.values() for one in some]
    if named:
        record(act="contact:own-list", about=named, by=request.actor, at=request.at, fields=("identity",))
    waiting = own_drafts(request.actor, at=request.at).count()
    return render(request, "referrals/raise/mine.html", {"rows": rows, "waiting": waiting, "newest": NEWEST})


@door("Whoever raised it, and their agency's safeguarding team", lets_in=may_raise, act="contact:own-read")
def own(request: PlaitRequest, contact_id: UUID) -> HttpResponse:
    """What I said, its receipt, and what came of it."""
    contact = open_own_contact(request.actor, str(contact_id), at=request.at)
    decided = bool(decided_contacts([contact]))
    return render(
        request,
        "referrals/raise/own.html",
        {
            "contact": contact,
            "cards": own_words(contact, people_of(contact), current(at=request.at)),
            "due": decision_due(contact),
            "standing": standing_words(contact, decided=decided),
            "decided": decided or contact.status == "answered",
        },
    )
