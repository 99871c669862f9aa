"""May this reader open this disagreement or challenge? One filter for lists and for what is opened."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from plait.agencies.roles import works_with_children
from plait.base.access.counting import Later
from plait.base.access.verdict import Refused, hidden, no
from plait.base.access.written import Written
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs.schema.escalation import BEGINS
from plait.escalation.life import OPEN
from plait.escalation.models import Challenge, Escalation, EscalationStage, LadderPost, Owner
from plait.escalation.queries import (
    current_stage,
    decision_behind,
    disputable,
    next_rule,
    open_already,
    owner_now,
    rule_of,
)
from plait.escalation.rules import (
    URGENCIES,
    Part,
    Raising,
    has_a_part,
    may_answer,
    may_climb,
    may_make_more_urgent,
    may_overtake,
    may_raise,
    may_recognise,
    may_say_outcome,
)
from plait.escalation.rules import may_take_part as may_take_part
from plait.escalation.store.owners import answered_below
from plait.people.access import is_unreachable
from plait.referrals.access import may_speak_on, people_in_all, people_refs
from plait.referrals.events import Disputable
from plait.referrals.models import ContactPerson, Decision

STILL_SHOWN = timedelta(days=90)  # how something ended, to whoever was told that it had begun
R = TypeVar("R", bound=Escalation | Challenge)


@dataclass(frozen=True, slots=True)
class ToDispute:
    """What the page of a new escalation or challenge is about. `already`: the reader's own that is open about it."""

    subject: str
    found: Disputable
    challenge_id: str
    already: Escalation | None


def _about_unreachable(by: Actor, at: datetime, lead: str = "contact_id") -> Exists:
    people = ContactPerson.objects.filter(
        is_unreachable(by, at=at, through="description__person"), contact_id=OuterRef(lead)
    )
    return Exists(people)


def _teams(by: Actor) -> Q:
    """Their safeguarding team, or the team that was asked. Inside one agency a disagreement is between those it names."""
    if not by.teams or not works_with_children(by):
        return Q(pk__in=[])
    return ~Q(scope="inside") & (Q(our_team_id__in=by.teams) | Q(their_team_id__in=by.teams))


def _own(by: Actor) -> Q:
    return Q(practitioner_id=by.id) | Q(team_id__in=by.teams if works_with_children(by) else [])


def visible_escalations(by: Actor, *, at: datetime) -> QuerySet[Escalation]:
    """What the reader raised, owns or owned, or their team stands behind or was asked; a declared conflict refuses first, and
    what is about a restricted person is not there for those for whom that person is not."""
    if not may_take_part(by):
        return Escalation.objects.none()
    owned = Owner.objects.filter(_own(by), stage__escalation=OuterRef("pk"))
    mine = Q(by=by.id) | Q(Exists(owned)) | _teams(by)
    return Escalation.objects.filter(mine).exclude(_about_unreachable(by, at))


def visible_challenges(by: Actor, *, at: datetime) -> QuerySet[Challenge]:
    """The same of challenges."""
    if not may_take_part(by):
        return Challenge.objects.none()
    owned = Owner.objects.filter(_own(by), challenge=OuterRef("pk"))
    mine = Q(by=by.id) | Q(Exists(owned)) | _teams(by)
    return Challenge.objects.filter(mine).exclude(_about_unreachable(by, at))


BESIDE = ("contact", "our_agency", "their_agency", "our_team", "their_team")


@Written
def _escalation(by: Actor, escalation_id: str, *, at: datetime) -> QuerySet[Escalation]:
    return visible_escalations(by, at=at).filter(pk=escalation_id).select_related(*BESIDE)


@Written
def _challenge(by: Actor, challenge_id: str, *, at: datetime) -> QuerySet[Challenge]:
    return visible_challenges(by, at=at).filter(pk=challenge_id).select_related(*BESIDE)


def open_escalation(
    by: Actor, escalation_id: str, *, at: datetime, act: str = "escalation:read", hold: bool = False
) -> Escalation:
    """One disagreement, audited as read together with the children it is about; `hold` locks it for a deed."""
    found: Escalation | None = _escalation.first(by, escalation_id, at=at)
    return _opened(found, f"escalation:{escalation_id}", by=by, at=at, act=act, hold=hold)


def open_challenge(
    by: Actor, challenge_id: str, *, at: datetime, act: str = "challenge:read", hold: bool = False
) -> Challenge:
    """The same of one challenge."""
    found: Challenge | None = _challenge.first(by, challenge_id, at=at)
    return _opened(found, f"challenge:{challenge_id}", by=by, at=at, act=act, hold=hold)


def _opened(found: R | None, about: str, *, by: Actor, at: datetime, act: str, hold: bool) -> R:
    if found is None:
        raise Refused(hidden("not-involved"), about=about)
    if hold:
        type(found)._default_manager.select_for_update().get(pk=found.pk)
        found.refresh_from_db()
    refs = [about, f"contact:{found.contact_id}", *people_refs(found.contact)]
    record(act=act, about=refs, by=by, at=at, fields=("content",))
    return found


def part_in(of: Escalation | Challenge, by: Actor) -> Part:
    """What part the reader has in it now."""
    stage: EscalationStage | Challenge = of if isinstance(of, Challenge) else current_stage(of)
    owns = {side: _is(owner_now(stage, side), by) for side in ("ours", "theirs")}
    inside = of.scope == "inside"
    return Part(
        raised=of.by == by.id,
        owns_ours=owns["ours"],
        owns_theirs=owns["theirs"],
        owned_theirs=_once_owned(of, by),
        our_team=not inside and str(of.our_team_id) in by.teams,
        their_team=not inside and str(of.their_team_id) in by.teams,
        decided=of.decider == by.id,
        first_talk=isinstance(stage, Challenge) or rule_of(stage).theirs == BEGINS,
    )


def part_to_answer(of: Escalation, by: Actor) -> Part:
    """The same for somebody who would answer: whether they did so at a stage below, which only an answer asks."""
    part, stage = part_in(of, by), current_stage(of)
    mine, owner = f"practitioner:{by.id}", owner_now(stage, "theirs")
    by_name = owner is not None and owner.ref == mine
    return replace(part, answered_below=not by_name and mine in answered_below(stage))


def open_for(step: str, by: Actor, escalation_id: str, *, at: datetime) -> Escalation:
    """The escalation, for somebody who may take this step in it (`answer`, `climb`, `urgency`, …)."""
    found = open_escalation(by, escalation_id, at=at, act=f"escalation:{step}-opened")
    part, said = part_in(found, by), "said on the page that this opens"
    top = next_rule(current_stage(found)) is None
    rules = {
        "answer": may_answer(part_to_answer(found, by) if step == "answer" else part, answer=said),
        "climb": may_climb(part, at_the_top=top, because=said),
        "call": has_a_part(part),
        "urgency": may_make_more_urgent(part, now=found.urgency, urgency=URGENCIES[0], because=said),
        "end": may_overtake(part, because=said),
        "child": may_say_outcome(part, ended=found.status not in OPEN, said=said),
        "recognise": may_recognise(part, words=said),
    }
    rules[step].insist(about=found.ref)
    return found


def open_challenge_for(step: str, by: Actor, challenge_id: str, *, at: datetime) -> Challenge:
    """The challenge, for somebody who may answer it or say that it was right to ask."""
    found = open_challenge(by, challenge_id, at=at, act=f"challenge:{step}-opened")
    part, said = part_in(found, by), "said on the page that this opens"
    rules = {"answer": may_answer(part, answer=said), "recognise": may_recognise(part, words=said)}
    rules[step].insist(about=found.ref)
    return found


def open_disputed(by: Actor, kind: str, record_id: str, *, at: datetime) -> ToDispute:
    """What somebody is about to dispute: by its kind and id; `challenge` for what they asked about already."""
    subject, challenge_id = f"{kind}:{record_id}", ""
    if kind == "challenge":
        asked = open_challenge(by, record_id, at=at)
        if asked.by != by.id:
            raise Refused(hidden("not-theirs"), about=asked.ref)
        subject, challenge_id = asked.subject, record_id
    found = disputable(subject, by=by, at=at)
    facts = Raising(
        works_here=by.kind == "practitioner",
        may_read=found is not None,
        decided_it=found is not None and found.decider == by.id,
    )
    may_raise(facts).insist(about=f"{kind}:{record_id}")
    assert found is not None
    record(
        act="escalation:raise-opened",
        about=[subject, f"contact:{found.contact}", *people_in_all([found.contact])],
        by=by,
        at=at,
        fields=("content",),
    )
    return ToDispute(subject, found, challenge_id, open_already(subject, by=by))


def open_beside(by: Actor, kind: str, record_id: str, *, at: datetime) -> tuple[ToDispute, Decision]:
    """What somebody sees differently, and the decision beside which their agency's view can stand."""
    told = open_disputed(by, kind, record_id, at=at)
    decision = decision_behind(told.subject, told.found)
    if decision is None:
        raise Refused(
            no(
                "nothing-decided",
                say="Nothing has been decided yet beside which it could stand.",
                next_step="Say which level of need you see, or ring the hub",
            ),
            about=told.subject,
        )
    may_speak_on(decision.referral, by=by, at=at).insist(about=told.subject)
    return told, decision


def may_stand_beside(told: ToDispute, *, by: Actor, at: datetime) -> bool:
    """Is there such a decision, and may they speak on it?"""
    decision = decision_behind(told.subject, told.found)
    return decision is not None and bool(may_speak_on(decision.referral, by=by, at=at))


def _once_owned(of: Escalation | Challenge, by: Actor) -> bool:
    rows = Owner.objects.filter(_own(by), side="theirs")
    held = rows.filter(challenge=of) if isinstance(of, Challenge) else rows.filter(stage__escalation=of)
    return held.exists()


def _is(owner: Owner | None, by: Actor) -> bool:
    if owner is None:
        return False
    return str(owner.practitioner_id) == by.id or str(owner.team_id) in by.teams


@Written
def _asks_of(by: Actor, *, at: datetime) -> QuerySet[Owner]:
    """Stages and challenges that wait for this very reader, by name or by team."""
    teams = by.teams if works_with_children(by) else frozenset()
    own = Q(practitioner_id=by.id) | Q(team_id__in=teams)
    waits = Q(side="theirs", stage__escalation__status="open") | Q(
        side="ours", stage__escalation__status="answered"
    )
    asked = Q(challenge__status="asked", side="theirs")
    due = Q(side="ours", stage__escalation__child_outcome__asked_at__isnull=False)
    rows = Owner.objects.filter(own, waits | asked | due, to_at__isnull=True)
    for lead in ("stage__escalation__contact_id", "challenge__contact_id"):
        rows = rows.exclude(_about_unreachable(by, at, lead))
    return rows


def partnership_told(by: Actor, *, at: datetime) -> list[EscalationStage]:
    """Formal stages of which the partnership was told, the newest first, for a reader whom it named then or since; without those
    about somebody whom they declared they know, or for whom the record is not there."""
    posts = LadderPost.objects.filter(agency__isnull=True, practitioner_id=by.id, to_at__isnull=True)
    if not may_take_part(by) or not posts.exists():
        return []
    told = EscalationStage.objects.exclude(_about_unreachable(by, at, "escalation__contact_id"))
    open_or_late = Q(escalation__status__in=OPEN) | Q(escalation__ended_at__gte=at - STILL_SHOWN)
    rows = told.filter(open_or_late).select_related("escalation__our_agency", "escalation__their_agency")
    return [one for one in rows.order_by("-began_at", "pk") if rule_of(one).tells_partnership]


def waiting_for(by: Actor, *, at: datetime) -> Later:
    """How many disagreements and challenges wait for this reader, for the navigation."""
    return _asks_of.later(by, at=at)


def listed(by: Actor, *, at: datetime, most: int) -> tuple[list[Escalation], list[Challenge]]:
    """What the reader has a part in: open ones, and those that have ended and whose child's outcome nobody has said."""
    open_now = Q(status__in=OPEN) | Q(child_outcome__isnull=False, child_outcome__at__isnull=True)
    rows = visible_escalations(by, at=at).filter(open_now).select_related("our_agency", "their_agency")
    asked = visible_challenges(by, at=at).filter(
        Q(status="asked") | Q(status="answered", by=by.id, read_at__isnull=True)
    )
    return (
        list(rows.order_by("at", "pk")[:most]),
        list(asked.select_related("our_agency", "their_agency").order_by("at", "pk")[:most]),
    )


def ended(by: Actor, *, at: datetime) -> QuerySet[Escalation]:
    """What the reader had a part in and is over, the newest first."""
    rows = visible_escalations(by, at=at).exclude(status__in=OPEN).filter(child_outcome__at__isnull=False)
    return rows.select_related("our_agency", "their_agency").order_by("-ended_at", "pk")
