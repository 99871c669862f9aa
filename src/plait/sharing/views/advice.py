"""Can I share this? Six answers, one page of answer, and the record of the decision."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render

from plait.agencies import queries as agencies
from plait.base.access.doors import anyone_signed_in, door
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import no
from plait.base.clock import LONDON
from plait.base.packs import Pack, current
from plait.sharing.access import open_record, visible_records
from plait.sharing.actions.keep_advice import Decided, keep_advice, put_advice_beside
from plait.sharing.forms.advice import AskForm, DecisionForm, ItemDecision, item_forms, label_of
from plait.sharing.presenters import advice as say
from plait.sharing.presenters import advice_record as told
from plait.sharing.queries.advice import advice_facts, item_facts, pack_of, said_by
from plait.sharing.queries.advice_clauses import covered
from plait.sharing.rules.advice import Advice, Asked, Party, advise

EVERYBODY = (
    "Everyone who is signed in, by mailbox link too: it asks for no name and keeps no word about anybody"
)
OWN = "Whoever decided it, and their agency's safeguarding team"
A_PAGE = 100


@door(EVERYBODY, lets_in=anyone_signed_in, act="advice:ask", methods=("GET", "POST"))
def can_i_share(request: PlaitRequest) -> HttpResponse:
    """The questions; sent, the answer; sent again with a decision, the record of it."""
    pack, here = _pack(request), [one for one in agencies.agencies() if one.ended_at is None]
    step = request.POST.get("step", "ask")
    if request.method != "POST" or step == "change":
        form = (
            AskForm.from_draft(request.POST, pack=pack, agencies=here)
            if request.method == "POST"
            else AskForm(initial=_known(request), pack=pack, agencies=here)
        )
        return render(request, "sharing/advice.html", {"form": form})
    form = AskForm(request.POST, pack=pack, agencies=here)
    if not form.is_valid():
        return render(request, "sharing/advice.html", {"form": form})
    given, recipient = form.cleaned_data, _recipient(form.cleaned_data["recipient"])
    asked = Asked(
        holder=_holder(request),
        recipient=recipient,
        reason=given["reason"],
        items=item_facts(pack, reason=given["reason"], kinds=given["items"]),
        on=_today(request.at),
        detriment=given["detriment"],
        adult_victim=given["adult_victim"],
    )
    advice = advise(asked, advice_facts(pack))
    items, decision = _decision_forms(request, advice, given, pack, bound=step == "keep")
    if step == "keep" and all([decision.is_valid(), *(one.is_valid() for one in items.values())]):
        kept = keep_advice(
            decided=_decided(given, items, decision.cleaned_data),
            holder=asked.holder,
            recipient=recipient,
            pack=pack,
            subject=given["subject"],
            by=request.actor,
            at=request.at,
        )
        return redirect("advice-record", record_id=kept.pk)
    to, advisers = (
        label_of(form, "recipient", given["recipient"]),
        agencies.advisers_for(request.actor.agency),
    )
    page = {
        "decision": decision,
        "hidden": [(key, one) for key in AskForm.base_fields for one in request.POST.getlist(key)],
        "answer": say.shown(advice, asked, pack=pack, to=to, forms=items, advisers=advisers),
        "covered": covered(
            advice,
            asked,
            recipient_id=given["recipient"].removeprefix("agency:")
            if given["recipient"].startswith("agency:")
            else "",
            pack=pack,
            by=request.actor,
            at=request.at,
        ),
        "team": agencies.safeguarding_team_of(request.actor.agency),
        "faulty": step == "keep",
    }
    return render(request, "sharing/advice_answer.html", page)


def _decision_forms(
    request: PlaitRequest, advice: Advice, given: dict[str, Any], pack: Pack, *, bound: bool
) -> tuple[dict[str, ItemDecision], DecisionForm]:
    """Bound to what was sent, or starting from what Plait advises."""
    data = request.POST if bound else None
    advised: dict[str, str] = {one.code: one.outcome for one in advice.items}
    kinds = [one for one in said_by(pack).items if one.code in given["items"]]
    ways = [(one.code, told.gateway_words(pack, one.code)) for one in (*advice.open, *advice.elsewhere)]
    leaves = any(one in ("share", "part") for one in advised.values())
    start = {
        "gateway": advice.best.code if advice.best and leaves else "",
        "family_told": "not_known",
        "history": "bears_on_now",
        "connected": [one for one in given["about"] if one == "child"],
    }
    return item_forms(kinds, data=data, advised=advised), DecisionForm(data, gateways=ways, initial=start)


def _decided(given: dict[str, Any], items: dict[str, ItemDecision], said: dict[str, Any]) -> Decided:
    return Decided(
        reason=given["reason"],
        about=given["about"],
        items={code: one.cleaned_data["outcome"] for code, one in items.items()},
        detriment=given["detriment"],
        adult_victim=given["adult_victim"],
        gateway=said["gateway"],
        known_as={
            code: one.cleaned_data["known_as"] for code, one in items.items() if one.cleaned_data["known_as"]
        },
        context=said["context"],
        history=said["history"],
        connected=said["connected"],
        agreed=said["agreed"],
        family_told=said["family_told"] or "not_known",
        adviser_asked=said["adviser_asked"],
    )


def _pack(request: PlaitRequest) -> Pack:
    pack = current(at=request.at)
    if pack.advice is None:
        no(
            "no-advice-in-pack",
            say="The practice pack in force is older than this helper, so it cannot answer.",
            next_step=f"Ring {pack.area.hub_name} on {pack.area.hub_phone} and talk it through without names",
        ).insist()
    return pack


def _known(request: PlaitRequest) -> dict[str, Any]:
    """What the page that led here knew already, in codes and random ids."""
    to = request.GET.get("to", "")
    recipient = to if ":" in to else f"kind:{to}"
    return {
        "recipient": recipient,
        "reason": request.GET.get("why", ""),
        "about": ["child"],
        "subject": request.GET.get("for", ""),
    }


def _holder(request: PlaitRequest) -> Party:
    own = agencies.agency(request.actor.agency)
    return Party(own.kind, own.under_contract)


def _recipient(chosen: str) -> Party:
    kind, _, which = chosen.partition(":")
    if kind == "kind":
        return Party(which)
    found = agencies.agency(which)
    return Party(found.kind, found.under_contract)


def _today(at: datetime) -> Any:
    return at.astimezone(LONDON).date()


@door(EVERYBODY, lets_in=anyone_signed_in, act="advice:list")
def records(request: PlaitRequest) -> HttpResponse:
    """One's own, and for a safeguarding team those of its agency; the newest first."""
    found = visible_records(request.actor).order_by("-decided_at", "pk")[:A_PAGE]
    rows = told.rows_of(found, pack=current(at=request.at))
    return render(request, "sharing/advice_records.html", {"rows": rows, "most": A_PAGE})


@door(OWN, lets_in=anyone_signed_in, act="advice:read")
def record(request: PlaitRequest, record_id: UUID) -> HttpResponse:
    """The whole record, fit for paper; it names nobody whom it is about."""
    found = open_record(request.actor, str(record_id), at=request.at)
    pack = pack_of(found, at=request.at)
    page = {
        "record": found,
        "facts": told.facts_of(found, pack),
        "items": told.items_of(found, pack),
        "columns": ["What", "Decided", "Plait advised", "Fact or opinion"],
        "fields": pack.gateways[found.gateway].record_fields if found.gateway in pack.gateways else (),
        "subjects": list(found.uses.values_list("subject", flat=True)),
    }
    return render(request, "sharing/advice_record.html", page)


@door(OWN, lets_in=anyone_signed_in, act="advice:use", methods=("POST",))
def use(request: PlaitRequest, record_id: UUID) -> HttpResponse:
    """Puts a record beside an answer or a concern of theirs, by reference."""
    subject = request.POST.get("subject", "")
    put_advice_beside(record_id=str(record_id), subject=subject, by=request.actor, at=request.at)
    return redirect("advice-record", record_id=record_id)
