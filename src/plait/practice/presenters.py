"""Questions as they stand on a page: at most three, what must be answered first; and the questions to think with."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import NoPack, current
from plait.base.packs.schema.prompts import PromptsFile
from plait.base.prompts.queries import Seen, answers_in_sight, open_prompts
from plait.base.prompts.rules import on_a_page
from plait.people.queries import ids_of
from plait.people.rules.moves import HARMLESS
from plait.practice.access import is_asked
from plait.practice.queries import children_of, supervisors_for, thinking

# What to think of before anything else, by the rule whose question it is (domain notes 6.4: vigilance without stigma).
HARMLESS_OF: Mapping[str, tuple[tuple[str, str], ...]] = {"moves": HARMLESS}


def on_concern(request: HttpRequest, context: Mapping[str, Any]) -> str | None:
    """For the slot `concern`, given `subject` (`contact:<id>`)."""
    kind, _, contact_id = str(context.get("subject", "")).partition(":")
    if kind != "contact" or not _asked(request):
        return None
    return _questions(request, children_of(contact_id))


def on_referral(request: HttpRequest, context: Mapping[str, Any]) -> str | None:
    """For the slot `prompts`, given `subject` (a referral): its questions, and this week's questions to think with."""
    referral = context.get("subject")
    if referral is None or not _asked(request):
        return None
    file = _file(request)
    words = thinking(file, subject=str(referral.pk), on=timezone.localdate(_at(request))) if file else []
    return _questions(request, children_of(str(referral.contact_id)), think=words)


def on_story(request: HttpRequest, context: Mapping[str, Any]) -> str | None:
    """For the slot `story-prompts`, given `person_id`."""
    person_id = str(context.get("person_id", ""))
    return _questions(request, [person_id]) if person_id and _asked(request) else None


def on_moves(request: HttpRequest, context: Mapping[str, Any]) -> str | None:
    """For the slot `under-moves`, given `person_id`: where the question about their moves is answered, and what was said."""
    by, at = _by(request), _at(request)
    if by is None or not _asked(request):
        return None
    ids = list(ids_of([str(context["person_id"])]))
    stands = [one.prompt for one in open_prompts(ids, by=by, at=at) if one.prompt.rule == "moves"]
    said = answers_in_sight(ids, rule="moves", by=by, at=at)
    if not stands and not said:
        return None
    about = [one.ref for one in (*stands, *(one.prompt for one in said))]
    record(act="prompt:shown", about=[*dict.fromkeys(about), f"person:{context['person_id']}"], by=by, at=at)
    return render_to_string("practice/moves.html", {"stands": stands, "said": said}, request=request)


def said_plainly(seen: Seen, file: PromptsFile | None) -> dict[str, Any]:
    """One question with the words of its rule, for a page."""
    rule = file.rule(seen.prompt.rule) if file is not None else None
    return {
        "prompt": seen.prompt,
        "label": rule.label if rule else "A question",
        "because": rule.because if rule else "",
        "rests_on": rule.rests_on if rule else "",
        "evidence": [one for one in seen.evidence if one.words],
        "path": reverse("prompt", args=[seen.prompt.pk]),
    }


def _by(request: HttpRequest) -> Actor | None:
    return getattr(request, "actor", None)


def _at(request: HttpRequest) -> datetime:
    at: datetime = request.at  # type: ignore[attr-defined]
    return at


def _asked(request: HttpRequest) -> bool:
    by = _by(request)
    return by is not None and bool(is_asked(by))


def _file(request: HttpRequest) -> PromptsFile | None:
    try:
        return current(at=_at(request)).prompts
    except NoPack:
        return None


def _questions(request: HttpRequest, children: list[str], *, think: Any = ()) -> str | None:
    by, at, file = _by(request), _at(request), _file(request)
    if by is None or file is None:
        return None
    ids = list(ids_of(children)) if children else []
    shown = on_a_page(open_prompts(ids, by=by, at=at), most=file.most_on_a_page) if ids else []
    if shown:
        about = [ref for one in shown for ref in (one.prompt.ref, f"person:{one.prompt.person_id}")]
        record(act="prompt:shown", about=list(dict.fromkeys(about)), by=by, at=at)
    if not shown and not think:
        return None
    rows = [said_plainly(one, file) for one in shown]
    return render_to_string("practice/prompts.html", {"rows": rows, "thinking": think}, request=request)


def supervisor_choices(by: Actor, *, besides: str = "") -> list[tuple[str, str]]:
    """Colleagues for a select, with their jobs; without whoever was named already."""
    return [(str(one.pk), f"{one.name}, {one.job}") for one in supervisors_for(by) if str(one.pk) != besides]
