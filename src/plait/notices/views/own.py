"""What one was told, and how one wants to hear of it."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime

from plait.agencies.sessions import held_form
from plait.base.access.doors import door, practitioners_only
from plait.base.access.request import PlaitRequest
from plait.notices.actions.choose import choose
from plait.notices.actions.read import open_notice, read_all, unread
from plait.notices.forms import ChoiceForm, as_chosen
from plait.notices.presenters import lines
from plait.notices.queries import choice_of, count_unread, notices_of

OWN = "Practitioners, for what they themselves were told"
A_PAGE = 25


@door(OWN, lets_in=practitioners_only, act="notice:list")
def notices(request: PlaitRequest) -> HttpResponse:
    """The newest first."""
    page = Paginator(notices_of(request.actor.id), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": lines(page),
        "new": count_unread(request.actor.id),
        "until": request.at.isoformat(),
        "batch": _id(request.GET.get("marked", "")),
    }
    return render(request, "notices/notices.html", context)


@door(OWN, lets_in=practitioners_only, act="notice:open", methods=("POST",))
def open_one(request: PlaitRequest, notice_id: UUID) -> HttpResponse:
    """Read, and on to what it tells of, which asks at its own door."""
    found = open_notice(notice_id=str(notice_id), by=request.actor, at=request.at)
    return HttpResponseRedirect(found.path or reverse("notices"))


@door(OWN, lets_in=practitioners_only, act="notice:read-all", methods=("POST",))
def mark_all(request: PlaitRequest) -> HttpResponse:
    """All that stood there when the page was made."""
    batch = read_all(until=_moment(request), by=request.actor, at=request.at)
    tail = f"?marked={batch}" if batch else ""
    return HttpResponseRedirect(f"{reverse('notices')}{tail}")


@door(OWN, lets_in=practitioners_only, act="notice:unread", methods=("POST",))
def mark_back(request: PlaitRequest) -> HttpResponse:
    """They are new again."""
    batch = _id(request.POST.get("batch", ""))
    if batch:
        unread(batch=batch, by=request.actor, at=request.at)
    return redirect("notices")


@door(OWN, lets_in=practitioners_only, act="notice:choose", methods=("GET", "POST"))
def settings(request: PlaitRequest) -> HttpResponse:
    """What may wait, and until when."""
    initial = as_chosen(choice_of(request.actor.id))
    form = ChoiceForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "GET" and (kept := held_form(request)):
        form = ChoiceForm.from_draft(kept)
    if request.method == "POST" and form.is_valid():
        begins, ends = form.hours_of_quiet()
        choose(
            in_digest=form.cleaned_data["in_digest"],
            hours=form.cleaned_data["hours"],
            quiet_from=begins,
            quiet_until=ends,
            by=request.actor,
            at=request.at,
        )
        messages.success(request, "Saved. It holds from the next message on.")
        return redirect("notices")
    return render(request, "notices/settings.html", {"form": form})


def _moment(request: PlaitRequest) -> datetime:
    """What the page said; whatever is no moment with a zone is now, and nothing is marked that has not come yet."""
    try:
        said = parse_datetime(request.POST.get("until", ""))
    except ValueError:
        said = None
    return min(said, request.at) if said is not None and said.tzinfo is not None else request.at


def _id(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""
