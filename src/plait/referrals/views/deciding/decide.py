"""Deciding what happens next, and protection in one step."""

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4, uuid5

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from plait.agencies.queries import teams_of_kind
from plait.agencies.roles import may
from plait.base import packs
from plait.base.access.doors import door, practitioners_only
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.base.packs import Pack
from plait.base.ui.text import without_nul
from plait.people.places import shielded_among
from plait.people.queries import name_of, safety_notes_of
from plait.referrals.access import open_contact, open_referral
from plait.referrals.actions.decide_next_step import Stale, decide_next_step
from plait.referrals.actions.discard_draft import discard_draft
from plait.referrals.actions.protect_now import protect_now
from plait.referrals.actions.save_draft import save_draft
from plait.referrals.forms.deciding import DecideForm, ProtectForm
from plait.referrals.forms.later import TRULY
from plait.referrals.forms.parts import LONG
from plait.referrals.forms.raising import as_posted
from plait.referrals.presenters import deciding as shown
from plait.referrals.presenters.deciding_sources import answers_to_cite, sources_of
from plait.referrals.presenters.hub import names_in
from plait.referrals.presenters.protected import protected_flags
from plait.referrals.queries.deciding import teams_that_may_accept, told_by
from plait.referrals.queries.hub import people_of
from plait.referrals.queries.picture import Picture, picture_of
from plait.referrals.queries.raising import own_drafts
from plait.referrals.queries.rated import rated
from plait.referrals.rules import may_decide
from plait.referrals.views.deciding.page import WORKS_ON_IT
from plait.referrals.views.deciding.refusals import stay_with

if TYPE_CHECKING:
    from plait.referrals.models import Contact, Draft, Referral

# Which field a refusal of the deed speaks of.
FIELDS = {
    "mandatory-checks-out": "outcome",
    "override-needs-manager": "outcome",
    "no-such-outcome": "outcome",
    "no-such-level": "level",
    "no-reason": "because",
    "no-team": "next_team",
    "not-that-team": "next_team",
    **TRULY,
}
# Which decision this will be, and what had been read before: never an older page's.
FRESH = frozenset({"read_version", "decision_id"})


@door(WORKS_ON_IT, lets_in=practitioners_only, act="referral:decide", methods=("GET", "POST"))
def decide(request: PlaitRequest, referral_id: UUID) -> HttpResponse:
    """The form, with what is out beside it; sent, the decision is kept and everyone who helped is told."""
    by, at = request.actor, request.at
    referral = open_referral(by, str(referral_id), at=at)
    pack = packs.current(at=at)
    picture = picture_of(referral, pack=pack, by=by, at=at)
    form = _form(request, picture, pack)
    changed: dict[str, Any] = {}
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            decision = _decide(request, str(referral_id), form)
        except Stale as stale:
            stay_with(request, form, stale, act="deed:decide_next_step", fields={})
            changed = _changed(picture, form, stale)
            again = request.POST.copy()
            again["read_version"] = str(stale.version)
            form = _form(request, picture, pack, data=again)
            status = 409
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:decide_next_step", fields=FIELDS)
            status = 403
        else:
            if (kept := _kept(request, picture)) is not None:
                discard_draft(draft_id=str(kept.pk), by=by, at=at)
            messages.success(
                request, f"Decided: {decision.outcome_label}. Everyone who helped is being told."
            )
            return redirect("referral", referral_id=referral_id)
    context = {
        "referral": referral,
        "form": form,
        "changed": changed,
        "banners": shown.banners(picture),
        "safety": shown.must_not_know(picture),
        "mandatory_out": picture.out,
        "sources": sources_of(picture, at=at),
        "not_own": may_decide(actor=by, told_by=told_by(referral.contact_id)),
        "makes": may(by, "decision:make"),
        "may_override": bool(may(by, "decision:override")),
        "latest": picture.decisions[0] if picture.decisions else None,
        "closed": referral.status == "closed",
    }
    return render(request, "referrals/deciding/decide.html", context, status=status)


def _form(
    request: PlaitRequest, picture: Picture, pack: Pack, *, data: QueryDict | None = None
) -> DecideForm:
    teams = {
        str(team.pk): f"{team.name} ({team.agency.name})"
        for chosen in _distinct(pack)
        for team in teams_that_may_accept(chosen)
    }
    facts: dict[str, Any] = {
        "pack": pack,
        "on": request.at,
        "teams": sorted(teams.items(), key=lambda one: one[1]),
        "answers": answers_to_cite(picture),
        "may_override": bool(may(request.actor, "decision:override")),
        "any_out": bool(picture.out),
        "any_sealed": bool(picture.sealed),
        "at": request.at,
    }
    if data is not None or request.method == "POST":
        return DecideForm(data if data is not None else request.POST, **facts)
    last = picture.decisions[0] if picture.decisions else None
    contact = picture.referral.contact
    kept = _kept(request, picture)
    return DecideForm.from_draft(
        as_posted({name: value for name, value in kept.answers.items() if name not in FRESH} if kept else {}),
        initial={
            "read_version": picture.referral.version,
            "decision_id": uuid4(),
            "worries": last.worries if last else "",
            "strengths": last.strengths if last else contact.strengths[:LONG],
            "unknowns": last.unknowns if last else "",
            "child_voice": last.child_voice if last else contact.child_words[:LONG],
        },
        **facts,
    )


def _kept(request: PlaitRequest, picture: Picture) -> "Draft | None":
    """What this reader has written here and not decided yet."""
    return own_drafts(request.actor, at=request.at, about=_about(picture.referral)).first()


def _about(referral: "Referral") -> str:
    return f"decision:{referral.pk}"


@door(WORKS_ON_IT, lets_in=practitioners_only, act="referral:decide-draft", methods=("POST",))
def draft(request: PlaitRequest, referral_id: UUID) -> HttpResponse:
    """Keeps what was written so far (the page saves itself every few seconds): one draft for each author and referral."""
    by, at = request.actor, request.at
    referral = open_referral(by, str(referral_id), at=at)
    picture = picture_of(referral, pack=packs.current(at=at), by=by, at=at)
    raw = without_nul(_form(request, picture, packs.current(at=at)).draft())
    kept = _kept(request, picture)
    key = str(kept.pk if kept else uuid5(referral.pk, by.id))
    save_draft(about=_about(referral), answers=raw, draft_id=key, by=by, at=at)
    return HttpResponse(status=204)


def _distinct(pack: Pack) -> list[Any]:
    """One outcome for each kind of team that any outcome names, so that each kind is read once."""
    named = {
        (one.accepting_agency, one.accepting_team): one
        for one in pack.outcomes.values()
        if one.accepting_team
    }
    return list(named.values())


def _decide(request: PlaitRequest, referral_id: str, form: DecideForm) -> Any:
    given = form.cleaned_data
    return decide_next_step(
        referral_id=referral_id,
        outcome=given["outcome"],
        level=given["level"],
        because=given["because"],
        worries=given["worries"],
        strengths=given["strengths"],
        unknowns=given["unknowns"],
        child_voice=given["child_voice"],
        gateway=given["gateway"],
        override_because=given.get("override_because", ""),
        reason_code=given["reason_code"],
        next_team_id=given["next_team"] or None,
        sealed_considered=given.get("sealed_considered", False),
        rests_on=given.get("rests_on", ()),
        read_version=given["read_version"],
        decision_id=str(given["decision_id"]),
        decided_at=form.decided_at(),
        by=request.actor,
        at=request.at,
    )


def _changed(picture: Picture, form: DecideForm, stale: Stale) -> dict[str, Any]:
    """What happened since, and where somebody decided meanwhile both texts side by side."""
    since = picture.moves[max(0, stale.read_version - 1) :]
    theirs = (
        picture.decisions[0] if any(move.verb == "decide" for move in since) and picture.decisions else None
    )
    rows = []
    if theirs is not None:
        mine = form.cleaned_data
        for words, name in (
            ("Why", "because"),
            ("Worries", "worries"),
            ("Strengths", "strengths"),
            ("Not known", "unknowns"),
            ("The children’s voice", "child_voice"),
        ):
            if getattr(theirs, name) != mine.get(name, ""):
                rows.append({"words": words, "theirs": getattr(theirs, name), "mine": mine.get(name, "")})
    return {"history": shown.history(picture, since=stale.read_version), "theirs": theirs, "rows": rows}


@door(
    "Qualified workers and whoever decides, on a referral they work on",
    lets_in=practitioners_only,
    act="referral:protect",
    methods=("GET", "POST"),
)
def protect(request: PlaitRequest, referral_id: UUID) -> HttpResponse:
    """Protection on a referral: two fields, nothing before it."""
    referral = open_referral(request.actor, str(referral_id), at=request.at)
    back = reverse("referral", args=[referral_id])
    return _protect(request, referral.contact, reference=referral.reference, back=back)


@door(
    "Qualified workers, on a concern of their hub's desk that may not have been accepted yet",
    lets_in=practitioners_only,
    act="contact:protect",
    methods=("GET", "POST"),
)
def protect_concern(request: PlaitRequest, contact_id: UUID) -> HttpResponse:
    """Protection straight from a concern: accepted and decided in one deed."""
    contact = open_contact(request.actor, str(contact_id), at=request.at)
    return _protect(request, contact, back=f"/hub/concerns/{contact_id}/")


def _protect(request: PlaitRequest, contact: "Contact", *, reference: str = "", back: str) -> HttpResponse:
    pack = packs.current(at=request.at)
    status = 200
    if request.method == "POST":
        form = ProtectForm(request.POST, pack=pack, at=request.at)
        if form.is_valid():
            given = form.cleaned_data
            try:
                decision = protect_now(
                    contact_id=str(contact.pk),
                    outcome=given["outcome"],
                    because=given["because"],
                    decision_id=str(given["decision_id"]),
                    decided_at=form.decided_at(),
                    by=request.actor,
                    at=request.at,
                )
            except Refused as refusal:
                stay_with(request, form, refusal, act="deed:protect_now", fields=TRULY)
                status = 403
            else:
                messages.success(request, f"Decided: {decision.outcome_label}. Now ring whoever acts.")
                return redirect("referral", referral_id=decision.referral_id)
    else:
        form = ProtectForm(
            initial={"decision_id": uuid4(), "outcome": request.GET.get("as", "")}, pack=pack, at=request.at
        )
    people = people_of(contact)
    context = {
        "form": form,
        "back": back,
        "names": names_in(people),
        "flags": protected_flags(
            persons := [one.description.person for one in people], shielded=shielded_among(persons)
        ),
        "reference": reference or contact.reference,
        "rating": rated(pack, contact.rating),
        "safety": shown.safety_lines(
            safety_notes_of([str(one.description.person_id) for one in people]),
            {str(one.description.person_id): name_of(one.description) for one in people},
        ),
        "on_duty": any(str(team.pk) in request.actor.teams for team in teams_of_kind("edt")),
    }
    return render(request, "referrals/deciding/protect.html", context, status=status)
