"""Signing in as one of the cast: only in a demo, only with fictional data."""

from itertools import groupby

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from plait.agencies import queries, sessions
from plait.agencies.presenters import cast_may_sign_in
from plait.agencies.roles import ROLES
from plait.base.access.doors import door

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@door("Open to all, but there only in a demo with fictional data", open_to_all=True, methods=("GET", "POST"))
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """The cast, agency by agency, with a button each."""
    if not cast_may_sign_in():
        return render(request, "ui/nothing_by_this_route.html", status=404)
    people = queries.present_practitioners().filter(user__is_active=True).select_related("user")
    if request.method == "POST":
        chosen = next((one for one in people if str(one.pk) == request.POST.get("who")), None)
        if chosen is None or chosen.user is None:
            return render(request, "ui/nothing_by_this_route.html", status=404)
        if getattr(request, "actor", None) is not None:
            sessions.end_session(request, why="changed-person", by=request.actor)  # type: ignore[attr-defined]
        request.plait_signed_in_how = "demo-cast"  # type: ignore[attr-defined]
        login(request, chosen.user, backend=BACKEND)
        onward = request.POST.get("next", "/")
        safe = url_has_allowed_host_and_scheme(onward, allowed_hosts=None)
        return HttpResponseRedirect(onward if safe else "/")
    held = queries.roles_by_practitioner(at=request.at)  # type: ignore[attr-defined]
    agencies = [
        (
            agency,
            [(one, [ROLES[code] for code in held.get(str(one.pk), ()) if code in ROLES]) for one in group],
        )
        for agency, group in groupby(people, key=lambda one: one.agency)
    ]
    return render(
        request, "agencies/sign_in_as.html", {"agencies": agencies, "next": request.GET.get("next", "/")}
    )
