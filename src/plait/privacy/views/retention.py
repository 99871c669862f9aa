"""How long records are kept, what is due, disposals and legal holds."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused, hidden
from plait.base.packs import current
from plait.base.ui.staying import stay_with
from plait.privacy import access
from plait.privacy.actions.dispose import agree_disposal, choose_class, propose_disposal, stop_disposal
from plait.privacy.actions.hold import ask_for_hold, ask_to_lift_hold, confirm_hold, lift_hold
from plait.privacy.forms import BecauseForm, ClassForm, HoldForm, ProposeForm
from plait.privacy.presenters import retention as shown
from plait.privacy.queries.naming import person_behind, record_behind

OFFICERS = "Privacy officers, and Caldicott guardians, for what is their agency’s or the area’s to see"
OWNERS = "Privacy officers, for what their own agency wrote"
BESIDE = {"nothing-due", "needs-reason", "survivors-not-weighed", "one-by-one", "not-the-owner"}


@door(OFFICERS, lets_in=access.may_use_desk, act="retention:list", purpose="privacy")
def retention(request: PlaitRequest) -> HttpResponse:
    """The schedule of the pack in force, what the reader's agency keeps and has due, disposals that wait, and what is held."""
    by, file = request.actor, current(at=request.at).retention
    disposals = access.visible_disposals(by)
    context = {
        "file": file,
        "rows": shown.class_rows(by.agency, file=file, on=request.at.date()) if file else [],
        "may_propose": bool(access.may_review_lookups(by)),
        "waiting": list(disposals.filter(state__in=["proposed", "agreed"])),
        "ended": list(disposals.filter(state__in=["done", "stopped"]).order_by("-proposed_at", "pk")[:20]),
        "choices": shown.choices_shown(access.visible_choices(by)[:200], file=file),
        "holds": list(access.visible_holds(by).filter(lifted_at__isnull=True)),
    }
    return render(request, "privacy/retention.html", context)


@door(
    OWNERS,
    lets_in=access.may_review_lookups,
    act="disposal:propose",
    methods=("GET", "POST"),
    purpose="privacy",
)
def propose(request: PlaitRequest, class_code: str) -> HttpResponse:
    """What would go, and why it may."""
    form = ProposeForm(request.POST if request.method == "POST" else None)
    file = current(at=request.at).retention
    which = file.named(class_code) if file else None
    if file is None or which is None:
        raise Refused(hidden("no-such-class"), about="page:retention")
    if request.method == "POST" and form.is_valid():
        try:
            made = propose_disposal(
                class_code=class_code, **form.cleaned_data, by=request.actor, at=request.at
            )
        except Refused as refusal:
            if refusal.verdict.reason not in BESIDE:
                raise
            stay_with(request, form, refusal, act="deed:propose_disposal")
        else:
            messages.success(request, "Proposed. A second person must agree; then it waits some days more.")
            return HttpResponseRedirect(reverse("disposal", args=[made.pk]))
    lines = shown.lines_due(request.actor.agency, file=file, class_code=class_code, on=request.at.date())
    context = {"form": form, "which": which, "period": shown.period_of(which), "lines": lines, "file": file}
    return render(request, "privacy/propose.html", context)


@door(
    OWNERS,
    lets_in=access.may_review_lookups,
    act="retention:choose",
    methods=("GET", "POST"),
    purpose="privacy",
)
def another_class(request: PlaitRequest) -> HttpResponse:
    """One record of the reader's own agency is kept in another class than others of its kind. A manifest leads here."""
    by, at = request.actor, request.at
    file = current(at=at).retention
    if file is None:
        raise Refused(hidden("no-schedule"), about="page:retention")
    form = ClassForm(
        request.POST if request.method == "POST" else None,
        classes=shown.classes_to_choose(file),
        initial={"reference": request.GET.get("record", "")[:60]},
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            choose_class(
                ref=record_behind(said["reference"]), class_code=said["class_code"], because=said["because"], by=by, at=at
            )  # fmt: skip
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:choose_class")
        else:
            messages.success(request, "Kept so from now on. What was proposed of it does not go.")
            return HttpResponseRedirect(reverse("retention"))
    return render(request, "privacy/another_class.html", {"form": form})


@door(
    OFFICERS, lets_in=access.may_use_desk, act="disposal:decide", methods=("GET", "POST"), purpose="privacy"
)
def disposal(request: PlaitRequest, disposal_id: str) -> HttpResponse:
    """The manifest, who said what, and, done, the certificate. Agree, or stop it with a reason."""
    by, at = request.actor, request.at
    stopping = request.method == "POST" and request.POST.get("do") == "stop"
    form = BecauseForm(request.POST if stopping else None)
    if request.method == "POST" and not stopping:
        agree_disposal(disposal_id=str(disposal_id), by=by, at=at)
        messages.success(request, "Agreed. It waits out the delay, and can be stopped until then.")
        return HttpResponseRedirect(request.path)
    if stopping and form.is_valid():
        stop_disposal(disposal_id=str(disposal_id), because=form.cleaned_data["because"], by=by, at=at)
        messages.success(request, "Stopped. Nothing was disposed of.")
        return HttpResponseRedirect(request.path)
    one = access.opened(access.visible_disposals(by), str(disposal_id), kind="disposal", by=by, at=at)
    lines = [(shown.what_is(row["ref"]), row["ref"], row["due"]) for row in one.manifest]
    keeps = str(one.agency_id) == by.agency and bool(access.may_review_lookups(by))
    context = {"one": one, "lines": lines, "form": form, "own": one.proposed_by == by.id, "keeps": keeps}
    return render(request, "privacy/disposal.html", context)


@door(OFFICERS, lets_in=access.may_use_desk, act="hold:ask", methods=("GET", "POST"), purpose="privacy")
def new_hold(request: PlaitRequest) -> HttpResponse:
    """Hold a record: nothing about this person is disposed of."""
    form = HoldForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        person_id = person_behind(form.cleaned_data["reference"])
        if access.may_ask_about(request.actor, person_id):
            ask_for_hold(
                person_id=person_id, because=form.cleaned_data["because"], by=request.actor, at=request.at
            )
            messages.success(request, "Held from now on. A second person confirms it.")
            return HttpResponseRedirect(reverse("retention"))
        form.add_error("reference", "There is no record with that reference, or it speaks of several people.")
    return render(request, "privacy/new_hold.html", {"form": form})


@door(OFFICERS, lets_in=access.may_use_desk, act="hold:decide", methods=("GET", "POST"), purpose="privacy")
def hold(request: PlaitRequest, hold_id: str) -> HttpResponse:
    """Why it is held, and who said so. Confirm it; ask to lift it, with a reason; agree that it is lifted."""
    by, at = request.actor, request.at
    do = request.POST.get("do", "") if request.method == "POST" else ""
    form = BecauseForm(request.POST if do == "ask" else None)
    if do == "confirm":
        confirm_hold(hold_id=str(hold_id), by=by, at=at)
    elif do == "lift":
        lift_hold(hold_id=str(hold_id), by=by, at=at)
    elif do == "ask" and form.is_valid():
        ask_to_lift_hold(hold_id=str(hold_id), because=form.cleaned_data["because"], by=by, at=at)
    if do and not form.errors:
        messages.success(request, "Saved.")
        return HttpResponseRedirect(reverse("retention"))
    one = access.opened(access.visible_holds(by), str(hold_id), kind="hold", by=by, at=at)
    asked, asked_to_lift = one.asked_by == by.id, one.lift_asked_by == by.id
    context = {"one": one, "form": form, "asked": asked, "asked_to_lift": asked_to_lift}
    return render(request, "privacy/hold.html", context)
