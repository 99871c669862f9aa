"""A partner looks in their own agency's records: what it sent itself, and nothing of anybody else's."""

from django.http import HttpResponse
from django.shortcuts import render

from plait.agencies.roles import needs
from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.audit.record import record
from plait.people.actions.look_in_own_records import look_in_own_records
from plait.people.forms import OwnRecordsForm
from plait.people.presenters.own import own_rows
from plait.people.rules import may_search


@door(
    "Safeguarding leads and check officers, in their own agency’s records only",
    lets_in=needs("check:answer"),
    act="record:search",
    methods=("GET", "POST"),
)
def own_records(request: PlaitRequest) -> HttpResponse:
    """Look (POST, so that no name stands in an address), with a purpose and enough to go on."""
    by, at = request.actor, request.at
    form = OwnRecordsForm(request.POST if request.method == "POST" else None, at=at)
    rows = None
    record(act="record:search-page", about=f"agency:{by.agency}", by=by, at=at)
    if request.method == "POST" and form.is_valid():
        enough = may_search(form.query())
        if enough:
            found = look_in_own_records(
                query=form.query(), purpose=form.cleaned_data["purpose"], by=by, at=at
            )
            rows = own_rows(found)
        else:
            form.add_error(None, enough.say)
    return render(request, "people/own_records.html", {"form": form, "rows": rows, "agency": by.agency_name})
