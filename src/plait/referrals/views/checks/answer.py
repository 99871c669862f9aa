"""One check: what is asked, the answer, what the hub will see of it, and the receipt."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse

from plait.agencies.sessions import held_form
from plait.base.access.deeds import record_refusal
from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.base.packs import current
from plait.referrals.access import open_check
from plait.referrals.actions.answer_check import answer_check
from plait.referrals.actions.discard_draft import discard_draft
from plait.referrals.actions.open_check_first import open_check_first
from plait.referrals.actions.save_draft import save_draft
from plait.referrals.forms.checks import USUAL_GROUP
from plait.referrals.forms.checks_sheet import Sheet, as_draft, from_draft, with_decision
from plait.referrals.presenters import checks as say
from plait.referrals.presenters.checks_preview import previews_of
from plait.referrals.queries.asking import asked_now
from plait.referrals.queries.checks import (
    answer_clocks,
    answers_ever,
    calls_about,
    current_answers,
    hub_of,
    own_items,
)
from plait.referrals.queries.raising import own_drafts
from plait.referrals.views.checks.desk import ANSWERERS, answerers
from plait.sharing.access import decision_beside
from plait.sharing.queries.advice import as_answer

if TYPE_CHECKING:
    from plait.referrals.models import Draft, PartnerCheck


@dataclass(frozen=True, slots=True)
class Opened:
    """A check with everything that its pages need to know."""

    check: "PartnerCheck"
    law: say.Law
    given: list[say.Given]
    seen: int
    draft: "Draft | None"


def _opened(request: PlaitRequest, check: "PartnerCheck") -> Opened:
    check_id = str(check.pk)
    items = list(own_items(check_id, agency_id=str(check.agency_id)))
    answers = list(current_answers([check_id]))
    pack, hub = current(at=request.at), hub_of(check)
    return Opened(
        check=check,
        law=say.law_of(check, pack, hub_kind=hub.agency.kind, at=request.at),
        given=say.given_of(check, answers, items),
        seen=answers_ever(check_id),
        draft=own_drafts(request.actor, at=request.at, about=check.ref).first(),
    )


def _sheet(
    request: PlaitRequest, opened: Opened, data: QueryDict, *, bind: bool = False, more: str = ""
) -> Sheet:
    return Sheet(
        say.children_of(opened.check),
        data,
        at=request.at,
        gateways=opened.law.choices,
        usual_group=USUAL_GROUP.get(opened.check.agency.kind, "concern"),
        bind=bind,
        more=more,
    )


def _start(opened: Opened) -> QueryDict:
    """A fresh form: the answers that stand (if any), and the gateway. What the family knows is never guessed."""
    posted = say.as_posted(opened.check, opened.given)
    fixed = {"gateway": opened.law.code, "family_told": "not_known", "seen": str(opened.seen)}
    return from_draft(posted | fixed)


@door(ANSWERERS, lets_in=answerers, act="check:read")
def check(request: PlaitRequest, check_id: uuid.UUID) -> HttpResponse:
    """What the hub asks, in full as far as this agency may read it, and the choice of answer for each child."""
    opened = _opened(request, open_check_first(check_id=str(check_id), by=request.actor, at=request.at))
    # What was written before goes along while another answer is chosen.
    seen = {"seen": str(opened.seen)}  # the page shows what was answered meanwhile
    kept = from_draft(opened.draft.answers | seen) if opened.draft else _start(opened)
    return _show(request, opened, _sheet(request, opened, kept))


def _show(request: PlaitRequest, opened: Opened, sheet: Sheet, *, faults: bool = False) -> HttpResponse:
    clock = answer_clocks([str(opened.check.pk)]).get(str(opened.check.pk))
    said = {
        "check": opened.check,
        "asked": asked_now(opened.check),
        "opened": opened,
        "sheet": sheet,
        "faults": sheet.faults() if faults else [],
        "clock": clock,
        "standing": say.how_it_stands(clock, at=request.at),
        "asked_under": say.asked_under(opened.check, current(at=request.at)),
        "checklist": say.CHECKLIST,
        "disposed": opened.check.answered_at is not None
        and say.knew_nothing([one.answer for one in opened.given]),
        "calls": calls_about(opened.check.ref),
    }
    return render(request, "referrals/checks/check.html", said)


@door(ANSWERERS, lets_in=answerers, act="check:answer", methods=("GET", "POST"))
def answer(request: PlaitRequest, check_id: uuid.UUID) -> HttpResponse:
    """The answer in its steps: kinds, details, what the hub will see, sent. Each step keeps a draft."""
    opened = _opened(request, open_check(request.actor, str(check_id), at=request.at))
    if request.method != "POST":
        held = held_form(request)
        kept = (
            held if held is not None else from_draft(opened.draft.answers) if opened.draft else _start(opened)
        )
        if held is None and (
            advice := decision_beside(opened.check.ref, request.GET.get("advice"), by=request.actor)
        ):
            kept = with_decision(kept, as_answer(advice, at=request.at))
        return _details(request, opened, _sheet(request, opened, kept))
    step, more = str(request.POST.get("step") or ""), str(request.POST.get("more") or "")
    sheet = _sheet(request, opened, request.POST, bind=True)
    if step == "start" and not sheet.chosen:
        return _show(request, opened, sheet, faults=True)
    if step != "send":
        _keep(request, opened, sheet)
    if step == "choose":
        return HttpResponseRedirect(reverse("check", args=[opened.check.pk]))
    if more or step == "change" or (step == "start" and not sheet.quick):
        return _details(request, opened, _sheet(request, opened, request.POST, more=more))
    if not sheet.is_valid():
        return _details(request, opened, sheet, faults=True)
    if step == "send":
        return _send(request, opened, sheet)
    said = {"check": opened.check, "opened": opened, "sheet": sheet, "previews": previews_of(sheet.parts)}
    said |= {"law": opened.law, "asked": asked_now(opened.check)}
    return render(request, "referrals/checks/preview.html", said)


def _details(request: PlaitRequest, opened: Opened, sheet: Sheet, *, faults: bool = False) -> HttpResponse:
    if sheet.quick and not faults:
        return HttpResponseRedirect(reverse("check", args=[opened.check.pk]))
    said = {
        "check": opened.check,
        "asked": asked_now(opened.check),
        "opened": opened,
        "sheet": sheet,
        "law": opened.law,
        "faults": sheet.faults() if faults else [],
        "checklist": say.CHECKLIST,
        "autosave_url": reverse("check-draft", args=[opened.check.pk]),
    }
    return render(request, "referrals/checks/answer.html", said)


def _send(request: PlaitRequest, opened: Opened, sheet: Sheet) -> HttpResponse:
    law = sheet.law.cleaned_data
    try:
        answer_check(
            check_id=str(opened.check.pk),
            answers=sheet.answers(),
            gateway=law.get("gateway") or "",
            family_told=law.get("family_told") or "not_known",
            seen=law.get("seen"),
            by=request.actor,
            at=request.at,
        )
    except Refused as refusal:
        if refusal.verdict.reason != "answered-meanwhile":
            raise
        record_refusal(
            verdict=refusal.verdict,
            act="deed:answer_check",
            about=opened.check.ref,
            by=request.actor,
            at=request.at,
        )
        _keep(request, opened, sheet)
        said = {
            "check": opened.check,
            "opened": opened,
            "sheet": sheet,
            "previews": previews_of(sheet.parts),
        }
        said["hidden"] = [(key, value) for key, value in sheet.kept() if key != "seen"]
        return render(request, "referrals/checks/meanwhile.html", said, status=409)
    if opened.draft is not None:
        discard_draft(draft_id=str(opened.draft.pk), by=request.actor, at=request.at)
    return HttpResponseRedirect(reverse("check-receipt", args=[opened.check.pk]))


def _keep(request: PlaitRequest, opened: Opened, sheet: Sheet) -> None:
    """One draft for each author and check, whatever window it is written in."""
    if sheet.quick:
        return
    made = uuid.uuid5(opened.check.pk, request.actor.id)
    blocks = {key: [value] for key, value in sheet.kept() if key.endswith("-blocks") and value.isdecimal()}
    before = opened.draft.answers if opened.draft else {}
    kept = sheet.not_on_it(before) | as_draft(sheet.data) | blocks
    save_draft(
        about=opened.check.ref,
        answers=kept,
        draft_id=str(opened.draft.pk if opened.draft else made),
        by=request.actor,
        at=request.at,
    )


@door(ANSWERERS, lets_in=answerers, act="check:draft", methods=("POST",))
def draft(request: PlaitRequest, check_id: uuid.UUID) -> HttpResponse:
    """Keeps what was written so far (the page saves itself every few seconds)."""
    opened = _opened(request, open_check(request.actor, str(check_id), at=request.at))
    _keep(request, opened, _sheet(request, opened, request.POST))
    return HttpResponse(status=204)


@door(ANSWERERS, lets_in=answerers, act="check:receipt")
def receipt(request: PlaitRequest, check_id: uuid.UUID) -> HttpResponse:
    """What was answered, when and by whom, and what happens now."""
    opened = _opened(request, open_check(request.actor, str(check_id), at=request.at, act="check:receipt"))
    return render(request, "referrals/checks/receipt.html", {"check": opened.check, "opened": opened})
