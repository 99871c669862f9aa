"""Reaching a family safely: the safe way, from whom they are protected, what else leads there, and what waits to be sent."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.agencies.queries import agencies
from plait.base.access.doors import door, practitioners_only
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused, hidden
from plait.base.ui.staying import in_words, note_refused, stay_with
from plait.people.access import insist_may_reveal, may_be_named, may_reveal_among, open_person
from plait.people.actions.note_what_leads_there import note_what_leads_there
from plait.people.actions.protect_from import end_protection, protect_from
from plait.people.actions.reach_family import (
    drop_family_message,
    prepare_family_message,
    send_family_message,
)
from plait.people.actions.set_safe_contact import set_safe_contact
from plait.people.forms.safety import FamilyMessageForm, LeadForm, ProtectForm, ReasonForm, SafeContactForm
from plait.people.places import banner_of
from plait.people.presenters.known import must_not_know
from plait.people.presenters.reaching import reaching_shown, words_to_take_out
from plait.people.queries import names_of
from plait.people.queries.comparing import related_ids

INVOLVED = "Whoever may open this person’s record"
BOTH = ("GET", "POST")


def _about(person: Any) -> dict[str, Any]:
    return {"person": banner_of(person), "person_id": person.pk}


@door(INVOLVED, lets_in=practitioners_only, act="person:reaching")
def reaching(request: PlaitRequest, person_id: str) -> HttpResponse:
    """How they are reached and from whom they are protected; the number itself and the code word only for those who are shown
    where somebody is."""
    by, at = request.actor, request.at
    person = open_person(by, str(person_id), at=at, act="person:reaching")
    sees = bool(may_reveal_among(by, [person], at=at))
    told = [one for one in must_not_know(str(person.pk)) if one.by_referrer]
    context = {
        **_about(person), "shown": reaching_shown(person, sees=sees, by=by), "sees": sees,
        "told_way": [one for one in told if one.safe_way], "told_from": [one for one in told if not one.safe_way],
    }  # fmt: skip
    return render(request, "people/reaching.html", context)


@door(INVOLVED, lets_in=practitioners_only, act="person:safe-contact", methods=BOTH)
def safe_contact(request: PlaitRequest, person_id: str) -> HttpResponse:
    """Write down the safe way in place of the one before."""
    by, at = request.actor, request.at
    form = SafeContactForm(request.POST if request.method == "POST" else None)
    person = open_person(by, str(person_id), at=at, act="person:reaching")
    if request.method == "POST" and form.is_valid():
        try:
            set_safe_contact(person_id=str(person_id), **form.cleaned_data, by=by, at=at)
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:set_safe_contact")
        else:
            messages.success(
                request, "Kept. What waited to be sent was stopped: prepare it again in this way."
            )
            return redirect("person-reaching", person_id=person_id)
    return render(request, "people/safe_contact.html", {**_about(person), "form": form})


@door(INVOLVED, lets_in=practitioners_only, act="person:protect", methods=BOTH)
def protect(request: PlaitRequest, person_id: str) -> HttpResponse:
    """Say from whom. It hides where they are at once, and asks nobody else first."""
    by, at = request.actor, request.at
    person = open_person(by, str(person_id), at=at, act="person:reaching")
    related = may_be_named(by, related_ids(str(person_id)), at=at)
    form = ProtectForm(
        request.POST if request.method == "POST" else None,
        related=list(names_of(related).items()),
        agencies=[(str(one.pk), one.name) for one in agencies()],
    )
    if request.method == "POST" and form.is_valid():
        try:
            protect_from(person_id=str(person_id), **form.cleaned_data, by=by, at=at)
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:protect_from")
        else:
            messages.success(
                request, "Protected. Where they are is hidden, and what waited to be sent was stopped."
            )
            return redirect("person-reaching", person_id=person_id)
    return render(request, "people/protect.html", {**_about(person), "form": form})


@door(
    "Whoever may open this person’s record and decides for children",
    lets_in=practitioners_only,
    act="person:unprotect",
    methods=BOTH,
)
def unprotect(request: PlaitRequest, person_id: str, protection_id: str) -> HttpResponse:
    """It holds no longer, with the reason."""
    by, at = request.actor, request.at
    person = open_person(by, str(person_id), at=at, act="person:reaching")
    shown = reaching_shown(person, sees=False, by=by)
    found = next((one for one in shown.protections if one.id == str(protection_id)), None)
    if found is None:
        raise Refused(hidden("no-such-protection"), about=f"person:{person_id}")
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            end_protection(protection_id=str(protection_id), **form.cleaned_data, by=by, at=at)
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:end_protection")
        else:
            messages.success(request, "Ended. What is hidden stays hidden until two people end that.")
            return redirect("person-reaching", person_id=person_id)
    return render(request, "people/unprotect.html", {**_about(person), "form": form, "one": found})


@door(INVOLVED, lets_in=practitioners_only, act="place:lead", methods=BOTH)
def lead(request: PlaitRequest, person_id: str) -> HttpResponse:
    """What else would lead there, one at a time."""
    by, at = request.actor, request.at
    person = open_person(by, str(person_id), at=at, act="person:reaching")
    form = LeadForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            note_what_leads_there(person_id=str(person_id), **form.cleaned_data, by=by, at=at)
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:note_what_leads_there")
        else:
            messages.success(
                request, "Kept. For as long as they are hidden, no page, print or message says it."
            )
            return redirect("person-reaching", person_id=person_id)
    return render(request, "people/lead.html", {**_about(person), "form": form})


@door(
    "The hub’s social workers, the emergency duty team and the child’s lead, where they may open this person’s record",
    lets_in=practitioners_only,
    act="person:message",
    methods=BOTH,
)
def message(request: PlaitRequest, person_id: str) -> HttpResponse:
    """Prepare a letter, message or call. A refusal is a sentence beside the box; nothing typed is lost."""
    by, at = request.actor, request.at
    person = open_person(by, str(person_id), at=at, act="person:reaching")
    insist_may_reveal(by, str(person_id), at=at)
    form = FamilyMessageForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        words = words_to_take_out(str(person_id), form.cleaned_data["words"])
        for said in words:
            form.add_error("words", said)
        if not words:
            try:
                prepare_family_message(person_id=str(person_id), **form.cleaned_data, by=by, at=at)
            except Refused as refusal:
                stay_with(request, form, refusal, act="deed:reach_family")
            else:
                messages.success(
                    request, "Kept. It leaves when somebody sends it, and is checked again then."
                )
                return redirect("person-reaching", person_id=person_id)
    context = {**_about(person), "form": form, "shown": reaching_shown(person, sees=True, by=by)}
    return render(request, "people/message.html", context)


@door(
    "The hub’s social workers, the emergency duty team and the child’s lead, where they may open this person’s record",
    lets_in=practitioners_only,
    act="person:message-send",
    methods=("POST",),
)
def send(request: PlaitRequest, person_id: str, message_id: str) -> HttpResponse:
    """Send it now, or let it go. Sent, it stands on one page for paper, without a service’s name."""
    by, at = request.actor, request.at
    person = open_person(by, str(person_id), at=at, act="person:reaching")
    insist_may_reveal(by, str(person_id), at=at)
    if "drop" in request.POST:
        drop_family_message(message_id=str(message_id), by=by, at=at)
        messages.success(request, "Let go. It is not sent.")
        return redirect("person-reaching", person_id=person_id)
    try:
        sent = send_family_message(message_id=str(message_id), by=by, at=at)
    except Refused as refusal:
        if refusal.verdict.hides:
            raise
        note_refused(request, refusal, act="deed:reach_family")
        messages.error(request, in_words(refusal))
        return redirect("person-reaching", person_id=person_id)
    shown = reaching_shown(person, sees=True, by=by)
    return render(request, "people/message_sent.html", {**_about(person), "sent": sent, "shown": shown})
