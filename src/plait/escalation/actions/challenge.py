"""Ask a question about a decision: it must get an answer with reasons, by a time. Good practice, and one step from the ladder."""

from datetime import datetime

from plait.agencies.models import Team
from plait.base.access.deeds import deed
from plait.base.access.verdict import Refused, no
from plait.base.announce import announce
from plait.base.audit.actor import Actor
from plait.base.audit.record import record
from plait.base.packs import current
from plait.escalation.access import open_challenge
from plait.escalation.events import Challenged
from plait.escalation.life import CHALLENGE
from plait.escalation.models import Challenge
from plait.escalation.queries import CHALLENGE_ROLES, disputable, own_team
from plait.escalation.rules import Raising, counts_as_harm, may_raise, scope_of
from plait.escalation.store import timing
from plait.escalation.store.leaving import may_leave
from plait.escalation.store.owners import let_go, seat
from plait.escalation.store.stages import tell


@deed
def challenge(
    *, subject: str, question: str, urgency: str, other_because: str = "", by: Actor, at: datetime
) -> Challenge:
    """Whoever decided answers, or who stands in for them. The same question asked twice by one person is one."""
    same = Challenge.objects.filter(
        subject=subject, by=by.id, question=question.strip(), status="asked"
    ).first()
    if same is not None:
        record(act="challenge:asked-again", about=same.ref, by=by, at=at)
        return same
    found = disputable(subject, by=by, at=at)
    facts = Raising(
        by.kind == "practitioner", found is not None, found is not None and found.decider == by.id
    )
    may_raise(facts).insist(about=subject)
    assert found is not None
    if not question.strip():
        raise Refused(
            no("needs-reason", say="Ask the question.", next_step="Add one sentence"), about=subject
        )
    pack = current(at=at)
    our_team = own_team(by, found)
    made = Challenge.objects.create(
        subject=subject,
        contact_id=found.contact,
        reference=found.reference,
        words=found.words,
        scope=scope_of(our_agency=by.agency, their_agency=str(found.their_agency)),
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
        question=question.strip(),
    )
    may_leave(made, [question], other_because=other_because, by=by, at=at)
    owner = seat(made, CHALLENGE_ROLES, "theirs", at=at)
    timing.start(
        timing.challenge_key(made.ref),
        pack.ladders().challenge.of(urgency),
        kind=timing.CHALLENGE_LATE,
        subject=made.ref,
        owner=owner.ref,
        pack=pack,
        by=by,
        at=at,
    )
    letter = "ring" if counts_as_harm(urgency) else "waiting"
    tell(made, [owner], "asked", letter=letter, phone=pack.area.hub_phone, at=at)
    record(
        act="challenge:asked",
        about=[made.ref, subject, f"contact:{made.contact_id}"],
        by=by,
        at=at,
        pack=pack.hash,
    )
    announce(Challenged(made.pk, made.contact_id, by.id, at))
    return made


@deed
def take_back_challenge(*, challenge_id: str, by: Actor, at: datetime) -> Challenge:
    """Only whoever asked takes it back, while nobody has answered. Twice is once."""
    found = open_challenge(by, challenge_id, at=at, act="challenge:take-back-opened", hold=True)
    if found.by != by.id:
        say = "Only whoever asked can take it back."
        raise Refused(
            no("not-theirs-to-withdraw", say=say, next_step="Answer it with reasons"), about=found.ref
        )
    if found.status == "taken_back":
        return found
    found.status = CHALLENGE.after("take back", now=found.status)
    found.save(update_fields=["status"])
    timing.stop(timing.challenge_key(found.ref), end_event="taken back", by=by, at=at)
    let_go(found, ("theirs",), because="taken back", at=at)
    record(act="challenge:taken-back", about=[found.ref, f"contact:{found.contact_id}"], by=by, at=at)
    return found
