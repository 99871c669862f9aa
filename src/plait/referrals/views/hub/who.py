"""Who is it? Look, with a purpose and enough to go on; a person decides; it can be undone."""

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
from plait.people.actions.look_for_person import look_for_person
from plait.people.places import say_place
from plait.people.queries import name_of
from plait.people.rules import may_search
from plait.referrals.access import open_contact
from plait.referrals.actions.say_who import say_who
from plait.referrals.actions.undo_who import undo_who
from plait.referrals.forms.hub import NEW, BecauseForm, LookForm, SayWhoForm
from plait.referrals.presenters.hub_candidates import Candidate, candidates
from plait.referrals.queries.hub import open_with, person_in, postcode_said, standing_links

SEARCHERS = "Those in the hub who say who a concern is about"


@door(SEARCHERS, lets_in=needs("identity:search"), act="person:search", methods=("GET", "POST"))
def who(request: PlaitRequest, contact_id: UUID, contact_person_id: UUID) -> HttpResponse:
    """Look (POST, so that no name stands in an address), choose, or undo what was said."""
    by, at = request.actor, request.at
    contact = open_contact(by, str(contact_id), at=at, act="contact:identify")
    one = person_in(contact, str(contact_person_id))
    if one is None:
        raise Refused(hidden("absent"), about=contact.ref)
    record(act="contact:who-read", about=contact.ref, by=by, at=at, fields=("identity",))
    sending = request.method == "POST"
    sent: QueryDict = request.POST if sending else held_form(request) or QueryDict()
    do = sent.get("do", "")
    if sending and do == "undo":
        return _undo(request, contact, one)
    place = say_place(one.description.person)
    described = LookForm.about(one, shielded=place.shielded, postcode=postcode_said(one), at=at)
    look = LookForm(sent, at=at) if do in ("look", "say") else described
    found: list[Candidate] = []
    looked = False
    say = None
    if look.is_bound and look.is_valid():
        enough = may_search(look.query())
        if not enough:
            look.add_error(None, enough.say)
        else:
            people = look_for_person(
                query=look.query(),
                purpose=look.cleaned_data["purpose"],
                besides=[str(one.description.person_id)],
                by=by,
                at=at,
            )
            found, looked = candidates(people, look.query()), True
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
        "looked": looked,
        "described_name": name_of(one.description),
        "may_say": bool(may(by, "identity:confirm")),
        "posted": [(key, value) for key, value in sent.items() if key in LOOKED_FOR],
        "link": standing_links([one]).get(str(one.description_id)),
        "undo": BecauseForm(label="Why was this wrong?", button="Undo it", takes_held=do == "undo"),
    }
    return render(request, "referrals/hub/who.html", page)


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
