"""The children, and the adults around them: added one at a time, changed, taken out again."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused, hidden
from plait.base.packs.queries import current
from plait.referrals.forms.raising import STEP
from plait.referrals.forms.raising_concern import name_in
from plait.referrals.presenters.raising import after, cards, lead_of, step_href
from plait.referrals.views.raising.keeping import MAY_RAISE, frame, keep_answers, may_raise, unsent
from plait.referrals.views.raising.steps import MOST, one_part


@door(MAY_RAISE, lets_in=may_raise, act="draft:people", methods=("GET", "POST"))
def people(request: PlaitRequest, draft_id: UUID, key: str) -> HttpResponse:
    """Everyone told so far. With no child yet, the first child's page comes at once."""
    draft = unsent(request, draft_id)
    if request.method == "POST":
        draft.answers.mark_done(key)
        keep_answers(request, draft)
        return redirect(step_href(draft.id, after(key)))
    if key == "children" and not draft.answers.numbers(key):
        return redirect(step_href(draft.id, key, 1))
    return render(
        request,
        "referrals/raise/people.html",
        {
            **frame(draft, key),
            "title": STEP[key].title,
            "kind": STEP[key].many,
            "lead": lead_of(current(at=request.at), key),
            "cards": cards(draft.id, draft.answers, key),
            "add_href": step_href(draft.id, key, draft.answers.next_number(key)),
        },
    )


@door(MAY_RAISE, lets_in=may_raise, act="draft:person", methods=("GET", "POST"))
def one(request: PlaitRequest, draft_id: UUID, key: str, number: int) -> HttpResponse:
    """One child or adult. A number that nobody has yet is a new one, so sending twice adds one."""
    draft = unsent(request, draft_id)
    if number not in draft.answers.numbers(key) and not 0 < number <= min(
        draft.answers.next_number(key), MOST
    ):
        raise Refused(hidden("no-such-person"), about=f"draft:{draft_id}")
    new = number not in draft.answers.numbers(key)
    kind = STEP[key].many
    title = f"Add {'a child' if kind == 'child' else 'an adult'}" if new else f"Change this {kind}"
    return one_part(request, draft, STEP[key], number, onward=step_href(draft.id, key), title=title)


@door(MAY_RAISE, lets_in=may_raise, act="draft:person-remove", methods=("GET", "POST"))
def remove(request: PlaitRequest, draft_id: UUID, key: str, number: int) -> HttpResponse:
    """Ask once, then take the child or adult out of the draft."""
    draft = unsent(request, draft_id)
    if request.method == "POST":
        draft.answers.remove(f"{key}:{number}")
        keep_answers(request, draft)
        return redirect(step_href(draft.id, key))
    raw = draft.answers.part(f"{key}:{number}")
    if raw is None:
        raise Refused(hidden("no-such-person"), about=f"draft:{draft_id}")
    name = name_in(raw, STEP[key].many, number)
    return render(
        request,
        "referrals/raise/remove.html",
        {**frame(draft, key), "name": name, "here": step_href(draft.id, key)},
    )
