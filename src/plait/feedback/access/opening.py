"""Whose feedback is it? The one who told us, or the safeguarding team of the agency that did or answered."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from plait.agencies.roles import may
from plait.base.access.counting import Later
from plait.base.access.verdict import Refused, Verdict, hidden, no, yes
from plait.base.access.written import Written
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.feedback.models import Disagreement, FeedbackTask
from plait.feedback.queries.reading import (
    concerns_proven_by,
    late_at_the_gate,
    owed_by,
    pickup_clock,
    said_by_link,
    without_whereabouts,
)
from plait.feedback.queries.telling import kind_of
from plait.feedback.rules import may_be_said_of
from plait.people.access import conflicts_of, is_unreachable
from plait.referrals.access import open_contact, open_referral, own_contacts, visible_contacts
from plait.referrals.events import Disputable, WhatIsDisputed
from plait.referrals.models import Contact, ContactPerson, Decision, PartnerCheck


def may_hear(actor: Actor) -> Verdict:
    """Practitioners and referrers by mailbox link: each page shows only what was sent to them."""
    return yes("may-hear") if actor.kind != "process" else no("process", say="", next_step="Ring the hub")


def by_mailbox(actor: Actor) -> Verdict:
    """Whoever came by a one-time link to an agency's mailbox."""
    if actor.kind == "mailbox":
        return yes("by-mailbox")
    return no("not-by-mailbox", say="You have an account: what came of it is listed.", next_step="Look there")


def may_settle(actor: Actor) -> Verdict:
    """People of the hub's desk, custodians of restricted records, and whoever keeps the closed list: each for the concerns they
    work on, so that of the closed list its keepers alone settle anything."""
    return may(actor, "hub:desk") or may(actor, "restricted:keep") or may(actor, "closed-list:read")


def may_tell_unsafe(actor: Actor, task: FeedbackTask) -> Verdict:
    """They know the family, or must not: what may be said at all is a manager's decision, or the custodians', or, of the closed
    list, the designated officer's (feedback.rules)."""
    if task.contact.route == Contact.Route.CLOSED_LIST:
        return may(actor, "closed-list:read")
    return may(actor, "restricted:keep") or may(actor, "feedback:release")


def by_plait(actor: Actor) -> Verdict:
    """What Plait promises and asks by itself."""
    if actor.kind == "process":
        return yes("by-itself")
    return no("not-by-a-person", say="Plait asks by itself.", next_step="Tell them, or answer")


def may_answer_pickup(actor: Actor) -> Verdict:
    """People of the hub's desk, custodians, and those who take children on, for the concerns they work on."""
    return may_settle(actor) or may(actor, "lead:accept")


def may_say_of_answers(actor: Actor) -> Verdict:
    """Those who decide, and those who take children on, about the answers that they work with."""
    return may(actor, "decision:make") or may(actor, "lead:accept")


def open_used_answer(by: Actor, check_id: str, *, at: datetime) -> PartnerCheck:
    """A partner's answer, for somebody who works on the child and is of another agency. Raises Refused where none was given."""
    check = PartnerCheck.objects.select_related("agency").filter(pk=check_id).first()
    if check is None or not may_say_of_answers(by):
        raise Refused(hidden("not-involved"), about=f"check:{check_id}")
    check.referral = open_referral(by, str(check.referral_id), at=at, act="answer:word-opened")
    may_be_said_of(
        answered=check.status == PartnerCheck.Status.ANSWERED and kind_of(check) == "helped",
        own=str(check.agency_id) == by.agency,
    ).insist(about=check.ref)
    record(act="answer:word-read", about=check.ref, by=by, at=at, fields=("content",))
    return check


def open_pickup(by: Actor, contact_id: str, *, at: datetime) -> Contact:
    """A concern whose child is said to be at school, for somebody who works on it and may answer."""
    if not may_answer_pickup(by) or pickup_clock(f"contact:{contact_id}") is None:
        raise Refused(hidden("not-involved"), about=f"contact:{contact_id}")
    return open_contact(by, contact_id, at=at, act="pickup:read")


def pickup_to_show(by: Actor, contact_id: str, *, at: datetime) -> bool:
    """Does the reader work on the concern, and may they answer? For a box on a page that they have opened."""
    return bool(may_answer_pickup(by)) and visible_contacts(by, at=at).filter(pk=contact_id).exists()


def pickup_told(by: Actor, contact_id: str, *, at: datetime) -> FeedbackTask | None:
    """The last word about going home, where it was sent to the reader."""
    told = my_feedback(by, at=at).filter(contact_id=contact_id, pickup_word__isnull=False)
    return told.select_related("pickup_word").order_by("-made_at", "-pk").first()


def my_feedback(by: Actor, *, at: datetime) -> QuerySet[FeedbackTask]:
    """Feedback sent to the reader or to the safeguarding team they answer for; never about somebody they declared
    that they know. What the closed list or a restricted person is about reaches only the one who told us, by name."""
    own = Q(practitioner_id=by.id)
    if by.kind == "mailbox":
        # Whoever reads the mailbox can type a colleague's name; only the one who raised it has the receipt.
        proven = concerns_proven_by(by.id).values("contact_id")
        told_by_link = Q(actor__startswith="mailbox:", contact__route=Contact.Route.STANDARD)
        own = Q(actor=by.id) | (told_by_link & Q(contact_id__in=proven))
    if by.kind == "practitioner" and may(by, "check:answer"):
        about_unreachable = ContactPerson.objects.filter(
            is_unreachable(by, at=at, through="description__person"), contact_id=OuterRef("contact_id")
        )
        own |= (
            Q(agency_id=by.agency)
            & ~Q(contact__route=Contact.Route.CLOSED_LIST)
            & ~Q(Exists(about_unreachable))
        )
    about_conflict = ContactPerson.objects.filter(
        contact_id=OuterRef("contact_id"), description__person__in=conflicts_of(by).values("person_id")
    )
    return (
        FeedbackTask.objects.filter(own, status=FeedbackTask.Status.SENT)
        .exclude(Exists(about_conflict))
        .annotate(answer_waits=Exists(unread_answers(by).filter(task=OuterRef("pk"))))
        .select_related("contact")
        .order_by("-answer_waits", F("read_at").asc(nulls_first=True), "-made_at", "pk")
    )


def unread_answers(by: Actor) -> QuerySet[Disagreement]:
    """What the reader disagreed with, where the hub has answered and the reader has not opened the answer."""
    own = said_by_link(by.id) if by.kind == "mailbox" else Q(by=by.id)
    return Disagreement.objects.filter(own, answered_at__isnull=False, answer_read_at__isnull=True)


def _works_on(by: Actor, at: datetime, contact: str) -> Exists:
    """Does the reader work on the concern at the end of this path? Asked of each row of the list, which is short, and
    not by listing every concern that the reader works on, which grows with the years."""
    return Exists(visible_contacts(by, at=at).filter(pk=OuterRef(contact)))


def open_feedback(by: Actor, task_id: str, *, at: datetime) -> FeedbackTask:
    """One piece of feedback, for the one it was sent to."""
    found: FeedbackTask | None = _own.first(by, task_id, at=at)
    if found is None:
        raise Refused(hidden("not-theirs"), about=f"feedback:{task_id}")
    record(act="feedback:read", about=[found.ref, found.about], by=by, at=at, fields=("content",))
    return found


@Written
def _own(by: Actor, task_id: str, *, at: datetime) -> QuerySet[FeedbackTask]:
    return my_feedback(by, at=at).filter(pk=task_id)


@Written
def feedback_to_settle(by: Actor, *, at: datetime) -> QuerySet[FeedbackTask]:
    """Feedback that waits for a person of the hub: unsafe, unreachable or anonymous."""
    return (
        FeedbackTask.objects.filter(_works_on(by, at, "contact_id"), status=FeedbackTask.Status.HELD)
        .select_related("contact")
        .order_by("made_at", "pk")
    )


@Written
def _to_settle(by: Actor, task_id: str, *, at: datetime) -> QuerySet[FeedbackTask]:
    return (
        FeedbackTask.objects.filter(_works_on(by, at, "contact_id"), pk=task_id)
        .exclude(status=FeedbackTask.Status.SENT)
        .select_related("contact__referrer", "practitioner__agency", "agency")
    )


def open_task_to_settle(by: Actor, task_id: str, *, at: datetime) -> FeedbackTask:
    """A held task, for somebody who works on the concern."""
    found: FeedbackTask | None = _to_settle.first(by, task_id, at=at)
    if found is None or not may_settle(by):
        raise Refused(hidden("not-involved"), about=f"feedback:{task_id}")
    record(
        act="feedback:settle-read", about=[found.ref, found.about], by=by, at=at, fields=("content", "source")
    )
    return found


def visible_disagreements(by: Actor, *, at: datetime) -> QuerySet[Disagreement]:
    """Disagreements about the concerns the reader works on: those without an answer first, the oldest of them first."""
    return (
        Disagreement.objects.filter(_works_on(by, at, "task__contact_id"))
        .select_related("task__contact")
        .order_by(F("answered_at").desc(nulls_first=True), "at", "pk")
    )


@Written
def unanswered_disagreements(by: Actor, *, at: datetime) -> QuerySet[Disagreement]:
    """Those of them that still wait for the hub's answer, the oldest first."""
    return visible_disagreements(by, at=at).filter(answered_at__isnull=True)


def open_disagreement(by: Actor, disagreement_id: str, *, at: datetime) -> Disagreement:
    """One disagreement, for somebody of the hub who works on the concern."""
    found = visible_disagreements(by, at=at).filter(pk=disagreement_id).first()
    if found is None or not may_settle(by):
        raise Refused(hidden("not-involved"), about=f"disagreement:{disagreement_id}")
    record(
        act="disagreement:read",
        about=[f"disagreement:{found.pk}", found.task.ref, f"contact:{found.task.contact_id}"],
        by=by,
        at=at,
        fields=("content",),
    )
    return found


def feedback_on_own(contact_ref: str, *, by: Actor, at: datetime) -> tuple[FeedbackTask | None, bool]:
    """The newest feedback on a concern that the reader raised, and whether it is theirs to read on screen (otherwise the
    hub tells them itself)."""
    of = {
        "about": contact_ref,
        "pickup_word__isnull": True,
    }  # whether the child can go home is no decision yet
    sent = my_feedback(by, at=at).filter(**of).order_by("-made_at", "pk").first()
    if sent is not None:
        return sent, True
    return FeedbackTask.objects.filter(**of).order_by("-made_at", "pk").first(), False


@Written
def _not_read(by: Actor, *, at: datetime) -> QuerySet[FeedbackTask]:
    return my_feedback(by, at=at).filter(read_at__isnull=True)


@Written
def _answered_since(by: Actor) -> QuerySet[Disagreement, Any]:
    return unread_answers(by).filter(task__read_at__isnull=False).values("task_id").distinct()


def unread(by: Actor, *, at: datetime) -> Later:
    """How many pieces of feedback, or answers to a disagreement, the reader has not opened, for the navigation."""
    # Two short counts: asked as one, every piece of feedback ever read would be looked at again on every page.
    return _not_read.later(by, at=at) + _answered_since.later(by)


def waiting_for_hub(by: Actor, *, at: datetime) -> Later:
    """How many recipients still wait for a person of the hub, and how many disagreements for an answer."""
    return feedback_to_settle.later(by, at=at) + unanswered_disagreements.later(by, at=at)


def what_is_disputed(question: WhatIsDisputed) -> Disputable | None:
    """What somebody was told, for those it was told to; never what the closed list is about."""
    kind, _, task_id = question.subject.partition(":")
    if kind != "feedback" or question.by.kind != "practitioner":
        return None
    try:
        task: FeedbackTask | None = _to_dispute.first(question.by, UUID(task_id), at=question.at)
    except ValueError:
        return None
    if task is None:
        return None
    last = Decision.objects.filter(referral__contact=task.contact, at__lte=task.made_at)
    decision = last.order_by("-at", "pk").first()
    return Disputable(
        task.contact_id,
        task.reference,
        "What you were told",
        without_whereabouts(task, task.text)[0],
        task.contact.team.agency_id,
        task.contact.team_id,
        decider=decision.by if decision else task.contact.answered_by or task.contact.taken_on_by,
        expected=_wanted(question.by, task, at=question.at),
        since=decision.at if decision else task.contact.answered_at or task.contact.taken_on_at,
    )


def disagrees_here(by: Actor, subject: str, *, at: datetime) -> bool:
    """Is *I disagree* said on the page of feedback itself? By whoever came by a one-time link, and of the closed list, of which
    nobody may learn by a ladder: to the team that decided. Everybody else chooses what they want, on a page of its own."""
    return what_is_disputed(WhatIsDisputed(subject, by, at)) is None


@Written
def _to_dispute(by: Actor, task_id: UUID, *, at: datetime) -> QuerySet[FeedbackTask]:
    mine = my_feedback(by, at=at).filter(pk=task_id)
    return mine.exclude(contact__route=Contact.Route.CLOSED_LIST).select_related("contact__team")


def _wanted(by: Actor, task: FeedbackTask, *, at: datetime) -> str:
    """What the concern asked for, for those whose own words they are."""
    own = task.about == task.contact.ref and own_contacts(by, at=at).filter(pk=task.contact_id).exists()
    return task.contact.wanted if own else ""


def late_for_hub(by: Actor, *, at: datetime) -> int:
    """How many of those wait longer than they may, for the hub's desk."""
    if not may_settle(by):
        return 0
    waiting = [one.ref for one in feedback_to_settle.rows(by, at=at)]
    waiting += [f"disagreement:{one.pk}" for one in unanswered_disagreements.rows(by, at=at)]
    return sum(one.state == "running" and one.due_at < at for one in owed_by(waiting).values())


def schools_that_wait(by: Actor, *, at: datetime) -> list[Contact]:
    """The concerns whose school should have heard whether the child can go home, or been rung, for those who may answer."""
    late = late_at_the_gate(at=at) if may_answer_pickup(by) else []
    return list(visible_contacts(by, at=at).filter(pk__in=late).order_by("received_at", "pk")) if late else []
