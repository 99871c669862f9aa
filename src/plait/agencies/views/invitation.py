"""The page behind an invitation's link."""

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from plait.agencies import queries, sessions
from plait.agencies.access import may_join
from plait.agencies.actions.accept_invitation import accept_invitation
from plait.agencies.forms.accounts import JoinForm
from plait.agencies.views.cast import BACKEND
from plait.base.access.deeds import record_refusal
from plait.base.access.doors import door, show_refusal
from plait.base.access.verdict import Refused


@door("Open to all: whoever holds an unused invitation", open_to_all=True, methods=("GET", "POST"))
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Set a password; then the account begins, and its second step is set up."""
    at = request.at  # type: ignore[attr-defined]
    invitation = queries.invitation_of(token)
    if not (open_still := may_join(invitation, at=at)):
        record_refusal(
            verdict=open_still, act="practitioner:join", about="page:invitation", by=sessions.NOBODY, at=at
        )
        return show_refusal(request, open_still)
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = accept_invitation(
                token=token, password=form.cleaned_data["password"], by=sessions.NOBODY, at=at
            )
        except ValidationError as fault:
            form.add_error("password", fault)
        except Refused as refusal:
            return show_refusal(request, refusal.verdict)
        else:
            if getattr(request, "actor", None) is not None:
                sessions.end_session(request, why="changed-person", by=request.actor)  # type: ignore[attr-defined]
            request.plait_signed_in_how = "invitation"  # type: ignore[attr-defined]
            login(request, user, backend=BACKEND)
            # They typed the password this minute: setting up a passkey need not ask for it again.
            record_authentication(request, user, method="password", reauthenticated=True)
            return HttpResponseRedirect("/account/second-step/")
    return render(request, "agencies/invitation.html", {"form": form, "invitation": invitation})
