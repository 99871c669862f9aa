"""Emergency access, and the page where a privacy officer looks at each use afterwards."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from plait.agencies.access import stepped_up
from plait.agencies.roles import needs
from plait.base.access.doors import REFUSED, door
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.base.packs import current
from plait.base.ui.staying import stay_with
from plait.people.access import access_reviews_for, is_open_to, open_access_review
from plait.people.actions.review_access import review_access
from plait.people.actions.use_emergency_access import use_emergency_access
from plait.people.forms import AccessReviewForm, EmergencyForm
from plait.people.presenters.ways_in import review_shown, reviews_shown
from plait.people.queries import standing_id

EMERGENCY = "Whoever may act for a child at once, for one record at a time, looked at afterwards"
OFFICERS = "Privacy officers, and never what they used themselves"
may_enter = needs("emergency:open")
privacy_officers = needs("audit:read")
A_PAGE = 50


@door(EMERGENCY, lets_in=may_enter, act="emergency:look")
def emergency_for_last(request: PlaitRequest) -> HttpResponse:
    """From the page that gives nothing: on to the record whose address was tried last, whether or not it is there."""
    kind, _, record_id = str(request.session.get(REFUSED, "")).partition(":")
    if kind == "person":
        return redirect("person-emergency", person_id=record_id)
    return render(request, "people/emergency_none.html")


@door(EMERGENCY, lets_in=may_enter, act="person:emergency", methods=("GET", "POST"))
@stepped_up
def emergency(request: PlaitRequest, person_id: str) -> HttpResponse:
    """One page, one button, and the record. The page is the same whether or not there is such a record."""
    by, at, meant = request.actor, request.at, standing_id(str(person_id))
    if is_open_to(by, meant, at=at):
        return redirect("person-story", person_id=meant)
    pack = current(at=at)
    form = EmergencyForm(request.POST if request.method == "POST" else None, pack=pack)
    if request.method == "POST" and form.is_valid():
        try:
            review = use_emergency_access(person_id=meant, **form.cleaned_data, by=by, at=at)
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:use_emergency_access")
        else:
            return redirect("person-story", person_id=review.person_id)
        return render(
            request, "people/emergency.html", {"form": form, "rules": pack.access.emergency}, status=403
        )
    return render(request, "people/emergency.html", {"form": form, "rules": pack.access.emergency})


def count_owed(request: HttpRequest) -> int:
    """The number beside the page in the navigation and on its tile: only what this reader may look at."""
    return access_reviews_for(request.actor, waiting=True).count()  # type: ignore[attr-defined]


@door(OFFICERS, lets_in=privacy_officers, act="access-review:list", purpose="privacy")
def access_reviews(request: PlaitRequest) -> HttpResponse:
    """What nobody has looked at yet, by when it is owed; then what was looked at."""
    page = Paginator(access_reviews_for(request.actor), A_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "people/access_reviews.html", {"page": page, "rows": reviews_shown(page.object_list)}
    )


@door(
    OFFICERS, lets_in=privacy_officers, act="access-review:read", methods=("GET", "POST"), purpose="privacy"
)
def access_review(request: PlaitRequest, review_id: str) -> HttpResponse:
    """Who, when, why in their words, and by whom it was looked at; nothing of what the record says."""
    by, at = request.actor, request.at
    found = open_access_review(by, str(review_id), at=at)
    form = AccessReviewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            review_access(review_id=str(review_id), **form.cleaned_data, by=by, at=at)
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:review_access")
        else:
            messages.success(request, "Kept. Thank you for looking.")
            return redirect("access-reviews")
    context = {"form": form, "review": review_shown(found), "done": found.reviewed_at is not None}
    return render(request, "people/access_review.html", context)
