"""What follows when a concern is raised, and what somebody disputes. Wired in site/wiring.py; `ringing` has what follows when
something is not opened, accepted or answered in its time."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from plait.agencies.events import AgencyEnded, MailboxLinkFollowed
from plait.base.access.written import Written
from plait.base.audit.actor import Actor
from plait.base.outbox import post
from plait.base.packs import current
from plait.people.actions.involve import involve
from plait.people.queries import kept_like
from plait.referrals.access import own_contacts, sees_check, sees_referral, visible_referrals
from plait.referrals.actions.pass_on_promises import pass_on_promises
from plait.referrals.actions.take_over_drafts import take_over_drafts
from plait.referrals.actions.watch_contact import watch_contact
from plait.referrals.events import ConcernRaised, Disputable, WhatIsDisputed
from plait.referrals.handlers.ringing import (
    remind_of_late_check as remind_of_late_check,
)
from plait.referrals.handlers.ringing import (
    ring_about_lead_not_accepted as ring_about_lead_not_accepted,
)
from plait.referrals.handlers.ringing import (
    ring_about_unaccepted as ring_about_unaccepted,
)
from plait.referrals.handlers.ringing import (
    ring_about_unopened as ring_about_unopened,
)
from plait.referrals.handlers.ringing import (
    ring_about_unopened_check as ring_about_unopened_check,
)
from plait.referrals.handlers.ringing import (
    ring_deputies_about_unopened as ring_deputies_about_unopened,
)
from plait.referrals.handlers.ringing import (
    ring_deputies_about_unopened_check as ring_deputies_about_unopened_check,
)
from plait.referrals.handlers.ringing import (
    tell_who_acts_now as tell_who_acts_now,
)
from plait.referrals.models import Contact, Decision, PartnerCheck
from plait.referrals.queries.deciding import everybody_in

WORKER = Actor.process("worker")


def watch_new_concern(event: ConcernRaised) -> None:
    """Nobody has rated it yet, so it is watched as if it were of the most urgent rating."""
    watch_contact(contact_id=str(event.contact), by=WORKER, at=event.at)


def pass_on_after_agency(event: AgencyEnded) -> None:
    """What it owed about a referral is the hub's from that moment, and the hub hears it."""
    pass_on_promises(team_ids=[str(one) for one in event.teams], by=WORKER, at=event.at)


def take_over_what_was_unsent(event: MailboxLinkFollowed) -> None:
    """The browser was to keep it: the new link opens what the earlier one left unsent."""
    take_over_drafts(
        author=f"mailbox:{event.link}", earlier=f"mailbox:{event.earlier}", by=WORKER, at=event.at
    )


def tell_custodians(event: ConcernRaised) -> None:
    """Somebody it speaks of may be a restricted person: their custodians can open it and are told that something waits.
    For everybody else nothing whatever is different, so that nobody learns from it that such a record is kept."""
    contact = Contact.objects.get(pk=event.contact)
    if contact.route != Contact.Route.STANDARD:
        return  # the closed list is its keepers' alone
    people = everybody_in(contact.pk)
    for team_id in sorted({str(one.custodian_id) for one in kept_like(people)}):
        involve(
            person_ids=people,
            kind="duty",
            source_kind="contact",
            source_id=contact.pk,
            team_id=team_id,
            role_label="Custodians: may be a record you keep",
            by=WORKER,
            at=event.at,
        )
        post(
            key=f"{contact.ref}:custodians:{team_id}",
            kind="custodians-waiting",
            to=f"team:{team_id}",
            about=contact.ref,
            context={
                "link_path": f"/hub/concerns/{contact.pk}/",
                "phone": current(at=event.at).area.hub_phone,
            },
            at=event.at,
        )


def what_is_disputed(question: WhatIsDisputed) -> Disputable | None:
    """A decision, by whoever works on it; a question to a partner, by either side; a concern that one raised oneself."""
    kind, _, record_id = question.subject.partition(":")
    sides = {"decision": _disputed_decision, "check": _disputed_check, "contact": _disputed_concern}
    if kind not in sides or question.by.kind != "practitioner":
        return None
    try:
        found = sides[kind](UUID(record_id), question)
    except ValueError:
        return None
    return None if found and _closed_list.rows(found.contact) else found


@Written
def _closed_list(contact_id: UUID) -> QuerySet[Contact, Any]:
    rows = Contact.objects.filter(pk=contact_id, route=Contact.Route.CLOSED_LIST)
    return rows.values_list("pk", flat=True)


def _disputed_decision(record_id: UUID, question: WhatIsDisputed) -> Disputable | None:
    decision: Decision | None = _decision.first(question.by, record_id, at=question.at)
    if decision is None:
        return None
    words = f"{decision.outcome_label}\n\n{decision.because}".strip()
    return _about(
        decision.referral.contact,
        decision.referral.reference,
        "What was decided",
        words,
        decision.by,
        decision.at,
    )


@Written
def _decision(by: Actor, decision_id: UUID, *, at: datetime) -> QuerySet[Decision]:
    rows = Decision.objects.filter(pk=decision_id, referral__in=visible_referrals(by, at=at).values("pk"))
    return rows.select_related("referral__contact__team")


@Written
def _check(check_id: UUID) -> QuerySet[PartnerCheck]:
    return PartnerCheck.objects.select_related("referral__contact__team", "agency").filter(pk=check_id)


def _disputed_check(record_id: UUID, question: WhatIsDisputed) -> Disputable | None:
    """The agency that was asked disputes what the hub asked or decided; the hub, what the agency answered or did not."""
    check: PartnerCheck | None = _check.first(record_id)
    if check is None:
        return None
    contact = check.referral.contact
    if sees_check(question.by, record_id, at=question.at):
        words = f"What the hub asked {check.agency.name} under reference {check.reference}."
        return _about(contact, check.reference, "What the hub asked", words, check.asked_by, check.asked_at)
    if sees_referral(question.by, check.referral_id, at=question.at):
        state = "has answered" if check.answered_at else "has not answered"
        return Disputable(
            contact.pk,
            check.reference,
            f"The question to {check.agency.name}",
            f"{check.agency.name} {state} the question with reference {check.reference}.",
            check.agency_id,
            check.team_id,
            since=check.asked_at,
        )
    return None


def _disputed_concern(record_id: UUID, question: WhatIsDisputed) -> Disputable | None:
    own = own_contacts(question.by, at=question.at).select_related("team").filter(pk=record_id).first()
    if own is None:
        return None
    last = Decision.objects.filter(referral__contact=own).order_by("-at", "pk").first()
    words = f"What came of the concern with reference {own.reference}."
    decider = last.by if last else own.answered_by or own.taken_on_by
    since = last.at if last else own.answered_at or own.taken_on_at
    return _about(own, own.reference, "What came of the concern you raised", words, decider, since)


def _about(
    contact: Contact, reference: str, title: str, words: str, decider: str, since: datetime | None
) -> Disputable:
    return Disputable(
        contact.pk,
        reference,
        title,
        words,
        contact.team.agency_id,
        contact.team_id,
        decider=decider,
        since=since,
    )
