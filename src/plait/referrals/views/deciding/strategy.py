"""The record of a strategy discussion: a one-page form, and the page it makes."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from plait.agencies.sessions import held_form
from plait.base import packs
from plait.base.access.doors import door, practitioners_only
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused, hidden
from plait.base.ui.templatetags.plait_ui import error_items
from plait.people.queries import name_of, safety_notes_of
from plait.referrals.access import is_own_file, open_referral
from plait.referrals.actions.complete_action import complete_action
from plait.referrals.actions.record_strategy import Agreed, record_strategy
from plait.referrals.forms.strategy import (
    AT_LEAST,
    Actions,
    Attended,
    DoneForm,
    StrategyForm,
    all_from,
    as_typed,
)
from plait.referrals.presenters import deciding as shown
from plait.referrals.presenters.deciding_actions import agreed_in
from plait.referrals.queries.agreed import action_of
from plait.referrals.queries.picture import picture_of
from plait.referrals.queries.raising import people_of
from plait.referrals.rules import may_print
from plait.referrals.views.deciding.page import OWN_FILE, WORKS_ON_IT
from plait.referrals.views.deciding.refusals import stay_with
from plait.referrals.views.typed import forget_typed, keep_typed, saves_itself, typed_before

# Which record it will be is named anew each time the page is opened; the rest is no answer.
NOT_KEPT = frozenset({"csrfmiddlewaretoken", "record_id", "asked_who_was_there", "more"})


@door(WORKS_ON_IT, lets_in=practitioners_only, act="strategy:record", methods=("GET", "POST"))
def strategy(request: PlaitRequest, referral_id: UUID) -> HttpResponse:
    """Who was there, what was shared, what was decided, safety tonight, who does what by when."""
    referral = open_referral(request.actor, str(referral_id), at=request.at)
    about = f"strategy:{referral.pk}"
    if saves_itself(request):
        return keep_typed(
            request, about, {name: given for name, given in request.POST.lists() if name not in NOT_KEPT}
        )
    form, attended, actions = _forms(request, about)
    status, missing = 200, []
    sent = request.method == "POST" and not request.POST.get("more")
    # Each of them is asked, so that each says what it lacks.
    right = sent and not [one for one in (form, attended, actions) if not one.is_valid()]
    right = right and all_from(actions, day=form.cleaned_data["held_on"])
    if right and not request.POST.get("asked_who_was_there"):
        missing = not_there([(row.get("name", ""), row.get("agency", "")) for row in attended.cleaned_data])
    if right and not missing:
        try:
            kept = _keep(request, str(referral_id), form, attended, actions)
        except Refused as refusal:
            fields = {"held-in-future": "held_time"}
            stay_with(request, form, refusal, act="deed:record_strategy", fields=fields)
            status = 403
        else:
            forget_typed(request, about)
            messages.success(request, "The record is kept.")
            return redirect("strategy-record", referral_id=referral_id, record_id=kept.pk)
    context = {"referral": referral, "form": form, "attended": attended, "actions": actions}
    every = (form, *attended, *actions) if sent else ()
    context["faults"] = [fault for one in every for fault in error_items(one)]
    context |= {"missing": missing, "asked": bool(missing or request.POST.get("asked_who_was_there"))}
    known = {str(one.description.person_id): name_of(one.description) for one in people_of(referral.contact)}
    context["safety"] = shown.safety_lines(safety_notes_of(list(known)), known)
    return render(request, "referrals/deciding/strategy.html", context, status=status)


def not_there(attended: list[tuple[str, str]]) -> list[str]:
    """Which of social care, police and health nobody named seems to come from. Agencies are free text, so this only ever
    asks once; with nobody at all the deed itself says so."""
    agencies = [agency.lower() for name, agency in attended if name.strip()]
    found = {
        label for label, words in AT_LEAST.items() if any(word in one for one in agencies for word in words)
    }
    return [label for label in AT_LEAST if label not in found] if agencies else []


def _forms(request: PlaitRequest, about: str) -> tuple[Any, Any, Any]:
    data: Any = (
        request.POST if request.method == "POST" else held_form(request) or typed_before(request, about)
    )
    more = request.POST.get("more")
    if request.method == "POST" and not more:
        return (
            StrategyForm(data, at=request.at),
            Attended(data, prefix="attended"),
            Actions(data, prefix="actions"),
        )
    if data:
        return (
            StrategyForm.from_draft(data, initial={"record_id": uuid4()}, at=request.at),
            as_typed(Attended, data, prefix="attended", more=more == "attended"),
            as_typed(Actions, data, prefix="actions", more=more == "actions"),
        )
    rows = [{"agency": agency} for agency in AT_LEAST]
    local = timezone.localtime(request.at)
    form = StrategyForm(
        initial={"held_on": local.date(), "held_time": local.time(), "record_id": uuid4()}, at=request.at
    )
    return form, Attended(prefix="attended", initial=rows), Actions(prefix="actions")


def _keep(request: PlaitRequest, referral_id: str, form: Any, attended: Any, actions: Any) -> Any:
    given = form.cleaned_data
    held_at = timezone.make_aware(datetime.combine(given["held_on"], given["held_time"]))
    return record_strategy(
        referral_id=referral_id,
        held_at=held_at,
        attended=[(row.get("name", ""), row.get("agency", "")) for row in attended.cleaned_data],
        shared=given["shared"],
        decided=given["decided"],
        enquiry=given["enquiry"],
        medical=given["medical"],
        medical_because=given["medical_because"],
        safety_tonight=given["safety_tonight"],
        actions=[
            Agreed(row["who"], row["what"], row["due_on"], row["due_time"])
            for row in actions.cleaned_data
            if row.get("what")
        ],
        record_id=str(given["record_id"]),
        by=request.actor,
        at=request.at,
    )


@door(WORKS_ON_IT, lets_in=practitioners_only, act="strategy:read")
def strategy_page(request: PlaitRequest, referral_id: UUID, record_id: UUID) -> HttpResponse:
    """The record, to read. No address and nothing sealed stands on it."""
    referral = open_referral(request.actor, str(referral_id), at=request.at, act="strategy:read")
    return _record(request, referral, record_id, paper=False)


@door(OWN_FILE, lets_in=practitioners_only, act="strategy:print")
def strategy_print(request: PlaitRequest, referral_id: UUID, record_id: UUID) -> HttpResponse:
    """The same for paper, as it will stand there; that it was asked for is kept before it is shown."""
    referral = open_referral(request.actor, str(referral_id), at=request.at, act="strategy:print")
    may_print(own_file=is_own_file(request.actor, referral.contact)).insist(about=referral.ref)
    return _record(request, referral, record_id, paper=True)


def _record(request: PlaitRequest, referral: Any, record_id: UUID, *, paper: bool) -> HttpResponse:
    picture = picture_of(referral, pack=packs.current(at=request.at), by=request.actor, at=request.at)
    found = next((one for one in picture.strategies if one.pk == record_id), None)
    if found is None:
        raise Refused(hidden("absent"), about=f"strategy:{record_id}")
    context = {"referral": referral, "record": found, "banners": shown.banners(picture), "paper": paper}
    context["own_file"] = is_own_file(request.actor, referral.contact)
    context["actions"] = agreed_in(found, at=request.at)
    context["missing"] = not_there([(one.name, one.agency_name) for one in found.attended.all()])
    return render(request, "referrals/deciding/strategy_record.html", context)


@door(WORKS_ON_IT, lets_in=practitioners_only, act="strategy:action", methods=("GET", "POST"))
def action(request: PlaitRequest, referral_id: UUID, record_id: UUID, action_id: UUID) -> HttpResponse:
    """Was one thing that was agreed done? If not, why."""
    referral = open_referral(request.actor, str(referral_id), at=request.at)
    found = action_of(referral, record_id, action_id)
    if found is None:
        raise Refused(hidden("absent"), about=f"strategy-action:{action_id}")
    form = DoneForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        complete_action(
            referral_id=str(referral_id),
            action_id=str(action_id),
            done=given["done"] == "yes",
            note=given["note"],
            by=request.actor,
            at=request.at,
        )
        messages.success(request, "Kept, with your name and the time.")
        return redirect("strategy-record", referral_id=referral_id, record_id=record_id)
    context = {"referral": referral, "record": found.record, "agreed": found, "form": form}
    return render(request, "referrals/deciding/strategy_action.html", context)
