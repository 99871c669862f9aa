"""Before you start, the drafts that wait, and throwing one away."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.packs.pack import Pack
from plait.base.packs.queries import current
from plait.referrals.actions.discard_draft import discard_draft
from plait.referrals.actions.save_draft import DraftMoved, save_draft
from plait.referrals.forms.raising import STEP, StepForm, form_of
from plait.referrals.forms.raising_answers import Answers, says_less
from plait.referrals.presenters.raising import after, child_name_list, go_on_href, step_href
from plait.referrals.queries.raising import own_draft, own_drafts
from plait.referrals.views.raising.keeping import (
    MAY_RAISE,
    Unsent,
    keep_answers,
    key_in,
    may_raise,
    unsent,
)
from plait.referrals.views.raising.steps import moved

SENT_BEFORE = (
    "This concern was sent before. What you answered just now is not in it: if it is different now, ring the hub. "
    "If a child is in danger now, call 999 first."
)


@door("Everyone who may raise a concern", lets_in=may_raise, act="concern:start", methods=("GET", "POST"))
def start(request: PlaitRequest) -> HttpResponse:
    """In danger now? Then the phone, not this form. The first answers make the draft."""
    pack = current(at=request.at)
    step = STEP["start"]
    if request.method == "POST":
        form = form_of(step, pack, at=request.at, data=request.POST)
        key = key_in(request)
        known = own_draft(request.actor, key, at=request.at)
        if known is None and form.is_valid():
            answers = Answers()
            answers.put("start", form.draft(), window="", done=True)
            try:
                save_draft(about="concern", answers=answers.as_kept(), draft_id=str(key), version=0,
                           by=request.actor, at=request.at)  # fmt: skip
            except DraftMoved:  # the same page, sent twice in one moment
                known = own_draft(request.actor, key, at=request.at)
            else:
                return redirect(step_href(key, after("start")))
        if known is not None and known.sent_at is not None:
            messages.warning(request, SENT_BEFORE)
            return redirect("raise-receipt", draft_id=known.pk)
        if known is not None and form.is_valid():
            return _again(request, unsent(request, known.pk), form, pack)
    else:
        key = uuid4()
        form = form_of(step, pack, at=request.at)
    waiting = own_drafts(request.actor, at=request.at).count()
    return render(
        request, "referrals/raise/start.html", {"form": form, "key": key, "waiting": waiting, "pack": pack}
    )


def _again(request: PlaitRequest, draft: Unsent, form: StepForm, pack: Pack) -> HttpResponse:
    """The first page sent again. Answers that changed on it go into the draft; where another window changed them too, or
    they say less danger than before, both are shown and the author chooses."""
    raw, before = form.draft(), draft.answers.part("start") or {}
    if raw == before:
        return redirect(step_href(draft.id, after("start")))
    if not draft.answers.as_begun("start") or says_less(raw, than=before):
        return moved(request, draft, STEP["start"], None, form, pack)
    draft.answers.put("start", raw, window="", done=True)
    try:
        keep_answers(request, draft)
    except DraftMoved:
        return moved(request, unsent(request, draft.id), STEP["start"], None, form, pack)
    return redirect(step_href(draft.id, after("start")))


@door(MAY_RAISE, lets_in=may_raise, act="draft:list")
def drafts(request: PlaitRequest) -> HttpResponse:
    """Concerns begun and not sent, newest first."""
    waiting = [
        {"draft": one, "names": child_name_list(answers), "href": go_on_href(one.pk, answers)}
        for one in own_drafts(request.actor, at=request.at)
        for answers in [Answers(one.answers)]
    ]
    return render(request, "referrals/raise/drafts.html", {"waiting": waiting})


@door(MAY_RAISE, lets_in=may_raise, act="draft:discard", methods=("GET", "POST"))
def discard(request: PlaitRequest, draft_id: UUID) -> HttpResponse:
    """Ask once, then throw the draft away."""
    if request.method == "POST":
        discard_draft(draft_id=str(draft_id), by=request.actor, at=request.at)
        return redirect("raise-drafts")
    draft = unsent(request, draft_id)
    return render(
        request,
        "referrals/raise/discard.html",
        {
            "draft_id": draft.id,
            "names": child_name_list(draft.answers),
            "back_href": step_href(draft.id, "check"),
        },
    )
