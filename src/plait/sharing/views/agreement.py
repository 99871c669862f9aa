"""One person's agreement: what they said, changing their mind, looking again, and their own sheet."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.base.audit.record import record
from plait.base.clock import LONDON
from plait.base.packs import current
from plait.base.ui.staying import stay_with
from plait.people.queries import current_description, name_of
from plait.sharing.access import child_of, open_agreement, open_family, open_withdrawal
from plait.sharing.actions.answer_withdrawal import answer_withdrawal
from plait.sharing.actions.give_copy import give_copy
from plait.sharing.actions.keep_agreement_draft import discard_agreement_draft
from plait.sharing.actions.review_agreement import review_agreement
from plait.sharing.actions.withdraw_agreement import withdraw_agreement
from plait.sharing.forms.after import CopyForm, OtherGatewayForm, PressureForm, ReviewForm, WithdrawForm
from plait.sharing.presenters.family import groups_in_words, services_of, state_of
from plait.sharing.presenters.sheet import sheet_of
from plait.sharing.queries.family import agencies_told, leads_to
from plait.sharing.queries.family_page import gateways_without
from plait.sharing.views.family import WORKERS, asks_families, form_or_draft


def _context(request: PlaitRequest, agreement_id: UUID, act: str) -> dict[str, Any]:
    row = open_agreement(request.actor, str(agreement_id), at=request.at, act=act)
    giver = leads_to([row.giver_id])[row.giver_id]
    child = child_of(row)
    kin = open_family(request.actor, child, at=request.at, act=act)
    family = [one.id for one in kin]
    record(
        act="family:read",
        about=[f"person:{one}" for one in family],
        by=request.actor,
        at=request.at,
        fields=("identity",),
    )
    pack = current(at=request.at)
    return {
        "agreement": row,
        "giver_id": giver,
        "name": name_of(current_description(giver)),
        "child_id": child,
        "family": family,
        "about": [
            name_of(current_description(one))
            for one in leads_to(one.person_id for one in row.about.all()).values()
        ],
        "services": services_of(row),
        "state": state_of(row, request.at.astimezone(LONDON).date()),
        "what": groups_in_words(row.groups),
        "left_out": groups_in_words(row.left_out),
        "pack": pack,
    }


@door(WORKERS, lets_in=asks_families, act="agreement:read")
def one(request: PlaitRequest, agreement_id: UUID) -> HttpResponse:
    """Everything this person said, how they were asked, and what became of it. Nobody else's word."""
    context = _context(request, agreement_id, "agreement:read")
    row = context["agreement"]
    context |= {
        "withdrawals": row.withdrawals.all(),
        "reviews": row.reviews.order_by("asked_at", "pk"),
        "copies": row.copies.order_by("at", "pk"),
        "words": {one.on: one.words for one in context["pack"].agreement().prompts},
    }
    return render(request, "sharing/agreement.html", context)


@door(WORKERS, lets_in=asks_families, act="agreement:withdraw", methods=("GET", "POST"))
def withdraw(request: PlaitRequest, agreement_id: UUID) -> HttpResponse:
    """They have changed their mind: one button stops it, then the two questions are asked."""
    context = _context(request, agreement_id, "agreement:withdraw")
    yes = [(one.id, one.name) for one in context["services"] if one.yes]
    name = f"withdraw-{agreement_id}"
    form = form_or_draft(
        request, context["child_id"], name, WithdrawForm, {"said_on": request.at.astimezone(LONDON).date()}, yes=yes
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = withdraw_agreement(
                agreement_id=str(agreement_id), partner_ids=said["services"], said=said["said"], said_on=said["said_on"],
                how=said["how"], by=request.actor, at=request.at,
            )  # fmt: skip
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:withdraw_agreement")
        else:
            discard_agreement_draft(child_id=context["child_id"], form=name, by=request.actor, at=request.at)
            messages.success(
                request, "Stopped. Nothing more is shared that rests on it, and the services are being told."
            )
            return HttpResponseRedirect(reverse("agreement-withdrawal", args=[made.pk]))
    return render(
        request, "sharing/withdraw.html", {**context, "form": form, "autosave_url": _kept_at(context, name)}
    )


def _kept_at(context: dict[str, Any], name: str) -> str:
    return reverse("family-keep", args=[context["child_id"], name])


@door(WORKERS, lets_in=asks_families, act="agreement:withdrawal-asked", methods=("GET", "POST"))
def withdrawal(request: PlaitRequest, withdrawal_id: UUID) -> HttpResponse:
    """Who was told, whom to tell by telephone, and the two questions with their answers."""
    made = open_withdrawal(request.actor, str(withdrawal_id), at=request.at)
    context = _context(request, made.agreement_id, "agreement:withdrawal-asked")
    today = request.at.astimezone(LONDON).date()
    gateways = gateways_without(context["pack"], holder=request.actor.agency_kind, on=today)
    asked = request.POST.get("question", "")
    forms: dict[str, Any] = {
        "pressure": PressureForm(request.POST if asked == "pressure" else None, prefix="pressure"),
        "other_gateway": OtherGatewayForm(
            request.POST if asked == "other_gateway" else None, prefix="gateway", gateways=gateways
        ),
    }
    if request.method == "POST" and asked in forms and forms[asked].is_valid():
        said = forms[asked].cleaned_data
        try:
            answer_withdrawal(
                withdrawal_id=str(withdrawal_id), question=asked, answer=said["answer"], said=said["said"],
                by=request.actor, at=request.at,
            )  # fmt: skip
        except Refused as refusal:
            stay_with(request, forms[asked], refusal, act="deed:answer_withdrawal")
        else:
            messages.success(request, "Kept.")
            return HttpResponseRedirect(request.path)
    taken, told = list(made.partners.all()), agencies_told(made)
    labels = {
        **dict(gateways),
        **dict(forms["pressure"].fields["answer"].choices),
        "none": "No: sharing stops",
    }
    answers: dict[str, list[tuple[Any, str]]] = {key: [] for key in forms}
    for row in made.answers.order_by("at", "pk"):
        answers[row.question].append((row, str(labels.get(row.answer, row.answer))))
    context |= {
        "withdrawal": made,
        "told": [row.name for row in taken if row.agency_id in told],
        "by_hand": [row.name for row in taken if row.agency_id not in told],
        "questions": [(key, form, answers[key]) for key, form in forms.items()],
    }
    return render(request, "sharing/withdrawal.html", context)


@door(WORKERS, lets_in=asks_families, act="agreement:review", methods=("GET", "POST"))
def review(request: PlaitRequest, agreement_id: UUID) -> HttpResponse:
    """Look at it again with them."""
    context = _context(request, agreement_id, "agreement:review")
    name = f"review-{agreement_id}"
    form = form_or_draft(request, context["child_id"], name, ReviewForm)
    if request.method == "POST" and form.is_valid():
        try:
            review_agreement(
                agreement_id=str(agreement_id), **form.cleaned_data, by=request.actor, at=request.at
            )
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:review_agreement")
        else:
            discard_agreement_draft(child_id=context["child_id"], form=name, by=request.actor, at=request.at)
            messages.success(request, "Kept.")
            return HttpResponseRedirect(reverse("agreement", args=[agreement_id]))
    words = {one.on: one.words for one in context["pack"].agreement().prompts}
    waiting = context["agreement"].reviews.filter(settled_at__isnull=True).order_by("asked_at", "pk")
    context |= {
        "form": form,
        "asked": [words.get(row.why, "") for row in waiting],
        "autosave_url": _kept_at(context, name),
    }
    return render(request, "sharing/review.html", context)


@door(WORKERS, lets_in=asks_families, act="agreement:copy", methods=("GET", "POST"))
def sheet(request: PlaitRequest, agreement_id: UUID) -> HttpResponse:
    """Their own sheet, for paper: first how it reaches them safely, then the sheet itself."""
    context = _context(request, agreement_id, "agreement:copy")
    row = context["agreement"]
    form = CopyForm(
        request.POST if request.method == "POST" else None,
        initial={"how": row.copy_how, "style": "easy_read" if row.format == "easy_read" else "plain"},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = give_copy(
                agreement_id=str(agreement_id), **form.cleaned_data, by=request.actor, at=request.at
            )
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:give_copy")
        else:
            words = sheet_of(
                row, name=context["name"], style=made.style, family=context["family"], pack=context["pack"]
            )
            return render(request, "sharing/sheet.html", {"sheet": words, "agreement": row})
    return render(request, "sharing/copy.html", {**context, "form": form})
