"""May this reader open this step down? Lists and pages go by the same filter."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from plait.agencies.roles import may
from plait.base.access.stand_ins import some_ids
from plait.base.access.verdict import Refused, Verdict, hidden, no, yes
from plait.base.access.written import Written
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.people.access import involvements_of, is_unreachable
from plait.referrals.access import visible_contacts
from plait.referrals.events import Disputable, WhatIsDisputed
from plait.referrals.models import Contact, ContactPerson
from plait.stepdown.life import DECLINED, LIVE, OFFERED
from plait.stepdown.models import StepDown
from plait.stepdown.queries.elsewhere import may_let_go_of
from plait.stepdown.queries.holding import cannot_hold, holder_able
from plait.stepdown.queries.parts import children_in
from plait.stepdown.rules import Holder, may_end

_WORKS = ("lead:accept", "check:answer", "decision:make")


def may_hold(actor: Actor) -> Verdict:
    """Whoever leads, answers for an agency, or sits at the hub's desk: each sees only what they are involved in."""
    for permission in (*_WORKS, "hub:desk"):
        if verdict := may(actor, permission):
            return verdict
    return no(
        "no-role-holds", say="Your role does not include this.", next_step="Ask your agency’s administrator"
    )


def works(actor: Actor) -> Verdict:
    """Whoever leads, answers for an agency or decides may write here. A new concern may be said by everybody who reads it."""
    for permission in _WORKS:
        if verdict := may(actor, permission):
            return verdict
    return no(
        "reads-only", say="Your role reads this, and does not write it.", next_step="Ring whoever leads"
    )


def visible_stepdowns(by: Actor, *, at: datetime) -> QuerySet[StepDown]:
    """Those the reader was asked to hold, holds, hands over, or works on the concern of; never with anybody they declared they
    know, nor with a restricted person who is not theirs by name."""
    asked = involvements_of(by, at=at).filter(
        source_kind="stepdown", source_id=OuterRef("pk"), kind__in=("asked", "allocated")
    )
    works_on = visible_contacts(by, at=at).filter(pk=OuterRef("referral__contact_id"))
    around = ContactPerson.objects.filter(
        is_unreachable(by, at=at, through="description__person"), contact_id=OuterRef("referral__contact_id")
    )
    rows = StepDown.objects.filter(Q(Exists(asked)) | Q(Exists(works_on)))
    return rows.exclude(Exists(around))


def open_stepdown(by: Actor, stepdown_id: str, *, at: datetime, act: str = "stepdown:read") -> StepDown:
    """One step down with its referral, for somebody involved. The children are audited with it."""
    found: StepDown | None = _visible.first(by, stepdown_id, at=at)
    about = f"stepdown:{stepdown_id}"
    if found is None:  # not theirs, restricted or not there: one query, one answer
        raise Refused(hidden("not-involved"), about=about)
    people = [f"person:{one}" for one in children_in(found)]
    record(act=act, about=[about, found.referral.ref, *people], by=by, at=at, fields=("identity", "content"))
    return found


@Written
def _visible(by: Actor, stepdown_id: str, *, at: datetime) -> QuerySet[StepDown]:
    rows = visible_stepdowns(by, at=at).filter(pk=stepdown_id)
    return rows.select_related(
        "to_team__agency", "from_team__agency", "lead__agency", "referral__contact__team__agency"
    )


def last_on(referral_id: UUID, *, by: Actor, at: datetime) -> StepDown | None:
    """The newest step down of this referral, where the reader may open it."""
    found: StepDown | None = _last_on.first(by, referral_id, at=at)
    return found


@Written
def _last_on(by: Actor, referral_id: UUID, *, at: datetime) -> QuerySet[StepDown]:
    rows = visible_stepdowns(by, at=at).filter(referral_id=referral_id)
    return rows.select_related("to_team__agency", "lead").order_by("-made_at", "-pk")[:1]


def seen_among(by: Actor, stepdown_ids: Iterable[UUID], *, at: datetime) -> set[UUID]:
    """Of these, those that the reader may open."""
    return set(_seen_among.rows(by, some_ids(stepdown_ids), at=at))


@Written
def _seen_among(by: Actor, ids: tuple[UUID, ...], *, at: datetime) -> QuerySet[StepDown, Any]:
    return visible_stepdowns(by, at=at).filter(pk__in=ids).values_list("pk", flat=True)


def what_is_disputed(question: WhatIsDisputed) -> Disputable | None:
    """A step down, by whoever has it on their page: that the team which was asked declined, while nobody has decided what now;
    else a manager's decision to go on though something is missing; else the step down itself. Never what the closed list is
    about."""
    kind, _, record_id = question.subject.partition(":")
    if kind != "stepdown" or question.by.kind != "practitioner":
        return None
    try:
        found: StepDown | None = _to_dispute.first(question.by, UUID(record_id), at=question.at)
    except ValueError:
        return None
    if found is None:
        return None
    if found.status == DECLINED:
        said = found.moves.filter(verb="decline").order_by("-at", "pk").first()
        title, words, team = f"That {found.to_team.name} declined", found.declined_because, found.to_team
        decider, since = said.by if said is not None else "", found.declined_at
    elif found.risk_by:
        title, words, team = "What a manager decided", found.risk_because, found.referral.contact.team
        decider, since = found.risk_by, found.risk_at
    else:
        title, words, team = "The step down", found.why, found.from_team
        decider, since = found.made_by, found.made_at
    about = f"{found.in_words}.\n\n{words}".strip()
    return Disputable(
        found.referral.contact_id,
        found.reference,
        title,
        about,
        team.agency_id,
        team.pk,
        decider=decider,
        since=since,
    )


@Written
def _to_dispute(by: Actor, stepdown_id: UUID, *, at: datetime) -> QuerySet[StepDown]:
    rows = visible_stepdowns(by, at=at).filter(pk=stepdown_id)
    open_ones = rows.exclude(referral__contact__route=Contact.Route.CLOSED_LIST)
    return open_ones.select_related("from_team", "to_team", "referral__contact__team")


@Written
def _locked(stepdown_id: UUID) -> QuerySet[StepDown]:
    rows = StepDown.objects.select_for_update(of=("self",)).select_related(
        "to_team__agency", "from_team__agency", "lead", "referral__contact__team__agency"
    )
    return rows.filter(pk=stepdown_id)


def held_stepdown(by: Actor, stepdown_id: str, *, at: datetime, act: str) -> StepDown:
    """The same, locked for a deed."""
    seen = open_stepdown(by, stepdown_id, at=at, act=act)
    found: StepDown = _locked.rows(seen.pk)[0]
    return found


def holder_of(stepdown: StepDown, *, by: Actor) -> Holder:
    """What matters about this reader, should they answer for the team that was asked."""
    leads = bool(may(by, "lead:accept")) or bool(may(by, "check:answer"))
    return Holder(
        in_team=str(stepdown.to_team_id) in by.teams,
        may_lead=leads,
        holds_now=str(stepdown.lead_id) == by.id,
        held_by_somebody_able=holder_able(stepdown),
    )


@Written
def waiting_for(by: Actor, *, at: datetime) -> QuerySet[StepDown]:
    """What waits for the reader's teams: to be answered, to be decided after a no, late, or held by nobody who can."""
    teams = list(by.teams)
    theirs = Q(status=OFFERED, to_team_id__in=teams) | Q(status=DECLINED, from_team_id__in=teams)
    late = Q(due_at__lt=at) & (Q(to_team_id__in=teams) | Q(from_team_id__in=teams))
    unheld = cannot_hold() & Q(status="held", to_team_id__in=teams)
    return visible_stepdowns(by, at=at).filter(theirs | late | unheld, status__in=LIVE)


def works_verdict(stepdown: StepDown, *, by: Actor) -> Verdict:
    """May they write here now? Only while somebody answers for the family."""
    verdict = works(by)
    if not verdict:
        return verdict
    if stepdown.status not in LIVE:
        return no("over", say="This step down is over.", next_step="Read what came of it")
    return yes("works-on-it")


def end_verdict(stepdown: StepDown, *, by: Actor, because: str, at: datetime) -> Verdict:
    """May they end the watch early? Nobody, while another area is asked to take the family."""
    holds = str(stepdown.to_team_id) in by.teams
    theirs = may_end(
        stepdown.status,
        holds=holds,
        manager=bool(may(by, "decision:override")),
        because=because,
        undecided=stepdown.undecided,
    )
    return may_let_go_of(stepdown, at=at) if theirs else theirs
