"""The ways to family agreement from pages of other apps."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from plait.agencies.roles import may
from plait.base.announce import ask
from plait.people.access import may_be_opened
from plait.people.queries import names_of
from plait.sharing.events import WhoIsMeant
from plait.sharing.queries.family import leads_to


def person_link(request: HttpRequest, context: Mapping[str, Any]) -> str | None:
    """Fills the slot `person-pages` (given `person_id`): for whoever asks families for their agreement."""
    actor = getattr(request, "actor", None)
    if actor is None or not may(actor, "family:ask"):
        return None
    return render_to_string("sharing/person_link.html", {"person_id": context.get("person_id")})


def referral_links(request: HttpRequest, context: Mapping[str, Any]) -> str | None:
    """Fills the slot `responsibility` of a referral (given `subject`): each child whose story the reader may open."""
    actor, at = getattr(request, "actor", None), getattr(request, "at", None)
    ref = getattr(context.get("subject"), "ref", "")
    if actor is None or at is None or not ref or not may(actor, "family:ask"):
        return None
    ids = [one for found in ask(WhoIsMeant(ref)) if found is not None for one in found.people]
    children = list(dict.fromkeys(leads_to(ids).values()))
    opens = may_be_opened(actor, children, at=at)
    names = names_of(children)
    rows = [(one, names.get(one, "Name not known")) for one in children if one in opens]
    return render_to_string("sharing/referral_links.html", {"children": rows}) if rows else None
