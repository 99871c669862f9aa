"""Before you start, the drafts that wait, and throwing one away."""

from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.packs.queries import current
from plait.referrals.actions.discard_draft import discard_draft
from plait.referrals.actions.save_draft import save_draft
from plait.referrals.forms.raising import STEP, form_of
from plait.referrals.forms.raising_answers import Answers
from plait.referrals.presenters.raising import after, child_name_list, go_on_href, step_href
from plait.referrals.queries.raising import own_draft, own_drafts
from plait.referrals.views.raising.keeping import MAY_RAISE, key_in, may_raise, unsent


@door("Everyone who may raise a concern", lets_in=may_raise, act="concern:start", methods=("GET", "POST"))
def start(request: PlaitRequest) -> HttpResponse:
    """In danger now? Then the phone, not this form. The first answers make the draft."""
    pack = current(at=request.at)
    step = STEP["start"]
    if request.method == "POST":
        form = form_of(step, pack, at=request.at, data=request.POST)
        key = key_in(request)
        known = own_draft(request.actor, key, at=request.at)
        if known is not None:
            return redirect("raise-receipt" if known.sent_at else "raise-safety", draft_id=known.pk)
        if form.is_valid():
            answers = Answers()
            answers.put("start", form.draft(), window="", done=True)
            draft = save_draft(
                about="concern", answers=answers.as_kept(), draft_id=str(key), by=request.actor, at=request.at
            )
            return redirect(step_href(draft.pk, after("start")))
    else:
        key = uuid4()
        form = form_of(step, pack, at=request.at)
    waiting = own_drafts(request.actor, at=request.at).count()
    return render(
        request, "referrals/raise/start.html", {"form": form, "key": key, "waiting": waiting, "pack": pack}
    )


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
