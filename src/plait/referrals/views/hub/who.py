"""Who is it? Look, with a purpose and enough to go on; a person decides; it can be undone."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from plait.agencies.roles import may, needs
from plait.agencies.sessions import held_form
from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused, hidden
from plait.base.audit.record import record
from plait.people.actions.look_for_person import ask_why_not, look_together
from plait.people.actions.rule_on_link import lift_ruling
from plait.people.places import say_place
from plait.people.queries import name_of, said_apart
from plait.people.queries.finding import compare
from plait.people.rules import may_search
from plait.referrals.access import open_contact
from plait.referrals.actions.say_who import say_who
from plait.referrals.actions.undo_who import undo_who
from plait.referrals.forms.hub import NEW, BecauseForm, ExpectedForm, LookForm, SayWhoForm
from plait.referrals.presenters.hub_candidates import Answered, Candidate, answered, candidate
from plait.referrals.queries.hub import open_with, people_of, postcode_said, standing_links

SEARCHERS = "Those in the hub who say who a concern is about"


@door(SEARCHERS, lets_in=needs("identity:search"), act="person:search", methods=("GET", "POST"))
def who(request: PlaitRequest, contact_id: UUID, contact_person_id: UUID) -> HttpResponse:
    """Look (POST, so that no name stands in an address), choose, or undo what was said."""
    by, at = request.actor, request.at
    contact = open_contact(by, str(contact_id), at=at, act="contact:identify")
    everybody = people_of(contact)
    one = next((row for row in everybody if row.pk == contact_person_id), None)
    if one is None:
        raise Refused(hidden("absent"), about=contact.ref)
    record(act="contact:who-read", about=contact.ref, by=by, at=at, fields=("identity",))
    sending = request.method == "POST"
    sent: QueryDict = request.POST if sending else held_form(request) or QueryDict()
    do = sent.get("do", "")
    if sending and do == "undo":
        return _undo(request, contact, one)
    place = say_place(one.description.person)
    links = standing_links(everybody)
    if do in ("look", "say", "expected", "lift"):
        look = LookForm(sent, at=at)
    else:
        look = LookForm.about(one, shielded=place.shielded, postcode=postcode_said(one), at=at)
    answer: Answered | None = None
    expected = ExpectedForm(sent if do == "expected" else None, at=at, takes_held=False)
    why_not = None
    say = None
    if look.is_bound and look.is_valid():
        enough = may_search(look.query())
        if not enough:
            look.add_error(None, enough.say)
        else:
            answer = _look(request, everybody, links, one, look)
            if sending and do == "lift" and _lifted(request, answer):
                answer = _look(request, everybody, links, one, look)
            if do == "expected":
                why_not = _why_not(request, one, look, expected)
    looked = answer is not None
    found = answer.people if answer else []
    if sending and (do == "new" or (do == "say" and looked)):
        say = SayWhoForm(sent if do == "say" else {"who": NEW, "because": ""}, found=found)
        if say.is_valid():
            return _say(request, contact, one, say)
    elif looked:
        say = SayWhoForm(found=found, initial={"who": None if found else NEW})
    page: dict[str, Any] = {
        "contact": contact,
        "one": one,
        "place": place,
        "where": place.to(by),
        "look": look,
        "say": say,
        "found": found,
        "answer": answer,
        "looked": looked,
        "expected": expected,
        "why_not": why_not,
        "described_name": name_of(one.description),
        "may_say": bool(may(by, "identity:confirm")),
        "posted": [(key, value) for key, value in sent.items() if key in LOOKED_FOR],
        "link": links.get(str(one.description_id)),
        "undo": BecauseForm(label="Why was this wrong?", button="Undo it", takes_held=do == "undo"),
    }
    return render(request, "referrals/hub/who.html", page)


def _look(
    request: PlaitRequest,
    everybody: Sequence[Any],
    links: Mapping[str, Any],
    one: Any,
    look: LookForm,
) -> Answered:
    """Ask for this one, and for everybody of the concern together: a renamed child is found by whom they live with."""
    by, at, purpose = request.actor, request.at, look.cleaned_data["purpose"]
    known = {key for key, link in links.items() if link.person_id != link.was_id}
    besides = [str(row.description.person_id) for row in everybody if str(row.description_id) not in known]
    told = [row.description for row in everybody]
    found, homes = look_together(
        query=look.query(), members=told, purpose=purpose, besides=besides, by=by, at=at
    )
    mine = next(place for place, row in enumerate(everybody) if row.pk == one.pk)
    alike = {
        member.likely.number: member.likely
        for home in homes
        for member in home.members
        if member.asked == mine
    }
    by_family = [likely for row in alike.values() if (likely := compare(one.description, [row])) is not None]
    rulings = said_apart(one.description, {row.person_id for row in (*found.people, *by_family)}, at=at)
    return answered(found, homes, everybody, by_family=by_family, rulings=rulings)


def _lifted(request: PlaitRequest, answer: Answered) -> bool:
    """Take back what was said of one of those on the page: from then on they are a choice like any other."""
    said = next((row for row in answer.apart if row.ruling_id == request.POST.get("ruling")), None)
    form = BecauseForm(request.POST, label="Why was this wrong?", button="Take it back")
    if said is None or not form.is_valid():
        messages.error(request, "Say why it was wrong. Nothing was taken back.")
        return False
    lift_ruling(
        ruling_id=said.ruling_id, because=form.cleaned_data["because"], by=request.actor, at=request.at
    )
    messages.success(request, "Taken back. They may be chosen again.")
    return True


def _why_not(request: PlaitRequest, one: Any, look: LookForm, expected: ExpectedForm) -> Candidate | None:
    if not expected.is_valid():
        return None
    enough = may_search(expected.query())
    if not enough:
        expected.add_error(None, enough.say)
        return None
    why = ask_why_not(
        query=look.query(),
        expected=expected.query(),
        besides=[str(one.description.person_id)],
        purpose="Explain why somebody was not found",
        by=request.actor,
        at=request.at,
    )
    if why is None:
        expected.add_error(None, "Nobody whom you may see is known by these words.")
        return None
    return candidate(why)


LOOKED_FOR = frozenset(
    "forename surname born_on_day born_on_month born_on_year nhs_number postcode purpose".split()
)


def _say(request: PlaitRequest, contact: Any, one: Any, say: SayWhoForm) -> HttpResponse:
    given = say.cleaned_data
    person_id = None if given["who"] == NEW else given["who"]
    say_who(
        contact_id=str(contact.pk),
        contact_person_id=str(one.pk),
        person_id=person_id,
        because=given["because"],
        by=request.actor,
        at=request.at,
    )
    held = open_with([person_id], besides=contact, at=request.at) if person_id else {}
    if held:
        messages.success(
            request, "Kept. This person is open already: see who has them, and pass the concern on."
        )
    else:
        messages.success(request, "Kept. It can be undone here.")
    return redirect("hub-concern", contact_id=contact.pk)


def _undo(request: PlaitRequest, contact: Any, one: Any) -> HttpResponse:
    form = BecauseForm(request.POST, label="Why was this wrong?", button="Undo it")
    if form.is_valid():
        undo_who(
            contact_id=str(contact.pk),
            contact_person_id=str(one.pk),
            because=form.cleaned_data["because"],
            by=request.actor,
            at=request.at,
        )
        messages.success(request, "Undone. What was said of this person stands on its own again.")
    else:
        messages.error(request, "Say why it was wrong. Nothing was undone.")
    return redirect("hub-who", contact_id=contact.pk, contact_person_id=one.pk)
