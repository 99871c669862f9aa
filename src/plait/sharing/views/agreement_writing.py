"""Writing an agreement: its heading, its clauses as forms that are read aloud, offering it, taking it back, the next version."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from plait.agencies import queries as agencies
from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.base.packs import Pack, current
from plait.base.ui.staying import stay_with
from plait.sharing.access import open_between, open_clause
from plait.sharing.actions.draft_agreement import draft_agreement
from plait.sharing.actions.mend_heading import mend_heading
from plait.sharing.actions.next_version import next_version
from plait.sharing.actions.offer_agreement import offer_agreement, take_back_agreement
from plait.sharing.actions.strike_clause import strike_clause
from plait.sharing.actions.write_clause import write_clause
from plait.sharing.forms.agreements import ClauseForm, HeadingForm, clause_fields, clause_said, heading_of
from plait.sharing.life import may_move
from plait.sharing.presenters.agreements import faults_of
from plait.sharing.queries.between import area_name, areas_for
from plait.sharing.queries.linting import kinds_to_name, read_over
from plait.sharing.views.agreements import LEADS, leads

READ_ALOUD = "look"


def _to(agreement_id: Any, anchor: str = "") -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("sharing-agreement", args=[agreement_id]) + anchor)


def _draft(request: PlaitRequest, agreement_id: UUID) -> Any:
    found = open_between(request.actor, str(agreement_id), at=request.at, act="agreements:write")
    may_move("write", now=found.state).insist(about=found.ref)
    return found


@door(LEADS, lets_in=leads, act="agreements:write", methods=("GET", "POST"))
def new(request: PlaitRequest) -> HttpResponse:
    """Title, what for, whom it binds, and for how long; then the clauses."""
    here = [one for one in agencies.agencies() if one.ended_at is None]
    form = HeadingForm(
        request.POST if request.method == "POST" else None,
        agencies=here,
        areas=areas_for(request.actor),
        initial={"first": [request.actor.agency]},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = draft_agreement(
                heading=form.heading(), parties=form.parties(), reference=form.cleaned_data["reference"],
                by=request.actor, at=request.at,
            )  # fmt: skip
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:draft_agreement")
        else:
            return _to(made.pk)
    return render(request, "sharing/between_heading.html", {"form": form})


@door(LEADS, lets_in=leads, act="agreements:write", methods=("GET", "POST"))
def heading(request: PlaitRequest, agreement_id: UUID) -> HttpResponse:
    """What stands above the clauses of a draft."""
    found = _draft(request, agreement_id)
    parties = {one.agency_id for one in found.parties.all()}
    here = [one for one in agencies.agencies() if one.ended_at is None or str(one.pk) in parties]
    form = HeadingForm(
        request.POST if request.method == "POST" else None, agencies=here, areas=areas_for(request.actor), standing=found,
        initial=heading_of(found),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            mend_heading(
                agreement_id=str(agreement_id), heading=form.heading(), parties=form.parties(), by=request.actor,
                at=request.at,
            )  # fmt: skip
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:mend_heading")
        else:
            return _to(agreement_id)
    return render(request, "sharing/between_heading.html", {"form": form, "agreement": found})


@door(LEADS, lets_in=leads, act="agreements:write", methods=("GET", "POST"))
def clause(request: PlaitRequest, agreement_id: UUID, clause_id: UUID | None = None) -> HttpResponse:
    """A clause as a form, with the sentence that it makes and what is wrong with it."""
    found, pack = _draft(request, agreement_id), current(at=request.at)
    row = open_clause(found, clause_id) if clause_id else None
    form = ClauseForm(
        request.POST if request.method == "POST" else None, agreement=found, kinds=kinds_to_name(found, pack=pack),
        pack=pack, initial=clause_said(row) if row else {},
    )  # fmt: skip
    context: dict[str, Any] = {"form": form, "agreement": found, "clause": row}
    if request.method == "POST" and form.is_valid():
        if request.POST.get("step") != READ_ALOUD:
            try:
                kept = write_clause(
                    agreement_id=str(agreement_id), number=row.number if row else None, given=form.given(),
                    by=request.actor, at=request.at,
                )  # fmt: skip
            except Refused as refusal:
                stay_with(request, form, refusal, act="deed:write_clause")
            else:
                return _to(agreement_id, f"#clause-{kept.number}")
        else:
            context |= _read(found, form.given().as_fields(), row, pack)
    elif row is not None and request.method == "GET":
        context |= _read(found, clause_fields(row), row, pack)
    return render(request, "sharing/clause.html", context)


def _read(found: Any, fields: dict[str, Any], row: Any, pack: Pack) -> dict[str, Any]:
    sentence, findings = read_over(found, fields, clause_id=str(row.pk) if row else "", pack=pack)
    return {"sentence": sentence, "faults": faults_of(findings, findings[0].clause) if findings else []}


@door(LEADS, lets_in=leads, act="agreements:strike", methods=("POST",))
def strike(request: PlaitRequest, agreement_id: UUID, clause_id: UUID) -> HttpResponse:
    """Take a clause out of a draft."""
    open_clause(_draft(request, agreement_id), clause_id)
    strike_clause(agreement_id=str(agreement_id), clause_id=str(clause_id), by=request.actor, at=request.at)
    messages.success(request, "Taken out.")
    return _to(agreement_id)


@door(LEADS, lets_in=leads, act="agreements:offer", methods=("POST",))
def offer(request: PlaitRequest, agreement_id: UUID) -> HttpResponse:
    """Put it forward for signature: its words stand still from now on."""
    found = open_between(request.actor, str(agreement_id), at=request.at, act="agreements:offer")
    offer_agreement(agreement_id=str(agreement_id), by=request.actor, at=request.at)
    area = area_name(found)
    told = (
        f"Sign it for our side: then it goes to {area}."
        if area
        else "One person of each side can sign it now."
    )
    messages.success(request, f"Offered. {told}")
    return _to(agreement_id)


@door(LEADS, lets_in=leads, act="agreements:take-back", methods=("POST",))
def take_back(request: PlaitRequest, agreement_id: UUID) -> HttpResponse:
    """Back to a draft; a signature that was given falls."""
    open_between(request.actor, str(agreement_id), at=request.at, act="agreements:take-back")
    take_back_agreement(agreement_id=str(agreement_id), by=request.actor, at=request.at)
    messages.success(request, "It is a draft again. Whoever had signed signs again.")
    return _to(agreement_id)


@door(LEADS, lets_in=leads, act="agreements:next", methods=("POST",))
def renew(request: PlaitRequest, agreement_id: UUID) -> HttpResponse:
    """The next version, a draft with the same words; the one in force stays until it is signed."""
    open_between(request.actor, str(agreement_id), at=request.at, act="agreements:next")
    made = next_version(agreement_id=str(agreement_id), by=request.actor, at=request.at)
    return _to(made.pk)
