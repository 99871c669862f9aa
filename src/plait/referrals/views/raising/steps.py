"""The steps with one form each, and their autosave."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.packs.pack import Pack
from plait.base.packs.queries import current
from plait.base.ui.text import has_nul
from plait.referrals.forms.raising import STEP, Step, StepForm, form_of
from plait.referrals.forms.raising_concern import child_names
from plait.referrals.presenters.raising import after, differences, lead_of, step_href
from plait.referrals.views.raising.keeping import (
    MAY_RAISE,
    Unsent,
    frame,
    keep_part,
    may_raise,
    unsent,
)

# More children, or more adults, than one concern has ever spoken of.
MOST = 40
NUMBERS = frozenset(str(number) for number in range(1, MOST + 1))


@door(MAY_RAISE, lets_in=may_raise, act="draft:step", methods=("GET", "POST"))
def step(request: PlaitRequest, draft_id: UUID, key: str) -> HttpResponse:
    """One step: shown as it was kept; kept again, whatever is in it, before anything is said about mistakes."""
    return one_part(
        request, unsent(request, draft_id), STEP[key], None, onward=step_href(draft_id, after(key))
    )


def one_part(
    request: PlaitRequest, draft: Unsent, which: Step, number: int | None, *, onward: str, title: str = ""
) -> HttpResponse:
    """Show or keep one form of a draft: a step, or one child or adult."""
    pack, part, ask_who = current(at=request.at), part_key(which.key, number), False
    children = child_names(draft.answers)
    if request.method == "POST":
        form = form_of(which, pack, at=request.at, data=request.POST, children=children)
        right = form.is_valid()
        if not keep_part(request, draft, part, form, done=right):
            return moved(request, unsent(request, draft.id), which, number, form, pack)
        ask_who = right and who_is_missing(form) and not request.POST.get("asked_who")
        if right and not ask_who:
            return redirect(onward)
    else:
        kept = draft.answers.part(part)
        form = form_of(which, pack, at=request.at, kept=kept, children=children)
    return render(
        request,
        "referrals/raise/step.html",
        {
            **frame(draft, which.key, part),
            "form": form,
            "ask_who": ask_who,
            "title": title or which.title,
            "key": which.key,
            "lead": lead_of(pack, which.key),
            "autosave_url": reverse("raise-autosave", kwargs={"draft_id": draft.id, "part": part}),
        },
    )


def who_is_missing(form: StepForm) -> bool:
    """Was it said that somebody must not know where they are, and not who? Asked once more; “not known” is an answer."""
    said = form.cleaned_data
    return said.get("must_not_know") == "yes" and not said.get("must_not_know_who")


def part_key(key: str, number: int | None) -> str:
    """`safety`, or `children:2`."""
    return key if number is None else f"{key}:{number}"


def moved(
    request: PlaitRequest, draft: Unsent, which: Step, number: int | None, mine: StepForm, pack: Pack
) -> HttpResponse:
    """Another window changed the same part: show both texts, and let the author choose. Nothing is lost."""
    part, children = part_key(which.key, number), child_names(draft.answers)
    theirs = form_of(which, pack, at=request.at, data=draft.answers.part(part) or {}, children=children)
    raw = mine.draft()
    pairs = [
        (name, one) for name, value in raw.items() for one in (value if isinstance(value, list) else [value])
    ]
    mine.is_valid(), theirs.is_valid()
    return render(
        request,
        "referrals/raise/moved.html",
        {
            **frame(draft, which.key, part),
            "title": which.title,
            "differences": differences(mine, theirs),
            "pairs": pairs,
            "here": step_href(draft.id, which.key, number),
        },
        status=409,
    )


@door(MAY_RAISE, lets_in=may_raise, act="draft:autosave", methods=("POST",))
def autosave(request: PlaitRequest, draft_id: UUID, part: str) -> HttpResponse:
    """Keep a part while it is being written. 204 when kept, 409 when another window has changed it."""
    draft = unsent(request, draft_id)
    key, _, number = part.partition(":")
    which = STEP.get(key)
    if which is None or bool(number) != bool(which.many) or number not in ("", *NUMBERS):
        return HttpResponse(status=400)
    children = child_names(draft.answers)
    form = form_of(which, current(at=request.at), at=request.at, data=request.POST, children=children)
    if has_nul(form.draft()):
        return HttpResponse(status=400)
    kept = keep_part(request, draft, part, form, done=False)
    return HttpResponse(status=204 if kept else 409)
