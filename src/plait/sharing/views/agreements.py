"""Agreements between agencies: the list, one of them beside what really flowed under it, and taking it away as text."""

from typing import cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from plait.agencies.roles import needs
from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.packs import current
from plait.sharing.access import agreements_to_read, open_between
from plait.sharing.presenters import agreements as shown
from plait.sharing.presenters.agreement_page import page_of
from plait.sharing.presenters.agreement_text import as_text, file_name
from plait.sharing.queries.agreements import clauses_holding, clauses_signed, to_sign, words_of
from plait.sharing.queries.between import area_of, bytes_between
from plait.sharing.rules.cedar import to_cedar

LEADS = "Information governance leads, for the agreements that bind their own agency"
leads = needs("agreement:write")


def count_to_sign(request: HttpRequest) -> int:
    """The number beside the page in the navigation: agreements that their side has not signed."""
    return to_sign(cast(PlaitRequest, request).actor)


@door(LEADS, lets_in=leads, act="agreements:list")
def agreements(request: PlaitRequest) -> HttpResponse:
    """What waits, what is in force, what is over."""
    parts = shown.rows_of(
        list(agreements_to_read(request.actor)),
        agency_id=request.actor.agency,
        today=shown.today_of(request.at),
    )
    return render(request, "sharing/agreements.html", {"parts": parts})


@door(LEADS, lets_in=leads, act="agreements:read")
def agreement(request: PlaitRequest, agreement_id: UUID) -> HttpResponse:
    """Each clause read aloud, what is wrong with it, and what really flowed under it."""
    found = open_between(request.actor, str(agreement_id), at=request.at, act="agreements:read")
    return render(request, "sharing/between.html", page_of(found, by=request.actor, at=request.at))


@door(LEADS, lets_in=leads, act="agreements:text")
def text(request: PlaitRequest, agreement_id: UUID) -> HttpResponse:
    """The whole of it as plain text."""
    found = open_between(request.actor, str(agreement_id), at=request.at, act="agreements:text")
    words = words_of(current(at=request.at))
    return _file(as_text(found, words=words, at=request.at), "text/plain", f"{file_name(found)}.txt")


@door(LEADS, lets_in=leads, act="agreements:cedar")
def cedar(request: PlaitRequest, agreement_id: UUID) -> HttpResponse:
    """As Cedar policies: as it holds now, each under its sentence; or, byte by byte, as it was signed. Two areas sign the words
    that travel."""
    found = open_between(request.actor, str(agreement_id), at=request.at, act="agreements:cedar")
    first = min((one.signed_at for one in found.signatures.all()), default=None)
    if request.GET.get("as") == "signed" and first is not None:
        if area_of(found) is not None:
            return _file(bytes_between(found).decode(), "application/json", f"{file_name(found)}-signed.json")
        return _file(
            to_cedar(clauses_signed(found, at=first)), "text/plain", f"{file_name(found)}-signed.cedar"
        )
    policies = to_cedar(
        clauses_holding(found, on=shown.today_of(request.at)), words_of(current(at=request.at))
    )
    return _file(policies, "text/plain", f"{file_name(found)}.cedar")


def _file(content: str, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=f"{kind}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
