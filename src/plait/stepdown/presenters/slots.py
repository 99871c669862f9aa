"""What step downs put on pages of other apps: the referral, its closing, the hub's page of a concern, a child's record."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string

from plait.base.clock import LONDON
from plait.base.packs import NoPack, current
from plait.referrals.models import Contact, Referral
from plait.referrals.queries.closing import may_ask_to_close
from plait.stepdown.access import last_on, seen_among
from plait.stepdown.life import LIVE
from plait.stepdown.queries.holding import later_concerns_of, stepped_down_among
from plait.stepdown.rules import days_between


def on_referral(request: HttpRequest, context: Mapping[str, Any]) -> str | None:
    """Fills `responsibility` and `before-closing` (given `subject`, a referral): who holds the family from here, or the way
    to ask somebody."""
    actor, at = getattr(request, "actor", None), getattr(request, "at", None)
    referral = context.get("subject")
    if actor is None or at is None or not isinstance(referral, Referral):
        return None
    last = last_on(referral.pk, by=actor, at=at)
    may = referral.status != Referral.Status.CLOSED and bool(may_ask_to_close(referral, by=actor))
    if last is None and not may:
        return None
    given = {"last": last, "live": last is not None and last.status in LIVE, "may": may, "referral": referral}
    return render_to_string("stepdown/on_referral.html", given, request=request)


def on_concern(request: HttpRequest, context: Mapping[str, Any]) -> str | None:
    """Fills `concern` (given `subject`, `contact:<id>`): the child was stepped down, who holds them, what was to happen if it
    gets worse, and the way to open it with its history. Only for a reader who may open that step down."""
    actor, at = getattr(request, "actor", None), getattr(request, "at", None)
    kind, _, key = str(context.get("subject", "")).partition(":")
    if actor is None or at is None or kind != "contact" or not _is_id(key):
        return None
    contact = Contact.objects.filter(pk=key).first()
    try:
        found = later_concerns_of(contact, pack=current(at=at), at=at) if contact else []
    except NoPack:
        return None
    seen = seen_among(actor, [one.pk for one in found], at=at)
    rows = [
        (one, days_between(_day(one.made_at), _day(contact.received_at)), one.status in LIVE)
        for one in found
        if contact and one.pk in seen
    ]
    return render_to_string("stepdown/on_concern.html", {"rows": rows}, request=request) if rows else None


def above_record(request: HttpRequest, context: Mapping[str, Any]) -> str | None:
    """Fills `above-record` (given `person_id`): that this child's help got less, and who holds them."""
    actor, at = getattr(request, "actor", None), getattr(request, "at", None)
    person_id = str(context.get("person_id", ""))
    if actor is None or at is None or not _is_id(person_id):
        return None
    try:
        pack = current(at=at)
    except NoPack:
        return None
    found = [one for one in stepped_down_among([person_id], pack=pack, on=at.date()) if one.status in LIVE]
    seen = seen_among(actor, [one.pk for one in found], at=at)
    rows = [one for one in found if one.pk in seen]
    return render_to_string("stepdown/above_record.html", {"rows": rows}, request=request) if rows else None


def _day(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
