"""One list of what was disputed on a referral: who, by which way, and how it ended."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from plait.desk.presenters.story_sources import source_of
from plait.desk.queries.disputed import DisputedOn


@dataclass(frozen=True, slots=True)
class Row:
    """One dispute. `ended` is when it ended; None while somebody owes something. Its words stand on its own page."""

    at: datetime
    who: str
    what: str
    how: str
    ended: datetime | None
    href: str


def rows_of(found: DisputedOn) -> list[Row]:
    """The newest first."""
    return sorted(_each(found), key=lambda row: row.at, reverse=True)


def _each(found: DisputedOn) -> Iterator[Row]:
    for view in found.dissents:
        what = f"Keeps their view beside the decision: {view.decision.outcome_label}"
        page = f"/referrals/{view.decision.referral_id}/#decision-{view.decision_id}"
        yield Row(view.at, view.agency_name, what, "Kept. No answer is owed", view.at, page)
    for one in found.challenges:
        page = f"/challenges/{one.pk}/"
        over = one.answered_at or (None if one.status == "asked" else one.at)
        yield Row(one.at, one.our_agency.name, "Asked for reasons", one.get_status_display(), over, page)
    for said in found.disagreements:
        told_us = said.task.kind in ("referrer", "public")
        who = source_of(found.referrer) if told_us else said.agency_name
        how = "Answered with reasons" if said.answered_at else "Waits for an answer"
        page = f"/feedback/disagreements/{said.pk}/"
        yield Row(said.at, who, "Said “I disagree”", how, said.answered_at, page)
    for raised in found.escalations:
        what = f"Took it further: {raised.get_about_display().lower()}"
        yield Row(
            raised.at,
            raised.our_agency.name,
            what,
            raised.get_status_display(),
            raised.ended_at,
            f"/escalations/{raised.pk}/",
        )


def disputed_link(request: HttpRequest, context: Mapping[str, Any]) -> str | None:
    """Fills the slot `feedback` of a referral (given `subject`): the way to the list."""
    referral = context.get("subject")
    if referral is None:
        return None
    return render_to_string("desk/disputed_link.html", {"referral": referral}, request=request)
