"""The grave deeds of an agreement: signing it, revoking it or a clause of it, and leaving it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from plait.agencies.access import stepped_up
from plait.agencies.roles import needs
from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.base.ui.staying import stay_with
from plait.sharing.access import open_between, open_clause
from plait.sharing.actions.leave_agreement import leave_agreement
from plait.sharing.actions.revoke_agreement import revoke_agreement, revoke_clause
from plait.sharing.actions.sign_agreement import sign_agreement
from plait.sharing.forms.agreements import LeaveForm, RevokeForm, SignForm
from plait.sharing.life import may_move
from plait.sharing.presenters.agreement_page import page_of
from plait.sharing.queries.agreements import digest_to_sign
from plait.sharing.queries.between import area_name

SIGNATORIES = "Information governance leads, for the agreements that bind their own agency"
signatories = needs("agreement:sign")


def _open(request: PlaitRequest, agreement_id: UUID, verb: str, act: str) -> Any:
    found = open_between(request.actor, str(agreement_id), at=request.at, act=act)
    may_move(verb, now=found.state).insist(about=found.ref)
    return found


def _to(agreement_id: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("sharing-agreement", args=[agreement_id]))


@door(SIGNATORIES, lets_in=signatories, act="agreements:sign", methods=("GET", "POST"))
@stepped_up
def sign(request: PlaitRequest, agreement_id: UUID) -> HttpResponse:
    """All of it once more, and one word."""
    found = _open(request, agreement_id, "sign", "agreements:sign")
    form = SignForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            signed = sign_agreement(agreement_id=str(agreement_id), by=request.actor, at=request.at)
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:sign_agreement")
        else:
            other = area_name(found) or "the other side"
            told = (
                "Signed. It is in force." if signed.state == "in_force"
                else f"Signed. It is in force when {other} has signed."
            )  # fmt: skip
            messages.success(request, told)
            return _to(agreement_id)
    context = page_of(found, by=request.actor, at=request.at) | {
        "form": form,
        "digest": digest_to_sign(found),
    }
    return render(request, "sharing/between_sign.html", context)


@door(SIGNATORIES, lets_in=signatories, act="agreements:revoke", methods=("GET", "POST"))
@stepped_up
def revoke(request: PlaitRequest, agreement_id: UUID) -> HttpResponse:
    """All that it permits, from the very next request. What it forbids outlives it, and is named."""
    found = _open(request, agreement_id, "revoke", "agreements:revoke")
    page = page_of(found, by=request.actor, at=request.at)
    form = RevokeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            revoke_agreement(
                agreement_id=str(agreement_id), because=form.cleaned_data["because"], by=request.actor, at=request.at
            )  # fmt: skip
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:revoke_agreement")
        else:
            told = "Revoked. Nothing goes by this agreement any more."
            holds = " What it forbids still holds." if page["holds"] else ""
            messages.success(request, f"{told}{holds}")
            return _to(agreement_id)
    stops = [one for one in page["clauses"] if one.row.revoked_at is None and one.row.kind == "permit"]
    context = {
        "agreement": found,
        "form": form,
        "stops": stops,
        "holds": page["holds"],
        "other_area": page["other_area"],
    }
    return render(request, "sharing/between_revoke.html", context)


@door(SIGNATORIES, lets_in=signatories, act="agreements:revoke", methods=("GET", "POST"))
@stepped_up
def revoke_one(request: PlaitRequest, agreement_id: UUID, clause_id: UUID) -> HttpResponse:
    """One clause; the others stand."""
    found = _open(request, agreement_id, "revoke", "agreements:revoke")
    row = open_clause(found, clause_id)
    stops = [
        one for one in page_of(found, by=request.actor, at=request.at)["clauses"] if one.row.pk == clause_id
    ]
    form = RevokeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            revoke_clause(
                clause_id=str(clause_id), because=form.cleaned_data["because"], by=request.actor, at=request.at
            )  # fmt: skip
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:revoke_clause")
        else:
            messages.success(request, f"Clause {row.number} is revoked. The others stand.")
            return _to(agreement_id)
    context = {
        "agreement": found, "form": form, "stops": stops, "clause": row, "other_area": area_name(found),
    }  # fmt: skip
    return render(request, "sharing/between_revoke.html", context)


@door(SIGNATORIES, lets_in=signatories, act="agreements:leave", methods=("GET", "POST"))
@stepped_up
def leave(request: PlaitRequest, agreement_id: UUID) -> HttpResponse:
    """One party leaves; the others stay bound to one another."""
    found = _open(request, agreement_id, "leave", "agreements:leave")
    staying = sorted(
        ((one.agency_id, one.name) for one in found.parties.all() if one.left_at is None),
        key=lambda one: (one[0] != request.actor.agency, one[1].casefold()),
    )
    form = LeaveForm(request.POST if request.method == "POST" else None, parties=staying)
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = form.cleaned_data
        try:
            leave_agreement(
                agreement_id=str(agreement_id), agency_id=said["agency"], because=said["because"], by=request.actor,
                at=request.at,
            )  # fmt: skip
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:leave_agreement")
        else:
            messages.success(request, f"{dict(staying)[said['agency']]} has left. The others stay bound.")
            return _to(agreement_id)
    return render(request, "sharing/between_leave.html", {"agreement": found, "form": form})
