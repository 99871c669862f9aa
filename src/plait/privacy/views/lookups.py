"""Look-ups to explain: the reviewer's list and page, and the page of the one who is asked."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.base.packs import current
from plait.base.ui.staying import stay_with
from plait.privacy import access
from plait.privacy.actions.ask_to_explain import ask_to_explain
from plait.privacy.actions.explain_lookup import explain_lookup
from plait.privacy.actions.settle_lookup import settle_lookup
from plait.privacy.forms import ExplainForm, SettleLookupForm
from plait.privacy.presenters import lookups as shown

REVIEWERS = "Privacy officers, for people of their own agency or of the area; never about themselves"
ASKED = "Whoever is asked, for their own look-ups"
A_PAGE = 30
BESIDE_THE_FORM = {"not-answered", "needs-reason", "no-outcome", "already-settled"}


@door(REVIEWERS, lets_in=access.may_review_lookups, act="lookup:list", purpose="privacy")
def lookups(request: PlaitRequest) -> HttpResponse:
    """What waits first, the oldest first; what was settled lately; and how each kind of question did."""
    pack = current(at=request.at)
    found = access.visible_lookups(request.actor)
    page = Paginator(found.exclude(state="settled"), A_PAGE).get_page(request.GET.get("page"))
    settled = found.filter(state="settled").order_by("-settled_at", "pk")[:10]
    context = {
        "page": page,
        "rows": shown.rows(page.object_list, pack=pack, at=request.at),
        "settled": [(one, shown.label_of(pack, one.kind), shown.outcome_of(one)) for one in settled],
        "shares": shown.shares(found, pack=pack),
    }
    return render(request, "privacy/lookups.html", context)


@door(
    REVIEWERS,
    lets_in=access.may_review_lookups,
    act="lookup:settle",
    methods=("GET", "POST"),
    purpose="privacy",
)
def lookup(request: PlaitRequest, lookup_id: str) -> HttpResponse:
    """One look-up with its reason, what they did and what they said; and what came of it."""
    form = SettleLookupForm(request.POST if request.method == "POST" else None)
    one = access.open_lookup(request.actor, str(lookup_id), at=request.at)
    if request.method == "POST" and form.is_valid():
        try:
            settle_lookup(lookup_id=str(lookup_id), **form.cleaned_data, by=request.actor, at=request.at)
        except Refused as refusal:
            if refusal.verdict.reason not in BESIDE_THE_FORM:
                raise
            stay_with(request, form, refusal, act="deed:settle_lookup")
        else:
            messages.success(request, "Saved. It waits no more.")
            return HttpResponseRedirect(reverse("lookups"))
    pack = current(at=request.at)
    (row,) = shown.rows([one], pack=pack, at=request.at)
    context = {
        "row": row,
        "one": one,
        "entries": shown.looks_of(one),
        "outcome": shown.outcome_of(one),
        "only_tried": shown.only_tried(one),
        "form": form,
    }
    return render(request, "privacy/lookup.html", context)


@door(REVIEWERS, lets_in=access.may_review_lookups, act="lookup:ask", methods=("POST",), purpose="privacy")
def ask(request: PlaitRequest, lookup_id: str) -> HttpResponse:
    """Ask them."""
    ask_to_explain(lookup_id=str(lookup_id), by=request.actor, at=request.at)
    messages.success(request, "Asked. They get a message that says only that something waits.")
    return HttpResponseRedirect(reverse("lookup", args=[lookup_id]))


@door(ASKED, lets_in=access.may_explain, act="lookup:own-list", purpose="privacy")
def mine(request: PlaitRequest) -> HttpResponse:
    """What the reader is asked to explain."""
    pack = current(at=request.at)
    asked = shown.rows(access.own_to_explain(request.actor), pack=pack, at=request.at)
    return render(request, "privacy/mine.html", {"rows": asked})


@door(ASKED, lets_in=access.may_explain, act="lookup:explain", methods=("GET", "POST"), purpose="privacy")
def explain(request: PlaitRequest, lookup_id: str) -> HttpResponse:
    """Please explain this look-up: when, what, and why Plait asks."""
    form = ExplainForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        explain_lookup(
            lookup_id=str(lookup_id), answer=form.cleaned_data["answer"], by=request.actor, at=request.at
        )
        messages.success(request, "Thank you. Your privacy officer reads it.")
        return HttpResponseRedirect(reverse("lookups-mine"))
    one = access.open_own_lookup(request.actor, str(lookup_id), at=request.at)
    (row,) = shown.rows([one], pack=current(at=request.at), at=request.at)
    return render(
        request,
        "privacy/explain.html",
        {"row": row, "one": one, "entries": shown.own_looks_of(one), "form": form},
    )
