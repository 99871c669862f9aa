"""One leg of a handover: what is to be done, what was said, and the form that says what became of it."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.base.access.doors import door, practitioners_only
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.base.federation.models import Peer
from plait.base.packs import current
from plait.base.ui.staying import stay_with
from plait.handover.access.legs import notes, open_leg, opens_handover
from plait.handover.actions.note_leg import note_leg
from plait.handover.forms.legs import LegForm
from plait.handover.presenters.legs import leg_shown, names_about
from plait.handover.queries.legs import able_to_say, leg_facts
from plait.handover.views.handing import HELD

READS = "Whoever may open the handover; of a family that is not protected, the service here whose leg it is"


@door(READS, lets_in=practitioners_only, act="handover:leg-read", methods=("GET", "POST"))
def one(request: PlaitRequest, leg_id: UUID) -> HttpResponse:
    """What this service passes on or takes, to or from whom, by when; and what became of it."""
    leg = open_leg(request.actor, str(leg_id), at=request.at)
    facts, status = leg_facts(leg), 200
    form: LegForm | None = None
    able = able_to_say(facts)
    if able and notes(leg, request.actor):
        data = request.POST if request.method == "POST" else None
        form = LegForm(
            data,
            initial={"word_id": uuid4()},
            able=able,
            ours=facts.side == "out",
            protected=facts.protected,
        )
    if form is not None and request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            kept = note_leg(
                leg_id=str(leg_id), noted=form.noted(), on=said["on"], word_id=said["word_id"], by=request.actor,
                at=request.at,
            )  # fmt: skip
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:note_leg")
            status = 403
        else:
            if not kept.sent:
                messages.success(request, "Kept. Plait could not tell them: ring.")
            elif leg.handover.peer.state != Peer.State.TRUSTED:
                messages.warning(request, HELD)
            else:
                messages.success(request, "Kept, and the other area is told.")
            return redirect("handover-leg", leg_id=leg_id)
    page = leg_shown(leg, pack=current(at=request.at), at=request.at)
    given_page = {
        "one": leg,
        "page": page,
        "form": form,
        "names": names_about(leg),
        "opens": opens_handover(leg, request.actor, at=request.at),
    }
    return render(request, "handover/leg.html", given_page, status=status)
