"""What somebody took to supervision, and what they supervise on."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from plait.agencies.sessions import held_form
from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.base.packs import current
from plait.base.ui.staying import stay_with
from plait.practice.access import can_supervise, is_asked, open_supervision, supervision_of
from plait.practice.actions.reflect import reflect, talk_over
from plait.practice.actions.take_to_supervision import choose_another
from plait.practice.forms import AgreedForm, AnotherForm, ReflectForm
from plait.practice.presenters import supervisor_choices
from plait.practice.queries import thinking

THE_TWO = "The practitioner who took it, and the supervisor they named; nobody else, ever"
A_PAGE = 30
DEEDS = {"note": "reflect", "agreed": "talk_over", "another": "choose_another"}


@door(THE_TWO, lets_in=is_asked, act="supervision:list")
def supervision(request: PlaitRequest) -> HttpResponse:
    """What waits to be talked over, the oldest first; then what was. And this week's questions to think with."""
    rows = Paginator(supervision_of(request.actor, at=request.at), A_PAGE).get_page(request.GET.get("page"))
    file = current(at=request.at).prompts
    today = timezone.localdate(request.at)
    think = thinking(file, subject="supervision", on=today) if file else []
    return render(request, "practice/supervision.html", {"page": rows, "thinking": think})


@door(THE_TWO, lets_in=is_asked, act="supervision:read", methods=("GET", "POST"))
def one(request: PlaitRequest, item_id: str) -> HttpResponse:
    """The question, the practitioner's note, what was agreed, and with whom instead. Each button keeps its own form."""
    item = open_supervision(request.actor, str(item_id), at=request.at)
    own = str(item.practitioner_id) == request.actor.id
    deed = request.POST.get("deed") if request.method == "POST" else ""
    kept = held_form(request) if request.method == "GET" else None
    note = ReflectForm(request.POST if deed == "note" else None, initial={"reflection": item.reflection})
    agreed = AgreedForm(request.POST if deed == "agreed" else None)
    whom = supervisor_choices(request.actor, besides=str(item.supervisor_id))
    another = AnotherForm(request.POST if deed == "another" else None, supervisors=whom)
    if kept and kept.get("deed") == "note":
        note = ReflectForm.from_draft(kept)
    elif kept:
        agreed = AgreedForm.from_draft(kept)
    elif kept and kept.get("deed") == "another":
        another = AnotherForm.from_draft(kept, supervisors=whom)
    form = {"note": note, "another": another}.get(deed or "", agreed)
    if deed in DEEDS and form.is_valid():
        try:
            if deed == "another":
                choose_another(
                    item_id=str(item_id), supervisor_id=form.cleaned_data["supervisor"],
                    by=request.actor, at=request.at,
                )  # fmt: skip
            elif deed == "note":
                reflect(
                    item_id=str(item_id), reflection=form.cleaned_data["reflection"],
                    by=request.actor, at=request.at,
                )  # fmt: skip
            else:
                talk_over(
                    item_id=str(item_id), agreed=form.cleaned_data["agreed"], by=request.actor, at=request.at
                )
        except Refused as refusal:
            stay_with(request, form, refusal, act=f"deed:{DEEDS[deed]}")
        else:
            messages.success(request, "Kept, for the two of you.")
            return redirect("supervision-one", item_id=item_id)
    context = {
        "item": item,
        "own": own,
        "note": note,
        "agreed": agreed,
        "another": another,
        "waits_for_nobody": not can_supervise(item, at=request.at),
        "faulty": form if form.errors else None,
    }
    return render(request, "practice/supervision_one.html", context)
