"""What was disputed on one referral, in one list."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from plait.base.access.doors import door, practitioners_only
from plait.base.access.request import PlaitRequest
from plait.desk.presenters.disputed import rows_of
from plait.desk.queries.disputed import disputed_on
from plait.referrals.access import open_referral

WORKS_ON_IT = "Whoever works on the referral, each dispute as far as they may open it"


@door(WORKS_ON_IT, lets_in=practitioners_only, act="referral:disputed")
def disputed(request: PlaitRequest, referral_id: UUID) -> HttpResponse:
    """Views kept beside a decision, questions that must be answered, and escalations: who, what they wanted, how it ended."""
    referral = open_referral(request.actor, str(referral_id), at=request.at, act="referral:disputed")
    found = disputed_on(referral, by=request.actor, at=request.at)
    context = {"referral": referral, "rows": rows_of(found), "others": found.others}
    return render(request, "desk/disputed.html", context)
