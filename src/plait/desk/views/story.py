"""The child's story: one timeline of what this reader may see; copied or printed only as a recorded decision."""

from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode

from plait.base.access.doors import door, practitioners_only
from plait.base.access.request import PlaitRequest
from plait.base.packs import Pack, current
from plait.desk.presenters.story import as_said, as_text, warnings_of
from plait.desk.presenters.story_entry import KINDS, Entry, only
from plait.desk.presenters.story_lines import entries_of
from plait.desk.presenters.way_back import ways_back
from plait.desk.queries.story import Gathered, gather_story
from plait.desk.queries.story_sharing import Terms, stopped_by_agreement, terms_of
from plait.people.access import may_reveal_among, open_person
from plait.people.places import Banner, ShownPlace, banner_of, say_place
from plait.sharing.actions.decide_sharing import Said
from plait.sharing.actions.take_away import take_away
from plait.sharing.rules.beside import HELD

INVOLVED = "Whoever is involved with this child, or keeps a restricted record; never somebody who declared they know them"
A_PAGE = 40


@dataclass(frozen=True, slots=True)
class Story:
    """A person's story as one reader sees it now."""

    gathered: Gathered
    banner: Banner
    place: ShownPlace
    entries: list[Entry]
    pack: Pack

    def context(self, request: PlaitRequest, kinds: list[str]) -> dict[str, Any]:
        """What every page of a story shows."""
        return {
            "person": self.banner,
            "person_id": self.gathered.person.pk,
            "place": replace(self.place, words=self.place.to(request.actor)),
            "reveals": may_reveal_among(request.actor, [self.gathered.person], at=request.at),
            "warnings": warnings_of(self.gathered),
            "back": ways_back(str(self.gathered.person.pk), by=request.actor, at=request.at),
            "kinds": [(code, label, code in kinds) for code, label in KINDS.items()],
            "chosen": [KINDS[kind] for kind in kinds if kind in KINDS],
        }


def _story(request: PlaitRequest, person_id: str, *, act: str) -> Story:
    person = open_person(request.actor, person_id, at=request.at, act=act)
    pack = current(at=request.at)
    gathered = gather_story(person, by=request.actor, at=request.at)
    return Story(gathered, banner_of(person), say_place(person), entries_of(gathered, pack=pack), pack)


@door(INVOLVED, lets_in=practitioners_only, act="person:story")
def story(request: PlaitRequest, person_id: str) -> HttpResponse:
    """The timeline, the newest first, with who must not know above it; `?kind=` shows only some kinds."""
    kinds = [kind for kind in request.GET.getlist("kind") if kind in KINDS]
    return _timeline(request, _story(request, str(person_id), act="person:story"), kinds)


def _timeline(request: PlaitRequest, told: Story, kinds: list[str], *, fault: str = "") -> HttpResponse:
    page = Paginator(only(told.entries, kinds), A_PAGE).get_page(request.GET.get("page"))
    context = {
        **told.context(request, kinds),
        "page": page,
        "entries": list(page.object_list),
        "query": urlencode([("kind", kind) for kind in kinds]),
        "fault": fault,
    }
    return render(request, "desk/story.html", context)


@door(INVOLVED, lets_in=practitioners_only, act="person:copy", methods=("GET", "POST"))
def copy(request: PlaitRequest, person_id: str) -> HttpResponse:
    """The chosen entries as plain text for the reader's own agency's record, kept as *what we shared*."""
    told = _story(request, str(person_id), act="person:story")
    if request.method != "POST":
        return redirect("person-story", person_id=person_id)
    wanted = set(request.POST.getlist("entry"))
    chosen = [entry for entry in told.entries if entry.key in wanted and not entry.stays]
    if not chosen:
        return _timeline(request, told, [], fault="Tick at least one entry to copy.")
    if unread := _unread(chosen, request):
        return _source(request, told, unread, "copy")
    notes, top = _safety(told, request)
    terms = _terms(told, request)
    notes, chosen, stopped = _agreed(told, terms, notes, chosen, "copy", request)
    if not chosen:
        return _timeline(request, told, [], fault=f"Not copied. {stopped}")
    take_away(
        occasion="copy", person_id=str(person_id), said=[*notes, *(as_said(entry) for entry in chosen)],
        source_checked="source_checked" in request.POST,
        by=request.actor, at=request.at,
        **terms.as_given(),
    )  # fmt: skip
    local = timezone.localtime(request.at)
    head = (
        f"Copied from Plait by {request.actor.name}, {request.actor.agency_name}, {local:%H:%M} on {local.day} {local:%b %Y}\n"
        f"About: {told.banner.name}"
    )
    head = "\n\n".join(part for part in (top, head, *(f"{one.label}: {one.text}" for one in notes)) if part)
    text = as_text(chosen, head=head, foot="This may not be everything that is known.")
    context = {**told.context(request, []), "text": text, "count": len(chosen), "stopped": stopped}
    return render(request, "desk/story_copy.html", context)


@door(INVOLVED, lets_in=practitioners_only, act="person:print", methods=("GET", "POST"))
def paper(request: PlaitRequest, person_id: str) -> HttpResponse:
    """The whole timeline on one page for paper. That it was asked for is kept, line by line, before it is shown."""
    kinds = [kind for kind in request.POST.getlist("kind") if kind in KINDS]
    told = _story(request, str(person_id), act="person:story")
    if request.method != "POST":
        return redirect("person-story", person_id=person_id)
    entries = [entry for entry in only(told.entries, kinds) if not entry.stays]
    if unread := _unread(entries, request):
        return _source(request, told, unread, "print")
    notes, top = _safety(told, request)
    terms = _terms(told, request)
    notes, entries, stopped = _agreed(told, terms, notes, entries, "print", request)
    take_away(
        occasion="print", person_id=str(person_id), said=[*notes, *(as_said(entry) for entry in entries)],
        source_checked="source_checked" in request.POST,
        by=request.actor, at=request.at,
        **terms.as_given(),
    )  # fmt: skip
    context = {**told.context(request, kinds), "entries": entries, "top": top, "stopped": stopped}
    if not notes:
        context["warnings"] = []
    return render(request, "desk/story_print.html", context)


def _unread(entries: list[Entry], request: PlaitRequest) -> list[Entry]:
    """Words that may say who told us, until the reader has said that they read them for that."""
    return [] if "source_checked" in request.POST else [entry for entry in entries if entry.may_tell]


def _source(request: PlaitRequest, told: Story, unread: list[Entry], deed: str) -> HttpResponse:
    """The step between: no machine can know by which sentence a neighbour gives themselves away. Nothing chosen is lost."""
    chosen = [(name, one) for name in ("entry", "kind", "with_safety") for one in request.POST.getlist(name)]
    fault = "Tick that you have read them, or go back." if "source_seen" in request.POST else ""
    context = {**told.context(request, []), "unread": unread, "posted": chosen, "deed": deed, "fault": fault}
    return render(request, "desk/story_source.html", context)


def _agreed(
    told: Story, terms: Terms, notes: list[Said], entries: list[Entry], occasion: str, request: PlaitRequest
) -> tuple[list[Said], list[Entry], str]:
    """The notes and entries that an agreement lets the reader's agency take, and what is missing for the others."""
    said = [*notes, *(as_said(entry) for entry in entries)]
    person_id = str(told.gathered.person.pk)
    stays, why = stopped_by_agreement(
        terms, said, occasion, person_id=person_id, by=request.actor, at=request.at
    )
    kept_notes = [one for one, stopped in zip(notes, stays[: len(notes)], strict=True) if not stopped]
    kept = [one for one, stopped in zip(entries, stays[len(notes) :], strict=True) if not stopped]
    goes = [one for one in kept if not one.held]
    return kept_notes, goes, why if len(goes) == len(kept) else f"{why} {HELD}".strip()


def _safety(told: Story, request: PlaitRequest) -> tuple[list[Said], str]:
    """The safety notes as lines, only when they were asked for, and the sentence that stands above everything once it has
    left Plait: whoever finds the paper need not learn who must not know, and yet does not ring the family."""
    warnings = warnings_of(told.gathered)
    if not warnings:
        return [], ""
    phone = told.pack.area.hub_phone
    top = f"Ring the hub before any contact with this family{f': {phone}' if phone else ''}."
    if not request.POST.get("with_safety"):
        return [], top
    lines = [": ".join(part for part in (one.who, one.said) if part) for one in warnings]
    return [Said("safety", one.what[:120], line) for one, line in zip(warnings, lines, strict=True)], top


def _terms(told: Story, request: PlaitRequest) -> Terms:
    return terms_of(told.gathered, pack=told.pack, recipient=request.actor.agency_kind, at=request.at)
