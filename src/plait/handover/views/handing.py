"""Handing over: the list, one handover with everything said on it, and offering a family as the other area will see it."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.base.access.doors import door, practitioners_only
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused
from plait.base.audit.record import record
from plait.base.packs import Pack, current
from plait.base.ui.staying import stay_with
from plait.handover.access.handing import may_list, open_handover, visible_handovers
from plait.handover.access.offering import held_by, may_hand_over, open_to_offer
from plait.handover.actions.add_supplement import add_supplement
from plait.handover.actions.decline_handover import decline_handover
from plait.handover.actions.give_back import give_back
from plait.handover.actions.note_read import note_read
from plait.handover.actions.offer_handover import Seen, offer_handover
from plait.handover.actions.query_handover import query_handover
from plait.handover.actions.set_conference import set_conference
from plait.handover.actions.take_responsibility import take_responsibility
from plait.handover.actions.triage_handover import triage_handover
from plait.handover.actions.withdraw_handover import withdraw_handover
from plait.handover.forms.handing import AnswerForm, OfferForm, SpeakForm
from plait.handover.presenters.handing import local_words, rows_of, shown
from plait.handover.queries.family_moves import area_by_postcode, is_area_of
from plait.handover.queries.handing import believed_peers, in_order, words_on
from plait.handover.queries.previewing import preview
from plait.handover.wire.saying import told
from plait.referrals.access import people_in_all

A_PAGE = 50
HELD = "It is kept here, and goes when that area is believed again. Ring them now."
INVOLVED = "Whoever works on the concern; of a protected family, whoever offered it and those who decide"


@door("Those who decide, and those who lead: each what they work on", lets_in=may_list, act="handover:list")
def handovers(request: PlaitRequest) -> HttpResponse:
    """Families who come, and families who go; the newest first."""
    found = in_order(visible_handovers(request.actor, at=request.at))
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    some = list(page.object_list)
    rows = rows_of(some, at=request.at)
    if rows:
        about = [*(one.ref for one in some), *people_in_all(one.contact_id for one in some)]
        record(act="handover:list", about=about, by=request.actor, at=request.at, fields=("identity",))
    sides = {one.pk: one.side for one in some}
    parts = [
        ("coming", "Coming to us", [row for row in rows if sides[UUID(row.id)] == "in"]),
        ("going", "Going from us", [row for row in rows if sides[UUID(row.id)] == "out"]),
    ]
    return render(request, "handover/list.html", {"parts": parts, "page": page, "any": bool(rows)})


@door(INVOLVED, lets_in=practitioners_only, act="handover:read", methods=("GET", "POST"))
def one(request: PlaitRequest, handover_id: UUID) -> HttpResponse:
    """The package as it was sent, everything said on it, and the one form that belongs to our side."""
    found = open_handover(request.actor, str(handover_id), at=request.at)
    pack = current(at=request.at)
    page = shown(found, pack=pack, by=request.actor, at=request.at)
    form: AnswerForm | SpeakForm | None = None
    data = request.POST if request.method == "POST" else None
    if page.may_answer:
        form = AnswerForm(data, able=page.able, pack=pack, at=request.at)
    elif page.may_speak:
        form = SpeakForm(data, able=page.speaks, initial={"supplement_id": uuid4()})
    status = 200
    if form is not None and request.method == "POST" and form.is_valid():
        deed = _answer if page.may_answer else _speak
        try:
            deed(request, str(handover_id), form.cleaned_data)
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:answer_handover")
            status = 403
        else:
            read = "read" in (form.cleaned_data.get("answer"), form.cleaned_data.get("what"))
            if read:
                messages.success(request, "It does not wait any more. Nothing was sent.")
            elif page.away and all(word.sent for word in words_on(found)):
                messages.warning(request, HELD)
            elif all(word.sent for word in words_on(found)):
                messages.success(request, "The other area is told. It goes as soon as it can be reached.")
            else:
                messages.error(request, "It is kept. Plait could not tell them: ring.")
            return redirect("handover", handover_id=handover_id)
    return render(request, "handover/one.html", {"one": found, "page": page, "form": form}, status=status)


def _answer(request: PlaitRequest, handover_id: str, said: dict[str, Any]) -> None:
    given: dict[str, Any] = {"handover_id": handover_id, "by": request.actor, "at": request.at}
    answer, words = said["answer"], said["words"]
    if answer == "read":
        note_read(**given)
    elif answer == "triage":
        triage_handover(**given)
    elif answer == "query":
        query_handover(question=words, **given)
    elif answer == "conference":
        set_conference(day=said["day"], words=words, **given)
    elif answer == "take":
        take_responsibility(words=words, **given)
    elif answer == "decline":
        decline_handover(code=said["code"], because=words, **given)
    else:
        give_back(because=words, **given)


def _speak(request: PlaitRequest, handover_id: str, said: dict[str, Any]) -> None:
    given: dict[str, Any] = {"handover_id": handover_id, "by": request.actor, "at": request.at}
    if said["what"] == "read":
        note_read(**given)
        return
    if said["what"] == "back":
        withdraw_handover(because=said["words"], **given)
        return
    add_supplement(
        item=said["item"],
        words=said["words"],
        correction=said["what"] == "correct",
        answers=said["what"] == "answer",
        supplement_id=said["supplement_id"],
        **given,
    )


@door(
    "Whoever leads the referral, and whoever decides on it; once it is closed, whoever holds the family after a step down",
    lets_in=practitioners_only,
    act="handover:offer",
    methods=("GET", "POST"),
)
def offer(request: PlaitRequest, referral_id: UUID) -> HttpResponse:
    """Say what the record does not, look at the package as the other area will see it, then offer it."""
    referral = open_to_offer(request.actor, str(referral_id), at=request.at)
    if request.method == "POST":
        may_hand_over(referral, by=request.actor, at=request.at).insist(about=referral.ref)
    pack = current(at=request.at)
    peers = believed_peers()
    areas = [(str(peer.pk), peer.name) for peer in peers]
    whose = area_by_postcode(referral.contact_id, at=request.at)
    theirs = [str(peer.pk) for peer in peers if whose and is_area_of(peer, whose, at=request.at)]
    given: dict[str, Any] = {"areas": areas, "pack": pack, "postcode_says": whose, "expected": theirs}
    if request.method != "POST":
        first = {
            "handover_id": uuid4(), "planned": "not_known", "destination": "not_known", "area": next(iter(theirs), ""),
        }  # fmt: skip
        form = OfferForm(initial=first, **given)
        return _offer_page(request, referral, form, areas=areas)
    form = OfferForm(request.POST, shown="sure" in request.POST, **given)
    if not form.is_valid():
        return _offer_page(request, referral, form, areas=areas)
    said, status = form.cleaned_data, 200
    if said.get("sure"):
        try:
            made = offer_handover(
                referral_id=str(referral_id), offer=form.offer(), seen=Seen(said["handover_id"], said["seen"]),
                by=request.actor, at=request.at,
            )  # fmt: skip
        except Refused as refusal:
            if refusal.verdict.reason != "changed-since":
                stay_with(request, form, refusal, act="deed:offer_handover")
                return _offer_page(request, referral, form, areas=areas, status=403)
            messages.error(request, f"{refusal.verdict.say} {refusal.verdict.next_step}.")
        else:
            messages.success(
                request, "It is on its way. We answer for the family until they say that they have hold."
            )
            return redirect("handover", handover_id=made.pk)
    return _previewed(request, referral, form, pack=pack, given=given, status=status)


def _previewed(
    request: PlaitRequest, referral: Any, form: OfferForm, *, pack: Pack, given: dict[str, Any], status: int
) -> HttpResponse:
    """The package as it would leave now, above the form, which remembers which one was shown."""
    said = form.cleaned_data
    package, digest = preview(
        referral, form.offer(), handover_id=said["handover_id"], pack=pack, by=request.actor, at=request.at
    )
    data = request.POST.copy()
    data["seen"] = digest
    data.pop("sure", None)
    again = OfferForm(data, **given)
    again.is_valid()
    ready = OfferForm(
        data, auto_id=False, **given
    )  # the same once more, as it is, for the button that offers it
    seen = told(package.core, here=local_words(package.core, (), pack))
    context = {"referral": referral, "form": again, "ready": ready, "areas": given["areas"], "seen": seen}
    context["held"] = held_by(request.actor, str(referral.pk), at=request.at)
    return render(request, "handover/offer.html", context, status=status)


def _offer_page(
    request: PlaitRequest, referral: Any, form: OfferForm, *, areas: Any, status: int = 200
) -> HttpResponse:
    held = held_by(request.actor, str(referral.pk), at=request.at)
    context = {"referral": referral, "form": form, "areas": areas, "held": held}
    return render(request, "handover/offer.html", context, status=status)
