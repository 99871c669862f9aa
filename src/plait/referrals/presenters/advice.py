"""From the record of a decision back to what it was made for."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode


def back_from_advice(request: HttpRequest, context: Mapping[str, Any]) -> str | None:
    """Fills the slot `advice-onward` (given `record` and `subjects`): on with the answer, or with raising the concern."""
    record, onward = context.get("record"), []
    for subject in context.get("subjects") or ():
        kind, _, record_id = str(subject).partition(":")
        if kind == "check":
            query = urlencode({"advice": str(getattr(record, "pk", ""))})
            onward.append((f"{reverse('check-answer', args=[record_id])}?{query}", "Go on with your answer"))
        elif kind == "draft":
            onward.append((reverse("raise-check", kwargs={"draft_id": record_id}), "Go on with your concern"))
    return (
        render_to_string("referrals/advice_onward.html", {"onward": onward}, request=request)
        if onward
        else None
    )
