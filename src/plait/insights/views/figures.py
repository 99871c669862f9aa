"""How the promises are kept: the page, what each measure means, what is behind one, and the file."""

from django.http import HttpResponse
from django.shortcuts import render

from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.audit.record import record
from plait.base.clock.calendars import LONDON
from plait.insights.access import behind, may_look_behind, may_read
from plait.insights.presenters.files import figures_file
from plait.insights.presenters.page import sections
from plait.insights.queries import report
from plait.insights.rules.measures import LEFT_OUT, MEASURES
from plait.insights.rules.periods import Period, period_of, periods

READERS = "Managers of the hub and scrutineers for the area; safeguarding leads and lead practitioners for their agency"
PURPOSE = "oversight"


def _period(request: PlaitRequest) -> Period:
    return period_of(request.GET.get("months", ""), request.at.astimezone(LONDON).date())


@door(READERS, lets_in=may_read, act="insights:read", purpose=PURPOSE)
def figures(request: PlaitRequest) -> HttpResponse:
    """Every measure over three months."""
    period = _period(request)
    found = report(request.actor, period, request.at)
    record(
        act="insights:read",
        about=f"insights:{period.code}",
        by=request.actor,
        at=request.at,
        fields=("work",),
    )
    context = {
        "sections": sections(found, by=request.actor), "period": period, "wide": found.wide, "left_out": LEFT_OUT,
        "periods": periods(request.at.astimezone(LONDON).date()),
    }  # fmt: skip
    return render(request, "insights/figures.html", context)


@door(READERS, lets_in=may_read, act="insights:export", purpose=PURPOSE)
def file(request: PlaitRequest) -> HttpResponse:
    """The same figures as a file."""
    period = _period(request)
    found = sections(report(request.actor, period, request.at), by=request.actor)
    record(
        act="insights:export",
        about=f"insights:{period.code}",
        by=request.actor,
        at=request.at,
        fields=("work",),
    )
    return HttpResponse(
        figures_file(found, period),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="promises-{period.code}.csv"'},
    )


@door(READERS, lets_in=may_read, act="insights:definitions", purpose=PURPOSE)
def definitions(request: PlaitRequest) -> HttpResponse:
    """What each measure counts, what it is divided by, and what it does not say."""
    return render(request, "insights/definitions.html", {"measures": MEASURES, "left_out": LEFT_OUT})


@door(
    "Whoever reads the figures and works with children: each sees only what they may open",
    lets_in=may_look_behind,
    act="insights:behind",
)
def behind_measure(request: PlaitRequest, measure: str) -> HttpResponse:
    """The records behind a measure that this reader may open."""
    period = _period(request)
    page, rows = behind(request.actor, measure, period, page=request.GET.get("page", ""), at=request.at)
    known = next(one for one in MEASURES if one.id == measure)
    return render(
        request, "insights/behind.html", {"measure": known, "period": period, "page": page, "rows": rows}
    )
