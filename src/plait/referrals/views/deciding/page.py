"""The deciding page: who must not know, who knows what, what is out, levels side by side, decisions so far."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from plait.agencies.roles import may
from plait.base import packs
from plait.base.access.doors import door, practitioners_only
from plait.base.access.request import PlaitRequest
from plait.people.access import may_reveal_among
from plait.referrals.access import is_own_file, open_referral
from plait.referrals.presenters import deciding as shown
from plait.referrals.presenters.deciding_actions import next_actions
from plait.referrals.presenters.deciding_sources import child_voice, sealed_of, sources_of
from plait.referrals.queries.hub import words_may_tell
from plait.referrals.queries.picture import picture_of
from plait.referrals.rules import may_print
from plait.thresholds.queries.shown import framework, side_by_side

WORKS_ON_IT = "Whoever works on the referral: the hub, emergency duty, the team asked to lead, and the lead"

OWN_FILE = "Whoever works on the referral in the agency whose hub keeps it; others print the child’s story"


@door(WORKS_ON_IT, lets_in=practitioners_only, act="referral:read")
def referral_page(request: PlaitRequest, referral_id: UUID) -> HttpResponse:
    """Everything that is known of one referral, for the decision."""
    return _page(request, open_referral(request.actor, str(referral_id), at=request.at), paper=False)


@door(OWN_FILE, lets_in=practitioners_only, act="referral:print")
def referral_print(request: PlaitRequest, referral_id: UUID) -> HttpResponse:
    """The same for paper, as it will stand there; that it was asked for is kept before it is shown."""
    referral = open_referral(request.actor, str(referral_id), at=request.at, act="referral:print")
    may_print(own_file=is_own_file(request.actor, referral.contact)).insist(about=referral.ref)
    return _page(request, referral, paper=True)


def _page(request: PlaitRequest, referral: Any, *, paper: bool) -> HttpResponse:
    by, at = request.actor, request.at
    pack = packs.current(at=at)
    picture = picture_of(referral, pack=pack, by=by, at=at)
    sources = sources_of(picture, at=at)
    rating = next((one for one in pack.ratings if one.code == referral.contact.rating), None)
    team = picture.decisions[0].next_team if picture.decisions else None
    return render(
        request,
        "referrals/deciding/page.html",
        {
            "referral": referral,
            "paper": paper,
            "own_file": is_own_file(by, referral.contact),
            "contact": referral.contact,
            "rating": rating,
            "banners": shown.banners(picture),
            "reveals": may_reveal_among(by, [one.description.person for one in picture.children()], at=at),
            "safety": shown.must_not_know(picture),
            "words_may_tell": words_may_tell(referral.contact),
            "sources": sources,
            "out": [source for source in sources if source.out],
            "not_asked": shown.not_asked(picture),
            "mandatory_out": picture.out,
            "sealed": sealed_of(picture),
            "voice": child_voice(picture),
            "levels": side_by_side(picture.views, pack),
            "framework": framework(pack),
            "clocks": shown.clocks(picture, pack, at=at),
            "decisions": picture.decisions,
            "latest": picture.decisions[0] if picture.decisions else None,
            "own_protection": shown.decided_by_whoever_told(picture),
            "strategies": picture.strategies,
            "actions": next_actions(picture, at=at),
            "unknowns": shown.unknowns(picture, sources),
            "calls": picture.calls.get(referral.contact.ref, []) + picture.calls.get(referral.ref, []),
            "history": shown.history(picture),
            "closed": referral.status == "closed",
            "may_decide": bool(may(by, "decision:make")),
            "may_protect": bool(may(by, "decision:make")) or by.qualified,
            "may_record": bool(may(by, "decision:make") or may(by, "lead:accept")),
            "may_ask": bool(may(by, "check:ask")),
            "may_accept": _may_accept(request, team, referral, unled=picture.unled),
            "unled": picture.unled,
            "leads": str(referral.lead_id) == by.id,
            "leads_since": shown.leads_since(picture),
        },
    )


def _may_accept(request: PlaitRequest, team: object, referral: object, *, unled: bool) -> bool:
    pk, lead = getattr(team, "pk", None), getattr(referral, "lead_team_id", None)
    waiting = pk is not None and (unled or pk != lead)
    return waiting and str(pk) in request.actor.teams and bool(may(request.actor, "lead:accept"))
