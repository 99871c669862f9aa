"""The ways to see it differently, each with who would have it and by when, before anybody chooses."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.utils import timezone

from plait.base.audit.actor import Actor
from plait.base.clock.due import due_at
from plait.base.packs import Pack, current
from plait.escalation.access import ToDispute, may_stand_beside
from plait.escalation.models import Challenge, Disputed, Escalation
from plait.escalation.queries import CHALLENGE_ROLES, own_team, who_would_answer
from plait.escalation.rules import scope_of
from plait.referrals.access import visible_checks, visible_referrals

KEEP, ANSWER, LOOK = "keep", "answer", "look"
D = TypeVar("D", bound=Disputed)
USUAL = Challenge.Urgency.USUAL


@dataclass(frozen=True, slots=True)
class Choice:
    """One way: its code and words, what it brings, and where it goes on."""

    code: str
    words: str
    brings: str
    path: str


def choices_for(told: ToDispute, *, by: Actor, at: datetime) -> list[Choice]:
    """From the least to the most: keep our view, answer me, let somebody who did not decide look. Owners and times are those of
    this moment, where it can wait its turn; each page that follows asks how urgent it is."""
    pack, path = current(at=at), told.subject.replace(":", "/")
    found = [_look(told, pack, f"/escalations/raise/{path}/", by=by, at=at)]
    if not told.challenge_id:
        found.insert(0, _answer(told, pack, f"/escalations/ask/{path}/", by=by, at=at))
    if may_stand_beside(told, by=by, at=at):
        brings = (
            "It stands there with your agency’s name. Whoever decided and whoever leads hear of it at once. Nobody owes you an "
            "answer, and no time runs."
        )
        found.insert(
            0, Choice(KEEP, "Keep our view beside the decision", brings, f"/differently/{path}/keep/")
        )
    return found


def page_behind(told: ToDispute, *, by: Actor, at: datetime) -> str:
    """The page on which they read what they dispute."""
    kind, _, record_id = told.subject.partition(":")
    own = {"feedback": "feedback", "contact": "concerns", "stepdown": "step-down", "check": "checks"}
    asked = kind != "check" or visible_checks(by, at=at).filter(pk=record_id).exists()
    if kind in own and asked:
        return f"/{own[kind]}/{record_id}/"
    referral = visible_referrals(by, at=at).filter(contact_id=told.found.contact).first()
    return f"/referrals/{referral.pk}/" if referral is not None else "/"


def _answer(told: ToDispute, pack: Pack, path: str, *, by: Actor, at: datetime) -> Choice:
    owner = who_would_answer(_disputed(Challenge, told, pack, by, at), CHALLENGE_ROLES, at=at)
    by_when = _by(pack, pack.ladders().challenge.of(USUAL), at)
    brings = f"{owner}, owes you the answer by {by_when}; sooner where it cannot wait."
    return Choice(ANSWER, "Answer me with reasons", brings, path)


def _look(told: ToDispute, pack: Pack, path: str, *, by: Actor, at: datetime) -> Choice:
    words = "Let somebody who did not decide look at it"
    if told.already is not None:
        return Choice(LOOK, words, "You have taken this further already, and it is still open.", path)
    would_be = _disputed(Escalation, told, pack, by, at)
    ladder = pack.ladders().ladder_for(would_be.scope, "decision")
    assert ladder is not None, "the lint of packs asks for a ladder of every scope"
    talk, above = ladder.stages[0], ladder.stages[1]
    first = who_would_answer(would_be, talk.owners("theirs"), at=at)
    then = who_would_answer(would_be, above.owners("theirs"), at=at)
    within = pack.clock_rule(above.clocks.of(USUAL)).target
    brings = (
        f"First you talk: {first}, by {_by(pack, talk.clocks.of(USUAL), at)}. If you do not agree, {then}, answers within "
        f"{within}. "
        "Have you rung already? Say so there, and it begins with them. With a risk of harm each has 24 hours at most."
    )
    return Choice(LOOK, words, brings, path)


def _disputed(kind: type[D], told: ToDispute, pack: Pack, by: Actor, at: datetime) -> D:
    """As it would stand if it were raised now. Never saved."""
    found = told.found
    return kind(
        subject=told.subject,
        contact_id=found.contact,
        reference=found.reference,
        scope=scope_of(our_agency=by.agency, their_agency=str(found.their_agency)),
        urgency=USUAL,
        our_agency_id=by.agency,
        our_team_id=own_team(by, found),
        their_agency_id=found.their_agency,
        their_team_id=found.their_team,
        decider=found.decider,
        by=by.id,
        by_name=by.name,
        at=at,
        pack=pack.hash,
    )


def _by(pack: Pack, clock: str, at: datetime) -> str:
    due = due_at(start=at, target=pack.clock_rule(clock).target, calendar=pack.calendar()).at
    local = timezone.localtime(due)
    return f"{local:%A} {local.day} {local:%B}, {local:%H:%M}"
