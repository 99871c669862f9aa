"""What areas ask each other about families: beside one child, on one list, and one question of another area."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.base.access.doors import door, practitioners_only
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.base.packs import current
from plait.base.ui.forms import PlaitForm
from plait.base.ui.staying import stay_with
from plait.handover.access.discovery import (
    may_answer,
    may_ask,
    open_received,
    own_asks,
    received_for,
    waits_for,
)
from plait.handover.access.requests import requests_shown
from plait.handover.actions.answer_area import answer_area
from plait.handover.actions.ask_areas import ask_areas
from plait.handover.actions.look_anyway import look_anyway
from plait.handover.actions.settle_ask import note_rung, settle_ask
from plait.handover.actions.take_known import take_known
from plait.handover.actions.want_to_hear import hear_no_more, want_to_hear
from plait.handover.forms.discovery import AskAreasForm, RungForm, SettleAskForm, TakeKnownForm
from plait.handover.forms.requests import AnswerAreaForm
from plait.handover.presenters.discovery import asked, choices, listed, other_areas, received_shown
from plait.handover.presenters.requests import answer_choices, say_answered, theirs_shown
from plait.people.access import open_person
from plait.people.places import banner_of

if TYPE_CHECKING:
    from plait.handover.models import RequestReceived

MOST = 100


@door(
    "Whoever may open this person’s record; asking is for the hub’s social workers and the emergency duty team, and of a "
    "restricted record for its custodians",
    lets_in=practitioners_only,
    act="discovery:child",
    methods=("GET", "POST"),
)
def of_child(request: PlaitRequest, person_id: str) -> HttpResponse:
    """Which areas asked about this child, what we asked, and the question."""
    by, at = request.actor, request.at
    person = open_person(by, str(person_id), at=at)
    form = None
    if request.method == "POST" and (wish := request.POST.get("interest_only")):
        return _wish(request, str(person.pk), wish)
    if request.method == "POST":
        may_ask(by, str(person.pk)).insist(about=f"person:{person.pk}")
    if may_ask(by, str(person.pk)):
        form = AskAreasForm(request.POST if request.method == "POST" else None, **choices(person, by, at=at))
    if form is not None and form.is_valid():
        try:
            made = ask_areas(person_id=str(person.pk), **_deed(form.cleaned_data), by=by, at=at)
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:ask_areas")
        else:
            said = "Asked, from custodian to custodian." if made.quiet else "Asked."
            messages.success(request, f"{said} The answer comes within the hour; you are told when it does.")
            return redirect("asked-between-areas")
    shown = other_areas(person, by, at=at)
    return render(
        request,
        "handover/other_areas.html",
        {"person": banner_of(person), "person_id": person.pk, "form": form, "shown": shown},
    )


def _wish(request: PlaitRequest, person_id: str, wish: str) -> HttpResponse:
    """They want to hear when another area asks, or want it no more: whoever may open the child, without asking anybody."""
    if wish == "end":
        hear_no_more(person_id=person_id, by=request.actor, at=request.at)
        messages.success(request, "Ended. You are not told any more because of this.")
    else:
        want_to_hear(person_id=person_id, by=request.actor, at=request.at)
        messages.success(request, "You are told when another area asks about this child.")
    return redirect("person-other-areas", person_id=person_id)


def _deed(said: dict[str, Any]) -> dict[str, Any]:
    return {
        "area_codes": said["areas"],
        "household": said.get("household", ()),
        "fleeing": said["fleeing"],
        "because": said["because"],
        "interest": said["interest"],
        "told_because": said["told_because"],
        "everywhere": bool(said.get("everywhere")),
        "wide_because": said.get("wide_because", ""),
    }


FORMS = {"rung": "rung", "kind": "answer", "taken": "take"}  # by a field that only that one has
ANSWERERS = "Whoever says who is who in the hub, and the custodians of restricted records"


@door(ANSWERERS, lets_in=may_answer, act="discovery:list")
def between_areas(request: PlaitRequest) -> HttpResponse:
    """What other areas asked and waits for this reader, what they asked before, and what the reader asked."""
    by, at = request.actor, request.at
    rows = list(received_for(by, at=at)[:MOST])
    waiting = (
        frozenset(str(one) for one in waits_for(by).values_list("pk", flat=True)) if rows else frozenset()
    )
    said = {"rows": listed(rows, waiting=waiting), "asked": asked(own_asks(by)[:MOST], by, at=at)}
    return render(request, "handover/asked.html", said)


@door(ANSWERERS, lets_in=may_answer, act="discovery:read", methods=("GET", "POST"))
def received(request: PlaitRequest, ask_id: str) -> HttpResponse:
    """One question of another area: is it this family, what do they want to know of it, or ring them."""
    by, at, this = request.actor, request.at, str(ask_id)
    if request.method == "POST" and "look" in request.POST:
        found = look_anyway(ask_id=this, by=by, at=at)
        messages.success(
            request, "Ring them." if found.ring else "Nobody was found, and nothing of it stays here."
        )
        return redirect("asked-between-areas")
    opened = open_received(by, this, at=at)
    shown = received_shown(opened, by, at=at)
    pack, wanted = current(at=at), requests_shown(this, by)
    open_now = next((one for one in wanted if one.state in ("open", "partly")), None)
    which = next((form for field, form in FORMS.items() if field in request.POST), "settle")
    sent: dict[str, Any] = {
        one: request.POST if which == one else None for one in (*FORMS.values(), "settle")
    }
    if request.method != "POST":
        sent = dict.fromkeys(sent)
    settle = SettleAskForm(sent["settle"], takes_held=which == "settle", kept_beside=bool(opened.all_kept))
    rung = RungForm(sent["rung"], takes_held=which == "rung")
    take = TakeKnownForm(sent["take"], takes_held=which == "take")
    answer = None
    if open_now is not None:
        offered = answer_choices(open_now, by, pack=pack, at=at)
        answer = AnswerAreaForm(sent["answer"], **offered, takes_held=which == "answer")
    form = {"settle": settle, "rung": rung, "answer": answer, "take": take}[which]
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            said = _settled(which, form, this, open_now, request)
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:settle_ask")
        else:
            messages.success(request, said)
            return redirect("asked-between-areas")
    shown |= {"requests": theirs_shown(wanted, pack=pack, at=at), "answer": answer}
    forms = {"settle": settle, "rung_form": rung, "take_form": take}
    return render(request, "handover/ask_received.html", {**shown, **forms})


def _settled(
    which: str, form: PlaitForm, ask_id: str, open_now: "RequestReceived | None", request: PlaitRequest
) -> str:
    by, at, given = request.actor, request.at, form.cleaned_data
    if which == "rung":
        note_rung(ask_id=ask_id, because=given["rung"], by=by, at=at)
        return "Kept. The clock has stopped."
    if which == "take":
        take_known(ask_id=ask_id, because=given["taken"], by=by, at=at)
        return "Kept. You have it now."
    if isinstance(form, AnswerAreaForm) and open_now is not None:
        return say_answered(answer_area(request_id=str(open_now.pk), said=form.answering(), by=by, at=at))
    settle_ask(ask_id=ask_id, is_theirs=given["theirs"] == "yes", because=given["because"], by=by, at=at)
    return "The other area is told."
