"""What was shared without an agreement because a child was in danger, and what came of looking at it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.base.audit.record import record
from plait.base.packs import current
from plait.privacy import access
from plait.privacy.actions.look_at_passed import look_at_passed
from plait.privacy.forms import LookedAtForm
from plait.privacy.presenters.passed import passed_rows

OFFICERS = "Privacy officers, for what their own agency shared or the area; never what they decided, or about somebody they know"
A_PAGE = 30
LATELY = 10
BESIDE_THE_FORM = {"already-looked-at", "no-outcome", "needs-reason"}


@door(OFFICERS, lets_in=access.may_review_lookups, act="passed:list", purpose="privacy")
def passed(request: PlaitRequest) -> HttpResponse:
    """What waits, the oldest first, and what was looked at lately."""
    by, at = request.actor, request.at
    pack = current(at=at)
    page = Paginator(access.visible_passed(by, at=at), A_PAGE).get_page(request.GET.get("page"))
    lately = access.visible_passed(by, at=at, looked=True)[: -LATELY - 1 : -1]
    context = {
        "page": page,
        "rows": passed_rows(list(page.object_list), pack=pack),
        "lately": passed_rows(lately, pack=pack),
    }
    return render(request, "privacy/passed.html", context)


@door(
    OFFICERS,
    lets_in=access.may_review_lookups,
    act="passed:say",
    methods=("GET", "POST"),
    purpose="privacy",
)
def one(request: PlaitRequest, decision_id: str) -> HttpResponse:
    """One of them: between whom, on which basis, what no agreement said; and what came of looking at it."""
    by, at = request.actor, request.at
    decision = access.open_passed(by, str(decision_id), at=at)
    form = LookedAtForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            look_at_passed(decision_id=str(decision_id), **form.cleaned_data, by=by, at=at)
        except Refused as refusal:
            if refusal.verdict.reason not in BESIDE_THE_FORM:
                raise
            record(
                act="deed:look_at_passed", about=refusal.about, by=by, at=at, verdict="refused",
                reason=refusal.verdict.reason,
            )  # fmt: skip
            form.add_error(None, refusal.verdict.say)
        else:
            messages.success(request, "Saved. It waits no more.")
            return HttpResponseRedirect(reverse("passed-alone"))
    (row,) = passed_rows([decision], pack=current(at=at))
    return render(request, "privacy/passed_one.html", {"row": row, "form": form})
