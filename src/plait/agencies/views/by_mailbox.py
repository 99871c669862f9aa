"""The one-time link to a registered agency mailbox."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from plait.agencies import sessions
from plait.agencies.actions.send_mailbox_link import send_mailbox_link
from plait.agencies.actions.use_mailbox_link import use_mailbox_link
from plait.agencies.forms.accounts import KeepHereForm, MailboxForm
from plait.base.access.doors import door, show_refusal
from plait.base.access.verdict import Refused


@door(
    "Open to all: asking for a one-time link to a registered mailbox",
    open_to_all=True,
    methods=("GET", "POST"),
)
def ask_for_link(request: HttpRequest) -> HttpResponse:
    """Always the same answer, whether or not the address is registered."""
    form = MailboxForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        send_mailbox_link(
            address=form.cleaned_data["address"],
            person_name=form.cleaned_data["person_name"],
            by=sessions.NOBODY,
            at=request.at,  # type: ignore[attr-defined]
        )
        return render(request, "agencies/by_mailbox_sent.html")
    return render(
        request,
        "agencies/by_mailbox.html",
        {"form": form, "why": request.GET.get("why", ""), "kept_here": request.GET.get("kept") == "here"},
    )


@door("Open to all: whoever holds an unused one-time link", open_to_all=True, methods=("GET", "POST"))
def use_link(request: HttpRequest, token: str) -> HttpResponse:
    """A page with a button. Only the button uses the link up: a mail scanner that opens the page does not."""
    kept = sessions.kept_here(request)
    form = KeepHereForm(request.POST or None)
    if request.method != "POST":
        return render(request, "agencies/mailbox_link.html", {"form": form, "waits": bool(kept[0])})
    keeps = form.is_valid() and form.cleaned_data["keep"]
    try:
        link = use_mailbox_link(token=token, kept=kept, by=sessions.NOBODY, at=request.at)  # type: ignore[attr-defined]
    except Refused as refusal:
        return show_refusal(request, refusal.verdict)
    if getattr(request, "actor", None) is not None:
        sessions.end_session(request, why="changed-person", by=request.actor)  # type: ignore[attr-defined]
    request.session.cycle_key()
    sessions.begin(request, **{sessions.MAILBOX: str(link.pk), sessions.KEEPS_HERE: keeps})
    answer = HttpResponseRedirect("/")
    # Whoever comes next in this browser decides anew: what was kept for somebody else is forgotten.
    if keeps:
        sessions.keep_here(answer, link)
    else:
        sessions.forget_here(answer)
    return answer
