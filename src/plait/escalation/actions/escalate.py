"""Take it further: a disagreement stands on the first stage of its ladder, with an owner on both sides."""

from datetime import datetime

from plait.agencies.models import Team
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, hidden, no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import Pack, current
from plait.escalation.events import Escalated
from plait.escalation.life import CHALLENGE
from plait.escalation.models import Challenge, Escalation, EscalationStage, StageCall
from plait.escalation.queries import disputable, next_rule, open_already, own_team
from plait.escalation.rules import Raising, first_stage, may_raise, may_ring, scope_of
from plait.escalation.store import timing
from plait.escalation.store.leaving import may_leave
from plait.escalation.store.owners import let_go
from plait.escalation.store.stages import begin_stage, close_stage


@deed
def escalate(
    *,
    subject: str,
    about: str,
    because: str,
    wanted: str,
    urgency: str,
    evidence: str = "",
    emergency_told: str = "",
    spoke_with: str = "",
    talked: str = "",
    challenge_id: str = "",
    other_because: str = "",
    by: Actor,
    at: datetime,
) -> Escalation:
    """Say what is disputed, what should happen instead, on what that rests and how urgent it is. The same sent twice is one.

    *I rang* counts as the first stage: with `spoke_with` and `talked` it begins on the second. Danger now goes to 999 and the
    duty team; the ladder only records it, and refuses nothing for it. Raises Refused for what is not the reader’s to dispute.
    """
    if (same := open_already(subject, by=by)) and (same.because, same.wanted) == (
        because.strip(),
        wanted.strip(),
    ):
        record(act="escalation:raised-again", about=same.ref, by=by, at=at)
        return same
    found = disputable(subject, by=by, at=at)
    own = by.kind == "practitioner"
    facts = Raising(own, found is not None, found is not None and found.decider == by.id, same is not None)
    may_raise(facts).insist(about=subject)
    assert found is not None
    if not (because.strip() and wanted.strip()):
        say = "Say what you disagree with, and what should happen instead."
        raise Refused(no("needs-reason", say=say, next_step="Add one sentence to each"), about=subject)
    rang = bool(spoke_with.strip() or talked.strip())
    if rang:
        may_ring(spoke_with=spoke_with, said=talked, rang_at=at, at=at).insist(about=subject)
    pack = current(at=at)
    scope = scope_of(our_agency=by.agency, their_agency=str(found.their_agency))
    ladder = pack.ladders().ladder_for(scope, about)
    if ladder is None:
        raise Refused(no("no-ladder", say="Say what is disputed.", next_step="Choose one"), about=subject)
    asked = _challenge(challenge_id, subject, by=by)
    our_team = own_team(by, found)
    made = Escalation.objects.create(
        subject=subject,
        contact_id=found.contact,
        reference=found.reference,
        words=found.words,
        scope=scope,
        urgency=urgency,
        our_agency_id=by.agency,
        our_team=Team.objects.filter(pk=our_team).first() if our_team else None,
        their_agency_id=found.their_agency,
        their_team_id=found.their_team,
        decider=found.decider,
        by=by.id,
        by_name=by.name,
        at=at,
        pack=pack.hash,
        about=about,
        because=because.strip(),
        wanted=wanted.strip(),
        evidence=evidence.strip(),
        emergency_told=emergency_told.strip()[:300],
        ladder=ladder.code,
        since=found.since,
        challenge=asked,
    )
    may_leave(made, [because, wanted, evidence, talked], other_because=other_because, by=by, at=at)
    begins = first_stage(scope, declined=False)
    rule = ladder.stages[begins]
    stage = begin_stage(made, rule, order=1, because="", asks=not rang, pack=pack, by=by, at=at)
    if rang:
        _the_talk_was_had(stage, spoke_with, talked, pack=pack, by=by, at=at)
    if asked is not None:
        asked.status = CHALLENGE.after("take further", now=asked.status)
        asked.save(update_fields=["status"])
        timing.stop(timing.challenge_key(asked.ref), end_event="taken further", by=by, at=at)
        let_go(asked, ("theirs",), because="taken further", at=at)
    record(
        act="escalation:raised",
        about=[made.ref, subject, f"contact:{made.contact_id}"],
        by=by,
        at=at,
        pack=pack.hash,
    )
    announce(Escalated(made.pk, made.contact_id, by.id, at))
    return made


def _challenge(challenge_id: str, subject: str, *, by: Actor) -> Challenge | None:
    if not challenge_id:
        return None
    found = Challenge.objects.select_for_update().filter(pk=challenge_id, by=by.id, subject=subject).first()
    if found is None:
        raise Refused(hidden("not-theirs"), about=f"challenge:{challenge_id}")
    CHALLENGE.may("take further", now=found.status).insist(about=found.ref)
    return found


def _the_talk_was_had(
    stage: EscalationStage, spoke_with: str, talked: str, *, pack: Pack, by: Actor, at: datetime
) -> None:
    """They rang, and do not agree: the first stage is done, and the second begins at once."""
    StageCall.objects.create(
        stage=stage,
        spoke_with=spoke_with.strip()[:160],
        rang_at=at,
        said=talked.strip(),
        by=by.id,
        by_name=by.name,
        at=at,
    )
    stage.answer, stage.answered_at = talked.strip(), at
    stage.answered_by, stage.answered_by_name = by.id, by.name
    stage.save(update_fields=["answer", "answered_at", "answered_by", "answered_by_name"])
    close_stage(stage, because="talked by telephone", by=by, at=at)
    above = next_rule(stage)
    assert above is not None, "a ladder has two stages at least"
    because = "We talked, and do not agree."
    begin_stage(stage.escalation, above, order=2, because=because, pack=pack, by=by, at=at)
