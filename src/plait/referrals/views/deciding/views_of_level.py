"""An agency says which level it sees: from the referral, or from its check."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from plait.base import packs
from plait.base.access.doors import door, practitioners_only
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.referrals.access import open_check, open_referral
from plait.referrals.views.deciding.page import WORKS_ON_IT
from plait.referrals.views.deciding.refusals import stay_with
from plait.thresholds.actions.record_view import record_view
from plait.thresholds.forms import LevelViewForm
from plait.thresholds.queries import own_view, standing_views
from plait.thresholds.queries.shown import side_by_side

WAS_ASKED = "The team that was asked, for its agency"


@door(WORKS_ON_IT, lets_in=practitioners_only, act="level:view", methods=("GET", "POST"))
def levels(request: PlaitRequest, referral_id: UUID) -> HttpResponse:
    """The level as the reader's agency sees it, beside every other agency's view."""
    referral = open_referral(request.actor, str(referral_id), at=request.at)
    views = side_by_side(standing_views(referral.ref), packs.current(at=request.at))
    return _level(
        request, referral.ref, back=reverse("referral", args=[referral_id]), extra={"levels": views}
    )


@door(WAS_ASKED, lets_in=practitioners_only, act="level:view", methods=("GET", "POST"))
def check_level(request: PlaitRequest, check_id: UUID) -> HttpResponse:
    """The same for an agency that was asked: its own view only."""
    check = open_check(request.actor, str(check_id), at=request.at)
    return _level(
        request, f"referral:{check.referral_id}", back=f"/checks/{check_id}/", extra={"check": check}
    )


def _level(request: PlaitRequest, subject: str, *, back: str, extra: dict[str, Any]) -> HttpResponse:
    pack = packs.current(at=request.at)
    own = own_view(subject, request.actor.agency)
    form: Any
    status = 200
    if request.method == "POST":
        form = LevelViewForm(request.POST, pack=pack)
        if form.is_valid():
            try:
                record_view(subject=subject, by=request.actor, at=request.at, **form.cleaned_data)
            except Refused as refusal:
                fields = {
                    "differs-without-reason": "because",
                    "no-such-level": "level",
                    "no-such-indicator": "indicators",
                }
                stay_with(request, form, refusal, act="deed:record_view", fields=fields)
                status = 403
            else:
                messages.success(request, "Your agency’s view is kept.")
                return redirect(back)
    else:
        said = {"level": own.level, "indicators": own.indicators, "because": own.because} if own else {}
        form = LevelViewForm(initial=said, pack=pack)
    context = {"form": form, "back": back, "own": own, "framework": pack.level_scheme, **extra}
    return render(request, "referrals/deciding/level.html", context, status=status)
