"""Ask partners what they know: whom and what for, then exactly what each will read, then send."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from plait.agencies.roles import needs
from plait.agencies.sessions import held_form
from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused, hidden, no
from plait.base.packs import Pack, current
from plait.base.ui.staying import stay_with
from plait.referrals.access import open_contact, open_referral
from plait.referrals.actions.ask_again import ask_again
from plait.referrals.actions.ask_partners import ask_partners
from plait.referrals.actions.withdraw_check import withdraw_check
from plait.referrals.forms.hub import BecauseForm
from plait.referrals.forms.hub_asking import OneAgencyForm, WhomForm
from plait.referrals.forms.leaving import AddMoreForm, stop
from plait.referrals.presenters.hub import names_in
from plait.referrals.queries.asking import Ask, Scope, Shown, rating_of, schools_of, scope_of, shown_to
from plait.referrals.queries.asking_gate import may_be_sent
from plait.referrals.queries.hub import agencies_to_ask, checks_of, referral_behind
from plait.referrals.queries.leaving import findings_in
from plait.referrals.queries.rated import rated
from plait.sharing.queries import clauses_in_force

ASKERS = "Those in the hub who ask partners"
askers = needs("check:ask")
RANG = "rang"  # they were rung, and told it by telephone: the question is kept as any other, and the call is written down next
SENDS = ("send", RANG)


@dataclass(frozen=True, slots=True)
class Preview:
    """One agency: its form, and exactly what it will read."""

    form: OneAgencyForm
    shown: Shown
    ask: Ask
    gateway: str
    left_out: list[str]
    mandatory: bool
    stopped: str = ""


@door(ASKERS, lets_in=askers, act="check:ask", methods=("GET", "POST"))
def ask(request: PlaitRequest, contact_id: UUID) -> HttpResponse:
    """Two steps on one address; nothing leaves before the second is sent."""
    by, at = request.actor, request.at
    contact = open_contact(by, str(contact_id), at=at)
    behind = referral_behind(contact)
    if behind is None:
        raise Refused(
            no(
                "no-referral",
                say="Partners are asked once it is accepted as a referral.",
                next_step="Accept it first",
            ),
            about=contact.ref,
        )
    referral = open_referral(by, str(behind.pk), at=at, act="referral:ask-partners")
    pack = current(at=at)
    scope = scope_of(referral.contact)
    offered = agencies_to_ask(pack)
    checks = checks_of(referral)
    out = {str(check.agency_id): check for check in checks if check.status in ("asked", "opened")}
    rating = rating_of(referral, pack)
    sent = _sent(request)
    do = sent.get("do", "")
    whom = WhomForm(
        sent or None,
        offered=offered,
        out=frozenset() if do in SENDS else frozenset(out),
        answered=frozenset(str(check.agency_id) for check in checks if check.status == "answered"),
        rating=rating,
        pack=pack,
        schools=schools_of(scope),
        forced=scope.speak_first,
        initial={"speak_first": scope.speak_first or contact.telling_now != "no"},
    )
    page: dict[str, Any] = {
        "contact": contact,
        "referral": referral,
        "whom": whom,
        "rating": rated(pack, contact.rating),
        "out": list(out.values()),
        "forced": scope.speak_first,
        "names": names_in(scope.people),
        "anyone": any(str(one.pk) not in out for one in offered),
    }
    if not sent or do == "change" or not whom.is_valid() or _stopped(contact, whom):
        return render(request, "referrals/hub/ask.html", page)
    sending = sent if do in (*SENDS, "again") else None
    previews = _previews(request, whom, scope, offered, pack=pack, sent=sending)
    if (
        request.method == "POST"
        and do in SENDS
        and all(one.form.is_valid() and not one.stopped for one in previews)
    ):
        given = whom.cleaned_data
        reasons = [given["other_because"], *(one.form.cleaned_data["other_because"] for one in previews)]
        try:
            asked = ask_partners(
                referral_id=str(referral.pk),
                asks=[
                    one.form.ask(speak_first=given.get("speak_first", False), adults=given["adults"])
                    for one in previews
                ],
                purpose=given["purpose"],
                concern=given["concern"],
                other_because="; ".join(dict.fromkeys(why for why in reasons if why)),
                by=by,
                at=at,
            )
        except Refused as refusal:
            stay_with(request, whom, refusal, act="deed:ask_partners")
        else:
            one = asked[0] if asked else out.get(str(given["agencies"][0]))
            if do == RANG and one is not None and len(previews) == 1:
                messages.success(request, "The question is kept. Now write down the call.")
                return redirect("check-rang", check_id=one.pk)
            count = len(asked)
            messages.success(
                request, f"Asked {count} {'agency' if count == 1 else 'agencies'}. Their times run now."
            )
            return redirect("hub-concern", contact_id=contact_id)
    page |= {
        "previews": previews,
        "posted": _posted(sent),
        "purpose": previews[0].shown.purpose,
        "speak_first": scope.speak_first or whom.cleaned_data.get("speak_first"),
    }
    return render(request, "referrals/hub/ask_preview.html", page)


def _stopped(contact: Any, whom: WhomForm) -> bool:
    """Does a word stand there that must not leave? Then the page says which."""
    given = dict(whom.cleaned_data)
    why = given["other_because"]
    return stop(
        whom,
        [(name, findings_in(contact, given[name], other_because=why)) for name in ("purpose", "concern")],
    )


def _sent(request: PlaitRequest) -> QueryDict:
    """What was sent, or what its writer lost with their session: then the same step is shown, and nothing is done."""
    if request.method == "POST":
        return request.POST
    return held_form(request) or QueryDict()


def _previews(
    request: PlaitRequest,
    whom: WhomForm,
    scope: Scope,
    offered: list[Any],
    *,
    pack: Pack,
    sent: QueryDict | None,
) -> list[Preview]:
    given = whom.cleaned_data
    chosen = [one for one in offered if str(one.pk) in given["agencies"]]
    must = {
        kind for one in pack.ratings if one.code == scope.contact.rating for kind in one.mandatory_partners
    }
    previews, clauses = [], clauses_in_force()
    for agency in chosen:
        form = OneAgencyForm(
            sent,
            agency=agency,
            pack=pack,
            holder_kind=request.actor.agency_kind,
            today=timezone.localdate(request.at),
            hidden=bool(scope.shielded),
            at=request.at,
        )
        if sent is not None and form.is_valid():
            asks, why = form.cleaned_data["questions"], form.cleaned_data["other_because"]
            stop(form, [("questions", findings_in(scope.contact, asks, other_because=why))])
        partner = pack.partners[agency.kind]
        asked = form.ask(speak_first=given.get("speak_first", False), adults=given["adults"])
        sendable = may_be_sent(
            agency,
            scope.contact,
            gateway=asked.gateway,
            pack=pack,
            clauses=clauses,
            by=request.actor,
            at=request.at,
        )
        shown = shown_to(
            partner,
            scope,
            asked,
            concern=given["concern"],
            purpose=given["purpose"],
            pack=pack,
            ruled=sendable.ruled,
        )
        gateway = pack.gateways.get(asked.gateway)
        previews.append(
            Preview(
                form=form,
                shown=shown,
                ask=asked,
                gateway=gateway.title if gateway else "",
                left_out=list(
                    dict.fromkeys(
                        line.label
                        for line in shown.lines
                        if line.withheld and line.why_withheld not in shown.not_agreed
                    )
                ),
                mandatory=bool(partner.is_called() & must),
                stopped=sendable.refusal.say if sendable.refusal else "",
            )
        )
    return previews


def _posted(sent: QueryDict) -> list[tuple[str, str]]:
    """What the first step said, carried through the second."""
    names = ("purpose", "agencies", "concern", "adults", "speak_first", "other_because")
    return [(name, value) for name in names for value in sent.getlist(name)]


def _of_this_concern(request: PlaitRequest, contact_id: UUID, check_id: UUID) -> Any:
    """Open the concern; a check that is not of it is not there, even for somebody who works on both."""
    contact = open_contact(request.actor, str(contact_id), at=request.at)
    behind = referral_behind(contact)
    if behind is None or not any(check.pk == check_id for check in checks_of(behind)):
        raise Refused(hidden("absent"), about=f"check:{check_id}")
    return contact


@door(ASKERS, lets_in=askers, act="check:withdraw", methods=("GET", "POST"))
def withdraw(request: PlaitRequest, contact_id: UUID, check_id: UUID) -> HttpResponse:
    """Take a question back, with a reason."""
    _of_this_concern(request, contact_id, check_id)
    label = "Why are you taking the question back?"
    form = BecauseForm(request.POST or None, label=label, button="Take it back")
    if request.method == "POST" and form.is_valid():
        because = form.cleaned_data["because"]
        try:
            withdraw_check(check_id=str(check_id), because=because, by=request.actor, at=request.at)
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:withdraw_check")
        else:
            messages.success(request, "Taken back. They cannot open it any more.")
            return redirect("hub-concern", contact_id=contact_id)
    return render(
        request,
        "referrals/hub/small_step.html",
        {"form": form, "title": "Take a question back", "contact_id": contact_id},
    )


@door(ASKERS, lets_in=askers, act="check:ask-again", methods=("GET", "POST"))
def again(request: PlaitRequest, contact_id: UUID, check_id: UUID) -> HttpResponse:
    """Answer an agency that needs more detail."""
    contact = _of_this_concern(request, contact_id, check_id)
    form = AddMoreForm(
        request.POST or None,
        label="What can you add?",
        button="Ask again",
        hint="They read this beside the questions. Leave out who told us, where they live, and who must not know.",
    )
    if request.method == "POST" and form.is_valid():
        more, why = form.cleaned_data["because"], form.cleaned_data["other_because"]
        if not stop(form, [("because", findings_in(contact, more, other_because=why))]):
            try:
                ask_again(
                    check_id=str(check_id), more=more, other_because=why, by=request.actor, at=request.at
                )
            except Refused as refusal:
                stay_with(request, form, refusal, act="deed:ask_again")
            else:
                messages.success(request, "Asked again. The time they had used stays used.")
                return redirect("hub-concern", contact_id=contact_id)
    return render(
        request,
        "referrals/hub/small_step.html",
        {"form": form, "title": "Ask again", "contact_id": contact_id},
    )
