"""A family moves; a family is missing: the moves of one child's family, raising word of them, the list, and one of them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.agencies.access import stepped_up
from plait.base.access.doors import door, practitioners_only
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.base.packs import current
from plait.base.ui.staying import stay_with
from plait.handover.access.alerting import insist_speaks, listed, may_list, may_raise, open_alert
from plait.handover.actions.check_alert import check_alert
from plait.handover.actions.end_alert import end_alert
from plait.handover.actions.note_move import look_at_move, note_move
from plait.handover.actions.raise_alert import Recipients, raise_alert
from plait.handover.actions.sign_alert import decline_alert, sign_alert
from plait.handover.forms.alerts import MoveForm, MoveLookForm, RaiseAlertForm, SignForm, TellForm
from plait.handover.presenters import alerts as shown
from plait.handover.presenters.alerts import ShownAlert
from plait.people.access import open_person
from plait.people.places import banner_of

MOST = 100
OPENS = "Whoever may open this person’s record; noting and raising are for those who work with children"


@door(OPENS, lets_in=practitioners_only, act="move:read", methods=("GET", "POST"))
def moves(request: PlaitRequest, person_id: str) -> HttpResponse:
    """What was noted of where this family went, what is to be looked at again, and a new one."""
    by, at = request.actor, request.at
    person = open_person(by, str(person_id), at=at)
    if request.method == "POST":
        may_raise(by).insist(about=f"person:{person.pk}")
    found, works = shown.moves_of(person), bool(may_raise(by))
    stands = shown.to_look_at(found) if works else None
    looks = request.method == "POST" and "found" in request.POST and stands is not None
    data = request.POST if request.method == "POST" else None
    form, look = None, None
    if works:
        home = shown.household_choices(person, by, at=at)
        form = MoveForm(None if looks else data, household=home)
    if stands is not None:
        given: dict[str, Any] = {"able": stands[1], "initial": {"move": stands[0].pk}}
        look = MoveLookForm(data if looks else None, auto_id="look_%s", **given)
    sent: MoveForm | MoveLookForm | None = look if looks else form
    if sent is not None and request.method == "POST" and sent.is_valid():
        try:
            _keep_move(str(person.pk), sent, request)
        except Refused as refusal:
            stay_with(request, sent, refusal, act="deed:note_move")
        else:
            messages.success(request, "Kept.")
            return redirect("person-moves", person_id=person.pk)
    context = {
        "person": banner_of(person), "person_id": person.pk, "form": form, "look": look,
        "looked_at": stands[0] if stands else None, "rows": shown.moves_shown(found, by, at=at),
    }  # fmt: skip
    return render(request, "handover/moves.html", context)


def _keep_move(person_id: str, form: MoveForm | MoveLookForm, request: PlaitRequest) -> None:
    said = form.cleaned_data
    given: dict[str, Any] = {"person_id": person_id, "by": request.actor, "at": request.at}
    if isinstance(form, MoveForm):
        note_move(household=said.get("household", ()), noted=form.noted(), **given)
        return
    look_at_move(
        move_id=said["move"], found=said["found"], words=said["seen"], until=said.get("longer"), **given
    )


@door(OPENS, lets_in=practitioners_only, act="missing:raise", methods=("GET", "POST"))
def raise_one(request: PlaitRequest, person_id: str) -> HttpResponse:
    """Every question that stands before word of a missing family; and whom to ring where none may go out."""
    by, at = request.actor, request.at
    person = open_person(by, str(person_id), at=at)
    if request.method == "POST":
        may_raise(by).insist(about=f"person:{person.pk}")
    form = None
    if may_raise(by):
        data = request.POST if request.method == "POST" else None
        form = RaiseAlertForm(data, **shown.raise_choices(person, by, at=at))
    if form is not None and form.is_valid():
        said = form.cleaned_data
        try:
            made = raise_alert(
                person_id=str(person.pk), household=said.get("household", ()), answers=form.answers(),
                recipients=Recipients(said.get("agencies", ()), said.get("areas", ())), by=by, at=at,
            )  # fmt: skip
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:raise_alert")
        else:
            messages.success(request, "A senior is asked to sign. Nothing has gone out yet.")
            return redirect("missing-family", alert_id=made.pk)
    context = {
        "person": banner_of(person),
        "person_id": person.pk,
        "form": form,
        "instead": shown.ring_instead(at),
    }
    return render(request, "handover/raise_alert.html", context)


@door("Agencies that may be told, the hub, and custodians", lets_in=may_list, act="missing:list")
def missing_families(request: PlaitRequest) -> HttpResponse:
    """Ours and other areas', as far as this reader may read them."""
    rows = [shown.row(one) for one in listed(request.actor, at=request.at)[:MOST]]
    return render(request, "handover/alerts.html", {"rows": rows})


@door(
    "Whoever raised it, those who sign, the hub and the agencies that were told; of another area’s the hub, or custodians",
    lets_in=practitioners_only,
    act="missing:read",
    methods=("GET", "POST"),
)
def one(request: PlaitRequest, alert_id: str) -> HttpResponse:
    """Who is missing and what to do if they are seen; for those who speak for it also what was answered, and what is next."""
    by, at = request.actor, request.at
    alert = open_alert(by, str(alert_id), at=at)
    if request.method == "POST":
        insist_speaks(by, alert, at=at)
    page = shown.shown(alert, by, at=at)
    if request.method == "POST" and page.signs:
        return _sign(request, page)
    form = SignForm(pack=current(at=at)) if page.signs else None
    if page.tells:
        return _tell(request, page)
    return _page(request, page, form)


@stepped_up
def _sign(request: PlaitRequest, page: ShownAlert) -> HttpResponse:
    form, this = SignForm(request.POST, pack=current(at=request.at)), str(page.alert.pk)
    given: dict[str, Any] = {"alert_id": this, "by": request.actor, "at": request.at}
    if form.is_valid():
        said = form.cleaned_data
        try:
            if said["sign"] == "yes":
                sign_alert(gateway=said["gateway"], **given)
            else:
                decline_alert(because=said["why_not"], **given)
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:sign_alert")
        else:
            messages.success(
                request,
                "It is out." if said["sign"] == "yes" else "It does not go. Whoever raised it is told.",
            )
            return redirect("missing-family", alert_id=this)
    return _page(request, page, form)


def _tell(request: PlaitRequest, page: ShownAlert) -> HttpResponse:
    form = TellForm(request.POST if request.method == "POST" else None, at=request.at)
    given: dict[str, Any] = {"alert_id": str(page.alert.pk), "by": request.actor, "at": request.at}
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            if said["how"] == "still":
                check_alert(checked=said["words"], **given)
            else:
                end_alert(
                    how=said["how"],
                    seen_by=form.cleaned_data["seen_by"],
                    seen_on=said["seen_on"],
                    words=said["words"],
                    **given,
                )
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:end_alert")
        else:
            messages.success(request, "Kept.")
            return redirect("missing-family", alert_id=page.alert.pk)
    return _page(request, page, form)


def _page(request: PlaitRequest, page: ShownAlert, form: SignForm | TellForm | None) -> HttpResponse:
    return render(request, "handover/alert.html", {"page": page, "one": page.alert, "form": form})
