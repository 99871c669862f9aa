"""What waits about family agreement: for whoever works with families, for managers, and for agencies that were told."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from plait.agencies.roles import may, needs
from plait.base.access.counting import Later
from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Verdict, no
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import current
from plait.people.queries import names_of
from plait.sharing.access import notices_to, what_waits
from plait.sharing.actions.go_ahead_without import confirm_go_ahead
from plait.sharing.actions.read_notice import read_notice
from plait.sharing.queries.family import leads_to
from plait.sharing.queries.family_due import to_confirm
from plait.sharing.views.family import asks_families

answers_for_agency = needs("check:answer")
AGENCIES = "Safeguarding leads and check officers: what their own agency was told"


def hears_for_an_agency(actor: Actor) -> Verdict:
    """Who is led here by the navigation: those who answer for a partner agency, not the hub that tells them."""
    if may(actor, "hub:desk"):
        return no("tells-itself", say="The hub tells; agencies are told.", next_step="Open what is due")
    return answers_for_agency(actor)


def count_due(request: HttpRequest) -> Later:
    """The number beside the page in the navigation."""
    asking = cast(PlaitRequest, request)
    return to_confirm.later(asking.actor) + len(what_waits(asking.actor, at=asking.at))


def count_notices(request: HttpRequest) -> int:
    """The number beside the page in the navigation: notices that nobody of the agency has read."""
    asking = cast(PlaitRequest, request)
    return notices_to(asking.actor, at=asking.at).filter(read_at__isnull=True).count()


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that waits: what, about which child, and where one answers it."""

    what: str
    child: str
    child_id: str
    href: str
    since: datetime


@door(
    "Whoever asks families for their agreement, for the families they work with",
    lets_in=asks_families,
    act="family:due",
)
def due(request: PlaitRequest) -> HttpResponse:
    """Reviews, questions after a withdrawal, tellings and words to confirm, the longest waiting first."""
    found = what_waits(request.actor, at=request.at)
    confirm = list(to_confirm(request.actor))
    names = names_of([one.child for one in found] + [one.person_id for one in confirm])
    words: dict[str, str] = {one.on: one.words for one in current(at=request.at).agreement().prompts}
    rows = [
        Row(
            words.get(one.why, one.said),
            names.get(one.child, "Name not known"),
            one.child,
            _href(one.kind, one.id),
            one.since,
        )
        for one in found
    ]
    if found or confirm:
        people = {one.child for one in found} | {one.person_id for one in confirm}
        record(
            act="family:due",
            about=[f"person:{one}" for one in sorted(people)],
            by=request.actor,
            at=request.at,
            fields=("identity",),
        )
    reasons = {one.code: one.label for one in current(at=request.at).agreement().reasons_without}
    shown = [
        (one, names.get(one.person_id, "Name not known"), reasons.get(one.reason, one.reason))
        for one in confirm
    ]
    return render(request, "sharing/due.html", {"rows": rows, "confirm": shown})


def _href(kind: str, key: str) -> str:
    pages = {"review": "agreement-review", "withdrawal": "agreement-withdrawal", "tell": "family-agreement"}
    return reverse(pages[kind], args=[key])


@door(
    "The manager who was named, for their own word",
    lets_in=asks_families,
    act="agreement:without-confirm",
    methods=("POST",),
)
def confirm(request: PlaitRequest, record_id: UUID) -> HttpResponse:
    """It was my word."""
    confirm_go_ahead(record_id=str(record_id), by=request.actor, at=request.at)
    messages.success(request, "Confirmed.")
    return HttpResponseRedirect(reverse("family-due"))


@door(AGENCIES, lets_in=answers_for_agency, act="agreement:notices-list")
def notices(request: PlaitRequest) -> HttpResponse:
    """Agreement to share with us was withdrawn: about whom, since when, and what that means."""
    rows = list(notices_to(request.actor, at=request.at)[:100])
    leads = leads_to(row.person_id for row in rows)
    names = names_of(leads.values())
    if rows:
        record(
            act="agreement:notices-list",
            about=[f"person:{one}" for one in sorted(set(leads.values()))],
            by=request.actor,
            at=request.at,
            fields=("identity",),
        )
    shown = [(row, names.get(leads[row.person_id], "Name not known")) for row in rows]
    return render(request, "sharing/notices.html", {"rows": shown})


@door(AGENCIES, lets_in=answers_for_agency, act="agreement:notice-read", methods=("POST",))
def read(request: PlaitRequest, notice_id: UUID) -> HttpResponse:
    """Read, and acted on."""
    read_notice(notice_id=str(notice_id), by=request.actor, at=request.at)
    messages.success(request, "Marked as read.")
    return HttpResponseRedirect(reverse("agreement-notices"))
