"""What follows when a concern is raised, and when something is not opened, accepted or answered in its time.

Wired in site/wiring.py. Every letter is neutral: it says that somebody should ring, never about whom. And what somebody disputes.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from plait.agencies import queries as agencies
from plait.agencies.duty import who_acts_in
from plait.agencies.events import AgencyEnded, MailboxLinkFollowed
from plait.agencies.queries import teams_of_kind
from plait.base.access.written import Written
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.outbox import post
from plait.base.packs import current
from plait.base.timers import Due
from plait.people.actions.involve import involve
from plait.people.queries import kept_like
from plait.referrals.access import own_contacts, visible_checks, visible_referrals
from plait.referrals.actions.pass_on_promises import pass_on_promises
from plait.referrals.actions.take_over_drafts import take_over_drafts
from plait.referrals.actions.watch_contact import watch_contact
from plait.referrals.events import ConcernRaised, Disputable, WhatIsDisputed
from plait.referrals.models import Contact, Decision, PartnerCheck, Referral
from plait.referrals.queries.deciding import everybody_in, team_asked
from plait.referrals.queries.hub import who_know

WORKER = Actor.process("worker")
BOARD = "/hub/board/"


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
    people = _people(contact)
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


def ring_about_unopened(due: Due) -> None:
    """A concern was not opened in its time: the team that owns it is told to ring whoever is on duty."""
    contact = _unopened(due)
    if contact is not None:
        _ring(due, contact.ref, [f"team:{contact.team_id}"])


def ring_deputies_about_unopened(due: Due) -> None:
    """Still not opened: whoever is on duty or stands in within the team that owns it, or the emergency duty team where nobody is
    there. Not its manager or the agency's lead first, who may not be able to open it: a child would wait for them."""
    contact = _unopened(due)
    if contact is not None:
        deputies = _deputies(str(contact.team_id), contact, in_team_only=True, at=due.at)
        _ring(due, contact.ref, deputies or _emergency_duty(contact, at=due.at))


def _deputies(team_id: str, contact: Contact, *, in_team_only: bool = False, at: datetime) -> list[str]:
    """Whoever is on duty in the team or stands in for somebody of it, and is there; but for those who declared that they know
    the family: they could open nothing, and must not learn that there is something. Nobody, where everybody is away."""
    known = who_know([contact.pk]).get(str(contact.pk), frozenset())
    found = who_acts_in(agencies.team(team_id), not_these=known, in_team_only=in_team_only, at=at)
    return [f"practitioner:{one.pk}" for one in found]


def _emergency_duty(contact: Contact, *, at: datetime) -> list[str]:
    """The emergency duty teams, which from now can open the concern and protect the child. Not what stands on the closed
    list, which may be about one of them: of that they are told to ring, and no more."""
    teams = list(teams_of_kind("edt"))
    for team in teams if contact.route == Contact.Route.STANDARD else ():
        involve(
            person_ids=_people(contact),
            kind="emergency",
            source_kind="contact",
            source_id=contact.pk,
            team_id=str(team.pk),
            role_label="Emergency duty team: nobody had opened it",
            by=WORKER,
            at=at,
        )
    return [f"team:{team.pk}" for team in teams]


def _people(contact: Contact) -> list[str]:
    return everybody_in(contact.pk)


def ring_about_unaccepted(due: Due) -> None:
    """The team it was passed to has not accepted in its time: the hub owns it still, and rings them."""
    contact = Contact.objects.filter(pk=_id(due), status="with_worker", answered_at__isnull=True).first()
    if contact is not None:
        _ring(due, contact.ref, [f"team:{contact.team_id}", f"team:{contact.passed_to_id}"])


def ring_about_unopened_check(due: Due) -> None:
    """An urgent question was not opened by the agency in the minutes of its rating: the hub is told to ring it."""
    check = _check(due, ["asked"])
    if check is not None:
        _ring(due, check.ref, [f"team:{check.referral.contact.team_id}", f"team:{check.team_id}"])


def ring_deputies_about_unopened_check(due: Due) -> None:
    """Still not opened: the deputies in the team that was asked, and the hub again."""
    check = _check(due, ["asked"])
    if check is not None:
        deputies = _deputies(str(check.team_id), check.referral.contact, at=due.at)
        _ring(due, check.ref, [*deputies, f"team:{check.referral.contact.team_id}"])


def remind_of_late_check(due: Due) -> None:
    """The answer's time is over and it is still out: the agency hears it, and the hub."""
    check = _check(due, ["asked", "opened"])
    if check is not None:
        _ring(
            due, check.ref, [f"team:{check.team_id}", f"team:{check.referral.contact.team_id}"], letter="due"
        )


def ring_about_lead_not_accepted(due: Due) -> None:
    """The team that a decision asked has not accepted in the rating's time: it hears it, and the hub, which owns it."""
    referral: Referral | None = _not_closed.first(_id(due))
    team = team_asked(referral) if referral is not None else None
    if referral is None or team is None or referral.lead_team_id == team.pk:
        return
    if due.key.endswith(f":{team.pk}"):  # a later decision asked another team, which has a timer of its own
        _ring(due, referral.ref, [f"team:{team.pk}", f"team:{referral.contact.team_id}"], letter="due")


@Written
def _not_closed(referral_id: str) -> QuerySet[Referral]:
    return Referral.objects.select_related("contact").filter(pk=referral_id).exclude(status="closed")


def _id(due: Due) -> str:
    return due.subject.partition(":")[2]


def _unopened(due: Due) -> Contact | None:
    found: Contact | None = _not_opened.first(_id(due))
    return found


@Written
def _not_opened(contact_id: str) -> QuerySet[Contact]:
    return Contact.objects.filter(pk=contact_id, opened_at__isnull=True)


def _check(due: Due, status: list[str]) -> PartnerCheck | None:
    found: PartnerCheck | None = _checked.first(_id(due))
    return found if found is not None and found.status in status else None


@Written
def _checked(check_id: str) -> QuerySet[PartnerCheck]:
    return PartnerCheck.objects.select_related("referral__contact").filter(pk=check_id)


def _ring(due: Due, about: str, to: Iterable[str], *, letter: str = "ring") -> None:
    pack = current(at=due.at)
    for one in to:
        # The same timer never mails the same reader twice, however often it is tried.
        post(
            key=f"{due.key}:{one}"[:200],
            kind=due.kind,
            to=one,
            about=about,
            body_ref=letter,
            context={"phone": pack.area.hub_phone, "link_path": BOARD if letter == "ring" else "/"},
            at=due.at,
        )
    record(act=f"ring:{due.kind}", about=about, by=WORKER, at=due.at)


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
    closed = found and Contact.objects.filter(pk=found.contact, route=Contact.Route.CLOSED_LIST).exists()
    return None if closed else found


def _disputed_decision(record_id: UUID, question: WhatIsDisputed) -> Disputable | None:
    seen = visible_referrals(question.by, at=question.at).values("pk")
    found = Decision.objects.filter(pk=record_id, referral__in=seen)
    decision = found.select_related("referral__contact__team").first()
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


def _disputed_check(record_id: UUID, question: WhatIsDisputed) -> Disputable | None:
    """The agency that was asked disputes what the hub asked or decided; the hub, what the agency answered or did not."""
    found = PartnerCheck.objects.select_related("referral__contact__team", "agency").filter(pk=record_id)
    check = found.first()
    if check is None:
        return None
    contact = check.referral.contact
    if visible_checks(question.by, at=question.at).filter(pk=record_id).exists():
        words = f"What the hub asked {check.agency.name} under reference {check.reference}."
        return _about(contact, check.reference, "What the hub asked", words, check.asked_by, check.asked_at)
    if visible_referrals(question.by, at=question.at).filter(pk=check.referral_id).exists():
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
    decider = last.by if last else own.answered_by
    since = last.at if last else own.answered_at
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
