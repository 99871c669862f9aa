"""Who reads the figures, and what is behind one of them for this reader: by the very filter of each record's own page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, QuerySet

from plait.agencies.roles import may, works_with_children
from plait.base.access.verdict import Refused, Verdict, hidden, no, yes
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.escalation.access import visible_challenges, visible_escalations
from plait.feedback.access import my_feedback
from plait.feedback.models import AnswerWord
from plait.insights.queries.counting import within
from plait.insights.rules import measures
from plait.insights.rules.periods import Period
from plait.referrals.access import (
    own_contacts,
    people_in_all,
    visible_checks,
    visible_contacts,
    visible_referrals,
)
from plait.referrals.models import Contact, PartnerCheck
from plait.stepdown.access import visible_stepdowns

A_PAGE = 50


def may_read(actor: Actor) -> Verdict:
    """Managers of the hub and scrutineers read the area's figures; leads and safeguarding leads those of their agency."""
    for permission in ("insights:area", "insights:own"):
        if verdict := may(actor, permission):
            return verdict
    return no(
        "no-figures",
        say="These figures are for those who lead: managers of the hub, safeguarding leads, lead practitioners and scrutineers.",
        next_step="Ask your manager how promises are kept with your agency",
    )


def may_look_behind(actor: Actor) -> Verdict:
    """Whoever reads the figures and works with children. A scrutineer opens no child's record, and sees no list of any."""
    if not may_read(actor):
        return may_read(actor)
    if works_with_children(actor):
        return yes("works-with-children")
    return no(
        "figures-only",
        say="Your role sees figures, and no record behind them.",
        next_step="Ask the manager of the hub about what you wonder",
    )


@dataclass(frozen=True, slots=True)
class Behind:
    """One record behind a figure that this reader may open: its own reference, when it began, and its page.

    `contact`: the concern whose people are looked at by it; None for what the reader told us or was told, as on its own page.
    """

    reference: str
    at: datetime
    url_name: str
    id: str
    ref: str
    contact: UUID | None = None


Row = Callable[[Any], Behind]


def _concerns(by: Actor, period: Period, at: datetime) -> tuple[QuerySet[Any], Row]:
    """Those the reader works on; for an agency, those that it told."""
    if may(by, "insights:area"):
        rows, page, theirs = visible_contacts(by, at=at), "hub-concern", False
    else:
        rows, page, theirs = own_contacts(by, at=at), "own-concern", True
    found = rows.filter(within("received_at", period), route=Contact.Route.STANDARD).order_by(
        "-received_at", "pk"
    )
    return found, lambda one: Behind(
        one.reference, one.received_at, page, str(one.pk), one.ref, None if theirs else one.pk
    )


def _checks(by: Actor, period: Period, at: datetime) -> tuple[QuerySet[Any], Row]:
    """Those that the reader's team was asked; for the hub, those of the referrals it works on."""
    if may(by, "insights:area"):
        asked = PartnerCheck.objects.filter(
            Exists(visible_referrals(by, at=at).filter(pk=OuterRef("referral_id")))
        )
        page, of = "referral", "referral_id"
    else:
        asked, page, of = visible_checks(by, at=at), "check", "pk"
    found = asked.filter(within("asked_at", period)).exclude(status=PartnerCheck.Status.WITHDRAWN)
    found = found.select_related("referral")
    return found.order_by("-asked_at", "pk"), lambda one: Behind(
        one.reference, one.asked_at, page, str(getattr(one, of)), one.ref, one.referral.contact_id
    )


def _feedback(by: Actor, period: Period, at: datetime) -> tuple[QuerySet[Any], Row]:
    """What the reader was told, or their safeguarding team."""
    found = my_feedback(by, at=at).filter(within("made_at", period)).order_by("-made_at", "pk")
    return found, lambda one: Behind(one.reference, one.made_at, "feedback-read", str(one.pk), one.ref)


def _of_use(by: Actor, period: Period, at: datetime) -> tuple[QuerySet[Any], Row]:
    """What was said of the answers of the reader's own agency; for the hub, of those of the referrals that it works on."""
    if not may(by, "insights:area"):
        told = my_feedback(by, at=at).filter(within("made_at", period), answer_word__superseded=False)
        return told.order_by("-made_at", "pk"), lambda one: Behind(
            one.reference, one.made_at, "feedback-read", str(one.pk), one.ref
        )
    theirs = Exists(visible_referrals(by, at=at).filter(pk=OuterRef("partner_check__referral_id")))
    said = AnswerWord.objects.filter(theirs, within("at", period), superseded=False).select_related(
        "partner_check"
    )
    return said.order_by("-at", "pk"), lambda one: Behind(
        one.partner_check.reference,
        one.at,
        "referral",
        str(one.partner_check.referral_id),
        one.partner_check.ref,
    )


def _escalations(by: Actor, period: Period, at: datetime) -> tuple[QuerySet[Any], Row]:
    found = visible_escalations(by, at=at).filter(at__lt=period.ends).exclude(ended_at__lt=period.begins)
    return found.order_by("-at", "pk"), lambda one: Behind(
        one.reference, one.at, "escalation", str(one.pk), one.ref, one.contact_id
    )


def _challenges(by: Actor, period: Period, at: datetime) -> tuple[QuerySet[Any], Row]:
    found = visible_challenges(by, at=at).filter(within("at", period)).exclude(status="taken_back")
    return found.order_by("-at", "pk"), lambda one: Behind(
        one.reference, one.at, "challenge", str(one.pk), one.ref, one.contact_id
    )


def _held(by: Actor, period: Period, at: datetime) -> tuple[QuerySet[Any], Row]:
    """Families the reader holds or hands over, whose last look can be due in these months."""
    begun = visible_stepdowns(by, at=at).filter(
        begun_at__gte=period.earlier(12).begins, begun_at__lt=period.ends
    )
    begun = begun.select_related("referral")
    return begun.order_by("-begun_at", "pk"), lambda one: Behind(
        one.reference, one.begun_at, "stepdown", str(one.pk), one.ref, one.referral.contact_id
    )


BEHIND: dict[str, Callable[[Actor, Period, datetime], tuple[QuerySet[Any], Row]]] = {
    measures.DECISION.id: _concerns,
    measures.ACTED.id: _concerns,
    measures.ANSWERS.id: _checks,
    measures.HEARD.id: _checks,
    measures.FEEDBACK.id: _feedback,
    measures.OF_USE.id: _of_use,
    measures.ESCALATIONS.id: _escalations,
    measures.CHALLENGES.id: _challenges,
    measures.HELD.id: _held,
}


def behind(
    by: Actor, measure_id: str, period: Period, *, page: str, at: datetime
) -> tuple[Page[Any], list[Behind]]:
    """One page of what the reader may open behind a measure, audited record by record and for everybody they
    are about. A measure that leads nowhere, because
    its records are children's questions or codes, is as absent as one that is none."""
    if measure_id not in BEHIND:
        raise Refused(hidden("no-such-list"), about=f"insights:{measure_id[:40]}")
    rows, row = BEHIND[measure_id](by, period, at)
    found = Paginator(rows, A_PAGE).get_page(page)
    shown = [row(one) for one in found.object_list]
    people = people_in_all(one.contact for one in shown if one.contact is not None)
    record(
        act="insights:behind", about=[f"insights:{measure_id}", *(one.ref for one in shown), *people], by=by, at=at,
        fields=("work",),
    )  # fmt: skip
    return found, shown
