"""What the reader had from another agency and was corrected since."""

from django.http import HttpResponse
from django.shortcuts import render

from plait.base.access.doors import door, practitioners_only
from plait.base.access.request import PlaitRequest
from plait.base.audit.record import record
from plait.sharing.presenters.corrected import corrected_rows

WHO_HAD_IT = "Whoever had the line that was corrected, by themselves or in their team"


@door(WHO_HAD_IT, lets_in=practitioners_only, act="corrected:list")
def corrected(request: PlaitRequest) -> HttpResponse:
    """What they had and what stands now, where they may read it; else that they are to strike out what they had."""
    rows = corrected_rows(request.actor, at=request.at)
    if people := sorted({f"person:{one.person_id}" for one in rows if one.person_id}):
        record(act="corrected:read", about=people, by=request.actor, at=request.at, fields=("content",))
    return render(request, "sharing/corrected.html", {"rows": rows})
