"""The ways to disagree, on pages of other apps."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from plait.agencies.roles import may
from plait.escalation import queries
from plait.escalation.access import may_take_part, visible_challenges, visible_escalations


def take_further(request: HttpRequest, context: Mapping[str, Any]) -> str | None:
    """Fills the slot `take-further` (given `subject`, a reference such as `feedback:<id>`): the way to see it differently, and
    what was disputed about it already."""
    return _ways(request, [(str(context.get("subject", "")), "")])


def on_referral(request: HttpRequest, context: Mapping[str, Any]) -> str | None:
    """Fills the slot `feedback` of a referral (given `subject`): its last decision, partners who are silent, and that somebody
    disagrees and it is not settled, which whoever leads must know though they have no part in it."""
    referral = context.get("subject")
    referral_id = getattr(referral, "pk", None)
    if referral_id is None:
        return None
    contact_id = str(getattr(referral, "contact_id", ""))
    return _ways(request, queries.disputed_on(str(referral_id)), on=contact_id)


def on_own_concern(request: HttpRequest, context: Mapping[str, Any]) -> str | None:
    """Fills the slot `own-concern` (given `contact`)."""
    contact = context.get("contact")
    return _ways(request, [(str(getattr(contact, "ref", "")), "")]) if contact is not None else None


@dataclass(frozen=True, slots=True)
class Way:
    """One thing that may be disputed here."""

    words: str
    path: str
    told: bool = False


def _ways(request: HttpRequest, subjects: list[tuple[str, str]], *, on: str = "") -> str | None:
    actor, at = getattr(request, "actor", None), getattr(request, "at", None)
    if actor is None or at is None or not may_take_part(actor):
        return None
    ways, contact = [], None
    for subject, words in subjects:
        found = queries.disputable(subject, by=actor, at=at)
        if found is None:
            continue
        contact = found.contact
        if found.decider != actor.id:
            path = subject.replace(":", "/")
            told = subject.startswith("feedback:")
            ways.append(Way(words, f"/differently/{path}/", told))
    leads = on and (may(actor, "lead:accept") or may(actor, "referral:accept"))
    here, asked, waiting = [], [], queries.open_on(on).count() if leads else 0
    if contact is not None:
        seen = visible_escalations(actor, at=at).filter(contact_id=contact).order_by("-at", "pk")
        here = [(one, queries.outcome_for(one, actor.agency)) for one in seen[:5]]
        rows = visible_challenges(actor, at=at).filter(contact_id=contact).order_by("-at", "pk")
        asked = list(rows.exclude(status="taken_further")[:5])
    if not ways and not here and not asked and not waiting:
        return None
    said = {"ways": ways, "here": here, "asked": asked, "waiting": waiting}
    return render_to_string("escalation/ways.html", said, request=request)
