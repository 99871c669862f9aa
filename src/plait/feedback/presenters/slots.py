"""What feedback puts on pages of other apps, and its counts in the navigation."""

from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string

from plait.base.access.counting import Later
from plait.base.access.request import PlaitRequest
from plait.feedback import access
from plait.feedback.access import feedback_on_own, unread, waiting_for_hub
from plait.feedback.presenters.pickup import pickup_of
from plait.feedback.queries.reading import usable_answers
from plait.referrals.models import Contact


def own_concern_slot(request: HttpRequest, context: Mapping[str, Any]) -> str | None:
    """Fills the slot `own-concern` (given `contact`): what came of it, for the one who told us."""
    contact = context.get("contact")
    actor, at = getattr(request, "actor", None), getattr(request, "at", None)
    if not isinstance(contact, Contact) or actor is None or at is None:
        return None
    task, readable = feedback_on_own(contact.ref, by=actor, at=at)
    return render_to_string(
        "feedback/own_concern.html", {"task": task, "readable": readable}, request=request
    )


def unread_count(request: HttpRequest) -> Later:
    """For the navigation: how much feedback the reader has not opened."""
    asking = cast(PlaitRequest, request)
    return unread(asking.actor, at=asking.at)


def waiting_count(request: HttpRequest) -> Later:
    """For the navigation: how many the hub has still to tell or to answer."""
    asking = cast(PlaitRequest, request)
    return waiting_for_hub(asking.actor, at=asking.at)


def pickup_on_own(request: HttpRequest, context: Mapping[str, Any]) -> str | None:
    """Fills the slot `own-concern` (given `contact`): whether the child can go home, for the one who asked."""
    contact = context.get("contact")
    actor, at = getattr(request, "actor", None), getattr(request, "at", None)
    if not isinstance(contact, Contact) or actor is None or at is None:
        return None
    asked = pickup_of(contact, at=at)
    if asked is None:
        return None
    told = access.pickup_told(actor, str(contact.pk), at=at)
    return render_to_string("feedback/pickup_own.html", {"pickup": asked, "told": told}, request=request)


def pickup_on_concern(request: HttpRequest, context: Mapping[str, Any]) -> str | None:
    """Fills the slot `concern` (given `subject`, `contact:<id>`): the question of the school and its answers, one click each."""
    actor, at = getattr(request, "actor", None), getattr(request, "at", None)
    kind, _, key = str(context.get("subject", "")).partition(":")
    if actor is None or at is None or kind != "contact" or not _is_id(key):
        return None
    contact = Contact.objects.filter(pk=key).first()
    asked = pickup_of(contact, at=at) if contact is not None else None
    if contact is None or asked is None or not access.pickup_to_show(actor, key, at=at):
        return None
    return render_to_string(
        "feedback/pickup_box.html", {"pickup": asked, "contact": contact}, request=request
    )


def answers_on_referral(request: HttpRequest, context: Mapping[str, Any]) -> str | None:
    """Fills the slot `who-knows` of a referral (given `subject`): whether the answers of other agencies helped."""
    referral_id = getattr(context.get("subject"), "pk", None)
    actor = getattr(request, "actor", None)
    if referral_id is None or actor is None or not access.may_say_of_answers(actor):
        return None
    answers = usable_answers(referral_id, agency=actor.agency)
    if not answers:
        return None
    return render_to_string("feedback/answers_used.html", {"answers": answers}, request=request)


def late_on_desk(request: HttpRequest, context: Mapping[str, Any]) -> str | None:
    """Fills the slot `desk` of the hub: how many people wait too long to be told or answered, and which schools for a word."""
    asking = cast(PlaitRequest, request)
    late = access.late_for_hub(asking.actor, at=asking.at)
    schools = access.schools_that_wait(asking.actor, at=asking.at)
    if not (late or schools):
        return None
    return render_to_string("feedback/late.html", {"late": late, "schools": schools}, request=request)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
