"""The two lines on pages of other apps: above a child's record, and on a referral."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string

from plait.base.packs import NoPack, current
from plait.handover.queries.two_lines import handed_over, homes_of, lead_for, numbers_elsewhere, numbers_of
from plait.handover.rules.two_lines import Handed, Line, Numbers, who_acts_tonight, who_leads
from plait.people.access import may_be_opened
from plait.people.queries import standing_id, standing_ids
from plait.referrals.models import Referral
from plait.referrals.queries.deciding import children_of


def above_record(request: HttpRequest, context: Mapping[str, Any]) -> str | None:
    """Fills `above-record` (given `person_id`): who leads the plan, who acts tonight."""
    by, at = getattr(request, "actor", None), getattr(request, "at", None)
    person_id = str(context.get("person_id", ""))
    own = _own_numbers(at)
    if by is None or at is None or own is None or not _is_id(person_id):
        return None
    stands = standing_id(person_id)
    handed = handed_over([stands], by=by, at=at)
    given = {
        "leads": who_leads(lead_for(stands, by=by, at=at), own=own, handed=handed),
        "act": _acts([stands], own=own, at=at, handed=handed),
    }
    return render_to_string("handover/two_lines.html", given, request=request)


def beside_child(request: HttpRequest, context: Mapping[str, Any]) -> str | None:
    """Fills `two-lines` (given `person_id`) on the child's other pages and on paper: the same lines, for whoever may open the
    record. A team that reads its own notes may not, and is told nothing of where the child is."""
    by, at, person_id = (
        getattr(request, "actor", None),
        getattr(request, "at", None),
        context.get("person_id"),
    )
    if by is None or at is None or not _is_id(str(person_id)):
        return None
    stands = standing_id(str(person_id))
    return above_record(request, context) if may_be_opened(by, [stands], at=at) else None


def beside_family(request: HttpRequest, context: Mapping[str, Any]) -> str | None:
    """Fills `two-lines-of` (given `contact_id`, whose children, or `people`) on pages about a family: the same two lines, for
    whoever may open the record of one of them. As on a referral, one child who is protected protects them all."""
    by, at = getattr(request, "actor", None), getattr(request, "at", None)
    contact_id, own = context.get("contact_id"), _own_numbers(at)
    if by is None or at is None or own is None:
        return None
    people = standing_ids(children_of(contact_id) if contact_id else map(str, context.get("people") or ()))
    opens = may_be_opened(by, people, at=at) if people else set()
    first = next((one for one in people if one in opens), None)
    if first is None:
        return None
    handed = handed_over(people, by=by, at=at)
    given = {
        "leads": who_leads(lead_for(first, by=by, at=at), own=own, handed=handed),
        "act": _acts(people, own=own, at=at, handed=handed),
    }
    return render_to_string("handover/two_lines.html", given, request=request)


def on_referral(request: HttpRequest, context: Mapping[str, Any]) -> str | None:
    """Fills `responsibility` (given `subject`, a referral): who acts tonight, for all its children. Who leads stands there,
    and here only while it is between two areas."""
    by, at, referral = getattr(request, "actor", None), getattr(request, "at", None), context.get("subject")
    own = _own_numbers(at)
    if by is None or at is None or own is None or not isinstance(referral, Referral):
        return None
    if referral.status == Referral.Status.CLOSED:
        return None
    people = standing_ids(children_of(referral.contact_id))
    handed = handed_over(people, by=by, at=at)
    given: dict[str, Any] = {"act": _acts(people, own=own, at=at, handed=handed)}
    if handed is not None and (handed.elsewhere or handed.both):
        lead = lead_for(people[0], by=by, at=at) if handed.both and people else None
        given["leads"] = who_leads(lead, own=own, handed=handed)
    return render_to_string("handover/two_lines.html", given, request=request)


def _acts(people: Sequence[str], *, own: Numbers, at: datetime, handed: Handed | None) -> list[Line]:
    homes, others = homes_of(people, at=at), numbers_elsewhere(at=at, own=own)
    return who_acts_tonight(homes, own=own, others=others, handed=handed)


def _own_numbers(at: datetime | None) -> Numbers | None:
    try:
        return numbers_of(current(at=at)) if at is not None else None
    except NoPack:
        return None


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
