"""What is declared, in words for the screen."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from plait.people.forms import HOW_KNOWN
from plait.people.models import DeclaredConflict


def how_known(conflict: DeclaredConflict) -> str:
    """In what way somebody is known, as it was declared."""
    return dict(HOW_KNOWN).get(conflict.kind, conflict.kind.replace("_", " ").capitalize())


def people_i_know(request: HttpRequest, context: Mapping[str, Any]) -> str | None:
    """The way from one's account to the page where one says whom one knows."""
    actor = getattr(request, "actor", None)
    return render_to_string("people/account_link.html") if actor and actor.kind == "practitioner" else None
