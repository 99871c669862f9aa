"""Check your answers, send, and the receipt at once."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.packs.queries import current
from plait.referrals.access import open_receipt, own_contacts
from plait.referrals.actions.raise_concern import raise_concern
from plait.referrals.concern import told_at_risk
from plait.referrals.forms.raising_concern import read
from plait.referrals.presenters.danger import danger_of, opens_later
from plait.referrals.presenters.raising import fault_lines, meter, summary
from plait.referrals.queries.raising import decision_due, own_draft
from plait.referrals.views.raising.keeping import MAY_RAISE, frame, may_raise, unsent


@door(MAY_RAISE, lets_in=may_raise, act="draft:check", methods=("GET", "POST"))
def check(request: PlaitRequest, draft_id: UUID) -> HttpResponse:
    """Everything once more, with what would help; sending the same draft twice lands on the same receipt."""
    known = own_draft(request.actor, draft_id, at=request.at)
    if known is not None and known.sent_at is not None:
        return redirect("raise-receipt", draft_id=draft_id)
    draft = unsent(request, draft_id)
    found = read(draft.answers, current(at=request.at), at=request.at)
    if request.method == "POST" and not found.faults:
        raise_concern(concern=found.concern, draft_id=draft.id, by=request.actor, at=request.at)
        return redirect("raise-receipt", draft_id=draft_id)
    return render(
        request,
        "referrals/raise/check.html",
        {
            **frame(draft, "check"),
            "cards": summary(draft.id, found),
            "faults": fault_lines(draft.id, found),
            "tried": request.method == "POST",
            "meter": meter(found),
            "concern": found.concern,
            "told_at_risk": told_at_risk(
                family_told=found.concern.family_told,
                telling_raises_risk=found.concern.safety.telling_raises_risk,
            ),
            "advice_subject": f"draft:{draft.id}",
        },
    )


@door(MAY_RAISE, lets_in=may_raise, act="contact:receipt")
def receipt(request: PlaitRequest, draft_id: UUID) -> HttpResponse:
    """Its reference, what happens next and by when. It shows none of the words, so it may be left on a desk."""
    contact = open_receipt(request.actor, str(draft_id), at=request.at)
    pack = current(at=request.at)
    return render(
        request,
        "referrals/raise/receipt.html",
        {
            "contact": contact,
            "due": decision_due(contact),
            "danger": danger_of(contact, pack=pack, at=request.at),
            "advice_subject": f"draft:{draft_id}",
            "closed_list": contact.route == "closed_list",
            "opens": opens_later(pack, at=request.at),
            "told_at_risk": contact.told_at_risk,
            "not_safe_to_tell": contact.telling_now != "no",
            "own": own_contacts(request.actor, at=request.at).filter(pk=contact.pk).exists(),
        },
    )
