"""What stands at the head of every page beside one's name."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html


def cast_may_sign_in() -> bool:
    """Signing in as one of the cast: true only in a demo whose data is fictional."""
    return bool(settings.PLAIT_DEMO) and settings.PLAIT_DATA == "fictional"


def account_links(request: HttpRequest, context: Mapping[str, Any]) -> str | None:
    """For the slot `account`: one's own account and, in a demo, becoming somebody else."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return None
    mine = [(reverse("account"), "Your account")] if actor.kind == "practitioner" else []
    other = [(reverse("sign-in-as"), "Sign in as someone else")] if cast_may_sign_in() else []
    links = mine + other
    if not links:
        return None
    shown = format_html("<br>".join('<a href="{}">{}</a>' for _ in links), *sum(links, ()))
    return format_html('<p class="plait-account__links">{}</p>', shown)
