"""The family agreement page of a child: three things apart. And the forms that begin there."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse

from plait.agencies.roles import needs
from plait.base.access.doors import door
from plait.base.access.request import PlaitRequest
from plait.base.access.verdict import Refused, hidden
from plait.base.announce import ask
from plait.base.audit.record import record
from plait.base.clock import LONDON
from plait.base.packs import Pack, current
from plait.base.ui.forms import PlaitForm
from plait.base.ui.staying import stay_with
from plait.base.ui.text import has_nul, tidy
from plait.people.events import RecordsAbout
from plait.people.places import banner_of
from plait.people.queries import ids_of, person, standing_id
from plait.sharing.access import open_family, readable_agreements
from plait.sharing.actions.go_ahead_without import go_ahead_without
from plait.sharing.actions.keep_agreement_draft import discard_agreement_draft, keep_agreement_draft
from plait.sharing.actions.note_transparency import note_transparency
from plait.sharing.actions.record_agreement import record_agreement
from plait.sharing.forms.after import ToldForm, WithoutForm
from plait.sharing.forms.agreement import AgreementForm, agencies_named, as_initial
from plait.sharing.presenters.family import cards, state_of, warnings_about
from plait.sharing.queries import process_of
from plait.sharing.queries.family import Kin, leads_to, withdrawal_beside
from plait.sharing.queries.family_due import agreement_draft, told_now, waiting_reviews, without_agreement
from plait.sharing.queries.family_page import authorisers, gateways_without, lawful_bases, services_for

WORKERS = "Whoever works with this family: those who may open the child’s story and ask families for their agreement"
asks_families = needs("family:ask")


@dataclass(frozen=True, slots=True)
class Opened:
    """A child whose story the reader has opened, and their family as this reader may meet it."""

    child_id: str
    kin: list[Kin]
    pack: Pack

    def context(self) -> dict[str, Any]:
        """What every page about this child shows."""
        return {
            "person": banner_of(person(self.child_id)),
            "person_id": self.child_id,
            "warnings": warnings_about(self.child_id),
            "process": self.pack.agreement(),
            "deviations": self.pack.deviations,
        }


def _open(request: PlaitRequest, person_id: UUID, act: str) -> Opened:
    kin = open_family(request.actor, str(person_id), at=request.at, act=act)
    # The last look at the page takes out what would lead to any protected one of them.
    record(
        act="family:read",
        about=[f"person:{one.id}" for one in kin],
        by=request.actor,
        at=request.at,
        fields=("identity",),
    )
    return Opened(kin[0].id, kin, current(at=request.at))


def _of(opened: Opened, who: UUID) -> Kin:
    wanted = standing_id(str(who))
    found = next((one for one in opened.kin if one.id == wanted and one.kind != "child"), None)
    if found is None:
        raise Refused(hidden("not-of-this-family"), about=f"person:{opened.child_id}")
    return found


def _back(opened: Opened) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("family-agreement", args=[opened.child_id]))


@door(WORKERS, lets_in=asks_families, act="family:page")
def page(request: PlaitRequest, person_id: UUID) -> HttpResponse:
    """The lawful basis of what was shared; was telling them safe, and were they told; what each of them agreed to."""
    opened = _open(request, person_id, "family:page")
    today = request.at.astimezone(LONDON).date()
    child_ids = list(ids_of([opened.child_id]))
    agreements = readable_agreements(request.actor, opened.child_id, at=request.at)
    seen = {one.id for one in opened.kin}
    told = [row for row in told_now(child_ids) if leads_to([row.person_id])[row.person_id] in seen]
    mine = {row.pk for row in agreements}
    refs = [
        one for some in ask(RecordsAbout(UUID(opened.child_id))) for one in some if one.startswith("check:")
    ]
    bases = lawful_bases(
        [*refs, *(f"person:{one}" for one in child_ids)],
        people=[*child_ids, *seen],
        by=request.actor,
        pack=opened.pack,
    )
    context = {
        **opened.context(),
        "cards": cards(
            opened.kin, agreements, told, [row for row in waiting_reviews() if row.agreement_id in mine],
            pack=opened.pack, process=process_of(opened.pack), on=today,
        ),
        "bases": bases,
        "without": list(without_agreement(child_ids)),
        "reasons": {one.code: one.label for one in opened.pack.agreement().reasons_without},
        "not_told": {one.code: one.label for one in opened.pack.agreement().reasons_not_told},
        "others": [one for one in opened.kin if one.kind == "child"],
    }  # fmt: skip
    return render(request, "sharing/family.html", context)


def form_or_draft(
    request: PlaitRequest, child_id: str, name: str, cls: type[PlaitForm], initial: Any = None, **given: Any
) -> Any:
    """The form as posted; or with the author's own unsent words; or fresh."""
    if request.method == "POST":
        return cls(request.POST, at=request.at, **given)
    kept = agreement_draft(request.actor.id, child_id, name)
    if kept is not None:
        return cls.from_draft(kept.answers, at=request.at, initial=initial, **given)
    return cls(at=request.at, initial=initial, **given)


def _show(
    request: PlaitRequest, opened: Opened, template: str, name: str, form: PlaitForm, **more: Any
) -> HttpResponse:
    context = {
        **opened.context(),
        "form": form,
        "autosave_url": reverse("family-keep", args=[opened.child_id, name]),
        "back_url": reverse("family-agreement", args=[opened.child_id]),
        **more,
    }
    return render(request, template, context)


def _sent(request: PlaitRequest, opened: Opened, name: str, words: str) -> HttpResponse:
    discard_agreement_draft(child_id=opened.child_id, form=name, by=request.actor, at=request.at)
    messages.success(request, words)
    return _back(opened)


@door(WORKERS, lets_in=asks_families, act="family:ask", methods=("GET", "POST"))
def ask_one(request: PlaitRequest, person_id: UUID, who: UUID) -> HttpResponse:
    """One person's answers to each service by name. Whoever must not know has no form here."""
    opened = _open(request, person_id, "family:ask")
    one = _of(opened, who)
    name = f"ask-{one.id}"
    rows = readable_agreements(request.actor, opened.child_id, at=request.at)
    givers = leads_to(row.giver_id for row in rows)
    before = next((row for row in rows if givers[row.giver_id] == one.id), None)
    own = opened.child_id == one.id
    first = {"about": [opened.child_id], "capacity": "responsibility" if not own else ""}
    initial = {**first, **(as_initial(before) if before else {})}
    form = form_or_draft(
        request,
        opened.child_id,
        name,
        AgreementForm,
        initial,
        kin=opened.kin,
        giver=one,
        services={**services_for(request.actor), **agencies_named(before)},
    )
    if request.method == "POST" and not one.not_to_ask and form.is_valid():
        try:
            made = record_agreement(
                child_id=opened.child_id, said=form.said(), by=request.actor, at=request.at
            )
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:record_agreement")
        else:
            back = _sent(request, opened, name, "Recorded. Nobody else of the family is shown it.")
            taken = withdrawal_beside(made)
            return redirect("agreement-withdrawal", taken.pk) if taken else back
    return _show(
        request, opened, "sharing/ask.html", name, form, one=one, before=before,
        state=state_of(before, request.at.astimezone(LONDON).date()),
    )  # fmt: skip


@door(WORKERS, lets_in=asks_families, act="family:told", methods=("GET", "POST"))
def told(request: PlaitRequest, person_id: UUID, who: UUID) -> HttpResponse:
    """Was telling this person safe, and were they told?"""
    opened = _open(request, person_id, "family:told")
    one = _of(opened, who)
    name = f"told-{one.id}"
    form = form_or_draft(
        request, opened.child_id, name, ToldForm, {"told_by": request.actor.name}, pack=opened.pack
    )
    if request.method == "POST" and form.is_valid():
        try:
            note_transparency(
                child_id=opened.child_id, said=form.said(one.id), by=request.actor, at=request.at
            )
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:note_transparency")
        else:
            return _sent(request, opened, name, "Kept. What was noted before stays as it was.")
    return _show(request, opened, "sharing/told.html", name, form, one=one)


@door(WORKERS, lets_in=asks_families, act="family:without", methods=("GET", "POST"))
def without(request: PlaitRequest, person_id: UUID) -> HttpResponse:
    """Going ahead without agreement: under what, why, on whose word, and whether they were told."""
    opened = _open(request, person_id, "family:without")
    today = request.at.astimezone(LONDON).date()
    form = form_or_draft(
        request, opened.child_id, "without", WithoutForm, None, pack=opened.pack, agencies=services_for(request.actor),
        gateways=gateways_without(opened.pack, holder=request.actor.agency_kind, on=today),
        authorisers=authorisers(opened.pack, at=request.at),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            go_ahead_without(
                child_id=opened.child_id, agency_ids=said["agencies"], gateway=said["gateway"], reason=said["reason"],
                because=said["because"], authoriser_id=said["authoriser"], told_after=form.after(), by=request.actor,
                at=request.at,
            )  # fmt: skip
        except Refused as refusal:
            stay_with(request, form, refusal, act="deed:go_ahead_without")
        else:
            return _sent(
                request,
                opened,
                "without",
                "Kept. It is no agreement: what is shared stands on its legal basis.",
            )
    return _show(request, opened, "sharing/without.html", "without", form)


@door(WORKERS, lets_in=asks_families, act="family:draft", methods=("POST",))
def keep(request: PlaitRequest, person_id: UUID, form: str) -> HttpResponse:
    """Keeps what was written so far (the page saves itself every few seconds). What no database keeps is left on the page,
    which says so when it is sent."""
    kept: dict[str, Any] = {
        key: tidy(values if len(values) > 1 else values[0])
        for key, values in request.POST.lists()
        if key != "csrfmiddlewaretoken" and values
    }
    if not has_nul(kept):
        keep_agreement_draft(
            child_id=str(person_id), form=form, answers=kept, by=request.actor, at=request.at
        )
    return HttpResponse(status=204)
